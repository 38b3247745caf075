import { expect } from '@open-wc/testing';
import { MenuKeys } from '../../../src/elements/menu-keys.js';

describe('MenuKeys', () => {
  const names = ['Available', 'Away', 'Do not disturb', 'Offline'];
  let menu: HTMLElement;
  let keys: MenuKeys;
  let time = 0;

  function press(key: string, init: KeyboardEventInit & { readonly after?: number } = {}): boolean {
    const event = new KeyboardEvent('keydown', { key, cancelable: true, ...init });
    time += init.after ?? 100;
    Object.defineProperty(event, 'timeStamp', { value: time });
    keys.handle(event);
    return event.defaultPrevented;
  }
  function focused(): string | undefined {
    return document.activeElement === document.body
      ? undefined
      : document.activeElement?.textContent;
  }

  beforeEach(() => {
    menu = document.body.appendChild(document.createElement('div'));
    menu.append(
      ...names.map((name) =>
        Object.assign(document.createElement('button'), { textContent: name }),
      ),
    );
    keys = new MenuKeys(() => [...menu.querySelectorAll('button')]);
    time = 0;
  });
  afterEach(() => menu.remove());

  it('focuses what is checked, else the first', () => {
    keys.focusFirst('.checked');
    expect(focused()).to.equal('Available');
    menu.children[2]!.classList.add('checked');
    keys.focusFirst('.checked');
    expect(focused()).to.equal('Do not disturb');
  });

  it('goes round by arrow keys, and to the ends by Home and End', () => {
    const path = ['ArrowDown', 'ArrowDown', 'ArrowUp', 'ArrowUp', 'ArrowDown', 'End', 'Home'];
    const seen = path.map((key) => {
      expect(press(key), key).to.equal(true);
      return focused();
    });
    expect(seen).to.deep.equal([
      'Available',
      'Away',
      'Available',
      'Offline',
      'Available',
      'Offline',
      'Available',
    ]);
  });

  it('finds a name by its beginning', () => {
    press('a');
    press('w');
    expect(focused()).to.equal('Away');
    press('O', { after: 1_000 });
    expect(focused()).to.equal('Offline');
  });

  it('goes to the next of a letter when it is typed again', () => {
    const seen = ['a', 'a', 'a'].map((key) => {
      press(key);
      return focused();
    });
    expect(seen).to.deep.equal(['Available', 'Away', 'Available']);
  });

  it('leaves other keys to the browser and the page', () => {
    for (const key of [' ', 'Enter', 'Escape', 'z', 'F5']) {
      expect(press(key), key).to.equal(false);
    }
    expect(press('a', { altKey: true })).to.equal(false);
    expect(focused()).to.equal(undefined);
  });
});
