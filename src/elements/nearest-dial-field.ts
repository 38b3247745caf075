import type { CtiElement } from '../context/cti-element.js';
import { CtiDialField } from './cti-dial-field.js';

/** The parent of a node, also through the boundary of a shadow tree. */
function above(node: Node): Node | null {
  return node instanceof ShadowRoot ? node.host : node.parentNode;
}

function fieldsIn(root: ParentNode): CtiDialField[] {
  const panels = [...root.querySelectorAll('cti-panel')];
  return [root, ...panels.flatMap((panel) => panel.shadowRoot ?? [])]
    .flatMap((place) => [...place.querySelectorAll('cti-dial-field')])
    .filter((field) => field instanceof CtiDialField);
}

/** The dial field of the same controller that is closest to an element in the page, or none. */
export function nearestDialField(element: CtiElement): CtiDialField | undefined {
  const { activeController } = element;
  for (let node = above(element); node && activeController; node = above(node)) {
    const found = fieldsIn(node as Element | Document | ShadowRoot).find(
      (field) => field.activeController === activeController && field.usable,
    );
    if (found) return found;
  }
  return undefined;
}
