import { closestLang } from '../i18n/lang-watch.js';
import tokens from './styles/tokens.styles.js';

type View = Window & typeof globalThis;

/** Names of the public tokens. */
const tokenNames = [...new Set(tokens.cssText.match(/--cti-[\w-]+/g))];

/** What a document says about the looks of an element in it: `lang`, `dir` and CSS properties by their names. */
type Looks = ReadonlyMap<string, string>;

function looksOf(element: Element): Looks {
  const style = element.ownerDocument.defaultView?.getComputedStyle(element);
  const looks = new Map([['lang', closestLang(element)]]);
  if (!style) return looks;
  looks.set('dir', style.direction).set('color-scheme', style.colorScheme);
  for (const name of tokenNames) looks.set(name, style.getPropertyValue(name));
  return looks;
}

function setLooks({ documentElement: root }: Document, looks: Iterable<[string, string]>): void {
  for (const [name, value] of looks) {
    if (name === 'lang' || name === 'dir') root.setAttribute(name, value);
    else root.style.setProperty(name, value);
  }
}

function parentOf(node: Node): Element | undefined {
  const parent = node.parentNode;
  return parent instanceof ShadowRoot ? parent.host : (node.parentElement ?? undefined);
}

/**
 * What the page says about the looks of an element holds in another document too, and goes on to: its theme and
 * language may change meanwhile.
 */
export class CarriedLooks {
  readonly #to: Document;
  /** In the page, where the element was: how it would look there. */
  #parent: Element | undefined;
  #seen: Looks = new Map();
  readonly #changes = new MutationObserver(() => this.#follow());
  #scheme: MediaQueryList | undefined;

  /** While the element still is in the page. */
  constructor(element: Element, { document, CSSStyleSheet: Sheet }: View) {
    this.#to = document;
    setLooks(document, looksOf(element));
    const sheet = new Sheet();
    sheet.replaceSync('body { margin: 0; }');
    document.adoptedStyleSheets = [sheet];
    this.#parent = parentOf(element);
    if (!this.#parent) return;
    this.#seen = looksOf(this.#parent);
    for (let each = this.#parent as Element | undefined; each; each = parentOf(each)) {
      this.#changes.observe(each, { attributes: true });
    }
    const view = element.ownerDocument.defaultView;
    this.#scheme = view?.matchMedia('(prefers-color-scheme: dark)');
    this.#scheme?.addEventListener('change', this.#follow);
  }

  /** The element is back. */
  stop(): void {
    this.#changes.disconnect();
    this.#scheme?.removeEventListener('change', this.#follow);
  }

  /** Only what has changed: the element itself may have had other looks than what is around it. */
  readonly #follow = (): void => {
    if (!this.#parent) return;
    const now = looksOf(this.#parent);
    const changed = [...now].filter(([name, value]) => this.#seen.get(name) !== value);
    this.#seen = now;
    setLooks(this.#to, changed);
  };
}
