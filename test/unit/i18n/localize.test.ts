import { expect } from '@open-wc/testing';
import { html, LitElement, type TemplateResult } from 'lit';
import { Localizer } from '../../../src/i18n/localize.js';
import { registerLanguage } from '../../../src/i18n/register.js';

class LocalizedWord extends LitElement {
  readonly localize = new Localizer(this);
  renders = 0;

  override render(): TemplateResult {
    this.renders += 1;
    return html`${this.localize.term('answer')}`;
  }
}
customElements.define('localized-word', LocalizedWord);

describe('Localizer', () => {
  let outer: HTMLElement;
  let inner: ShadowRoot;
  let word: LocalizedWord;
  const before = document.documentElement.lang;

  /** Until observers have been told. */
  async function said(): Promise<string> {
    await new Promise((resolve) => setTimeout(resolve));
    await word.updateComplete;
    return word.shadowRoot!.textContent.trim();
  }

  beforeEach(async () => {
    document.documentElement.lang = 'en';
    outer = document.createElement('section');
    const host = document.createElement('div');
    inner = host.attachShadow({ mode: 'open' });
    word = new LocalizedWord();
    inner.append(word);
    outer.append(host);
    document.body.append(outer);
    await word.updateComplete;
  });
  afterEach(() => {
    outer.remove();
    document.documentElement.lang = before;
  });

  it('follows <html lang>', async () => {
    expect(await said()).to.equal('Answer');
    document.documentElement.lang = 'ru';
    expect(await said()).to.equal('Ответить');
  });

  it('follows the closest lang, through shadow hosts', async () => {
    outer.lang = 'ru';
    expect(await said()).to.equal('Ответить');
    inner.host.setAttribute('lang', 'en-GB');
    expect(await said()).to.equal('Answer');
    word.lang = 'ru_RU';
    expect(await said()).to.equal('Ответить');
    word.removeAttribute('lang');
    inner.host.removeAttribute('lang');
    expect(await said()).to.equal('Ответить');
  });

  it('is not taken in by an anchor, which has a host too', async () => {
    const anchor = document.createElement('a');
    anchor.href = 'https://crm.example/';
    outer.lang = 'ru';
    outer.append(anchor);
    anchor.append(inner.host);
    expect(await said()).to.equal('Ответить');
  });

  it('follows where it is moved', async () => {
    const other = document.createElement('div');
    other.lang = 'ru';
    outer.append(other);
    other.append(word);
    expect(await said()).to.equal('Ответить');
  });

  it('renders only when the language in force changes', async () => {
    word.lang = 'en';
    await said();
    const { renders } = word;
    document.documentElement.lang = 'en-US';
    outer.lang = 'ru';
    await said();
    // The library asks for one more when <html> changes.
    expect(word.renders).to.be.lessThanOrEqual(renders + 1);
    expect(await said()).to.equal('Answer');
  });

  it('observes nothing after removal', async () => {
    word.remove();
    const { renders } = word;
    outer.lang = 'ru';
    word.lang = 'ru';
    await said();
    expect(word.renders).to.equal(renders);
  });

  it('shows English for a language that is none', async () => {
    outer.lang = 'no such language!';
    expect(await said()).to.equal('Answer');
  });

  it('shows a language as soon as the page has registered it', async () => {
    outer.lang = 'fr';
    expect(await said()).to.equal('Answer');
    registerLanguage({ $code: 'fr', $name: 'Français', $dir: 'ltr', answer: 'Répondre' });
    expect(await said()).to.equal('Répondre');
  });
});
