/**
 * What the page has slotted into slots that are an element's children goes with the element to another document, where
 * their tree is no more: as the slots' own content. A comment keeps the place of each node.
 */
export class CarriedSlots {
  readonly #places = new Map<Node, Comment>();

  /** While the element still is in the page. */
  constructor(element: Element) {
    for (const slot of element.querySelectorAll<HTMLSlotElement>(':scope > slot')) {
      const nodes = slot.assignedNodes() as ChildNode[];
      for (const node of nodes) {
        const place = element.ownerDocument.createComment('');
        this.#places.set(node, place);
        node.replaceWith(place);
      }
      slot.append(...nodes);
    }
  }

  /** Each node back to its place; one whose place the page took away is gone. */
  bringBack(): void {
    for (const [node, place] of this.#places) {
      if (place.isConnected) place.replaceWith(node);
      else node.parentNode?.removeChild(node);
    }
    this.#places.clear();
  }
}
