/** One observer for each tree that has listeners: the document, and the shadow roots on the way up to it. */
interface Watched {
  readonly observer: MutationObserver;
  readonly listeners: Set<() => void>;
}

const trees = new WeakMap<Node, Watched>();

function watchTree(tree: Node, listener: () => void): () => void {
  let watched = trees.get(tree);
  if (!watched) {
    const listeners = new Set<() => void>();
    const observer = new MutationObserver(() => listeners.forEach((each) => each()));
    observer.observe(tree, { attributes: true, attributeFilter: ['lang'], subtree: true });
    watched = { observer, listeners };
    trees.set(tree, watched);
  }
  const { observer, listeners } = watched;
  listeners.add(listener);
  return () => {
    listeners.delete(listener);
    if (listeners.size > 0) return;
    observer.disconnect();
    trees.delete(tree);
  };
}

/** By its shape, not its class: a node of another document is an instance of that document's classes. */
function isShadowRoot(node: Node): node is ShadowRoot {
  return node.nodeType === Node.DOCUMENT_FRAGMENT_NODE && 'host' in node;
}

function isElement(node: Node): node is Element {
  return node.nodeType === Node.ELEMENT_NODE;
}

/** The closest `lang` over parents and shadow hosts; the browser's language when the page names none. */
export function closestLang(start: Element): string {
  let node: Node | null = start;
  while (node) {
    const lang = isElement(node) ? node.getAttribute('lang') : undefined;
    if (lang) return lang;
    node = isShadowRoot(node) ? node.host : node.parentNode;
  }
  return start.ownerDocument.documentElement.lang || navigator.language;
}

/** Calls back when any `lang` changes in the trees that the element is in. */
export function watchLang(start: Element, listener: () => void): () => void {
  const undo: (() => void)[] = [];
  let root: Node = start.getRootNode();
  undo.push(watchTree(root, listener));
  while (isShadowRoot(root)) {
    root = root.host.getRootNode();
    undo.push(watchTree(root, listener));
  }
  return () => undo.splice(0).forEach((each) => each());
}
