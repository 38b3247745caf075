import { expect } from '@open-wc/testing';
import { toCtiError } from '../../../src/base/error.js';
import type { CommandSource } from '../../../src/controller/snapshot.js';
import { defaultShortcuts, type PanelSettings } from '../../../src/panel/settings.js';
import { parseShortcut } from '../../../src/panel/shortcut-keys.js';
import { Shortcuts } from '../../../src/panel/shortcuts.js';
import { online, openTab, receive, turns, type PartsBench, type Tab } from './parts-bench.js';

describe('Shortcuts', () => {
  let tab: Tab;
  let bench: PartsBench;
  let shortcuts: PanelSettings['shortcuts'];
  let dialFields: number;
  let asked: string[];
  let sources: CommandSource[];
  let failures: unknown[];
  let undo: () => void;
  beforeEach(async () => {
    tab = openTab();
    bench = await online();
    shortcuts = defaultShortcuts;
    dialFields = 1;
    asked = [];
    sources = [];
    failures = [];
    bench.controller.intercept(({ command, source }) => {
      asked.push(command.type);
      sources.push(source);
      return undefined;
    });
    undo = new Shortcuts(bench.clock).attach(
      bench.controller,
      tab.view,
      () => ({ shortcuts }),
      () => dialFields > 0 && asked.push('focus') > 0,
      (thrown) => failures.push(thrown),
    );
  });
  afterEach(() => {
    undo();
    bench.controller.dispose();
    expect(tab.listeners()).to.equal(0);
    tab.close();
  });

  /** Presses a key somewhere; true when the page does not get it. */
  function press(
    code: string,
    init: KeyboardEventInit = { altKey: true },
    target: EventTarget = tab.view.document.body,
  ): boolean {
    let reached = false;
    const reach = (): void => void (reached = true);
    target.addEventListener('keydown', reach);
    const event = new tab.view.KeyboardEvent('keydown', {
      code,
      bubbles: true,
      cancelable: true,
      composed: true,
      ...init,
    });
    target.dispatchEvent(event);
    target.removeEventListener('keydown', reach);
    expect(event.defaultPrevented).to.equal(!reached);
    return event.defaultPrevented;
  }
  const call = (): PartsBench['controller']['snapshot']['calls'][number] | undefined =>
    bench.controller.snapshot.calls[0];

  it('answers, holds, mutes and ends, by the place of the key', async () => {
    await receive(bench);
    expect(press('KeyA', { altKey: true, key: 'ф' })).to.equal(true);
    await turns();
    expect(call()?.phase).to.equal('connected');
    press('KeyH');
    await turns();
    expect(call()?.hold).to.equal('held');
    press('KeyH');
    await turns();
    expect(call()?.hold).to.equal('none');
    press('KeyM');
    expect(call()?.muted).to.equal(true);
    press('KeyM');
    expect(call()?.muted).to.equal(false);
    press('KeyE');
    expect(bench.controller.snapshot.mode).to.equal('idle');
    expect(new Set(sources)).to.deep.equal(new Set(['shortcut']));
  });

  it('declines an incoming call with the key for End', async () => {
    await receive(bench);
    press('KeyE');
    expect(bench.controller.snapshot.lastEnded?.end?.reason).to.equal('declined');
  });

  it('opens and closes the window, and finds the dial field', () => {
    press('KeyW');
    expect(bench.controller.snapshot.window).to.equal('calls');
    press('KeyW');
    expect(bench.controller.snapshot.window).to.equal(undefined);
    expect(press('KeyD')).to.equal(true);
    expect(asked).to.deep.equal(['open-window', 'close-window', 'focus']);
    dialFields = 0;
    expect(press('KeyD'), 'no field to be seen').to.equal(false);
  });

  it('works while the page shows a modal dialog that stops every key', async () => {
    const { document } = tab.view;
    const dialog = document.createElement('dialog');
    const field = document.createElement('input');
    dialog.append(field);
    document.body.append(dialog);
    dialog.showModal();
    dialog.addEventListener('keydown', (event) => event.stopImmediatePropagation());
    await receive(bench);
    press('KeyA', { altKey: true }, field);
    await turns();
    expect(call()?.phase).to.equal('connected');
  });

  it('leaves the page what means nothing now', () => {
    for (const code of ['KeyA', 'KeyE', 'KeyH', 'KeyM', 'KeyQ']) {
      expect(press(code), code).to.equal(false);
    }
    expect(asked).to.deep.equal([]);
  });

  it('wants exactly its modifiers, and AltGr is none', async () => {
    await receive(bench);
    for (const init of [
      {},
      { altKey: true, ctrlKey: true },
      { altKey: true, shiftKey: true },
      { altKey: true, metaKey: true },
      { altKey: true, modifierAltGraph: true },
      { altKey: true, isComposing: true },
    ]) {
      expect(press('KeyA', init), JSON.stringify(init)).to.equal(false);
    }
  });

  it('acts once for a key that is held down', async () => {
    press('KeyW');
    expect(press('KeyW', { altKey: true, repeat: true })).to.equal(true);
    expect(bench.controller.snapshot.window).to.equal('calls');
  });

  it('does not decline the next call with a press that was meant for the last', async () => {
    const first = await receive(bench);
    await receive(bench, '+12025550102');
    bench.simulator.remoteHangUp(first);
    await turns();
    expect(call()?.number).to.equal('+12025550102');
    expect(press('KeyE'), 'nor does it reach the page').to.equal(true);
    expect(call()?.phase).to.equal('offered');
    bench.clock.advance(400);
    press('KeyE');
    expect(bench.controller.snapshot.calls).to.deep.equal([]);
  });

  it('takes the page’s keys, or none', async () => {
    shortcuts = { answer: 'F9', end: 'Control+Shift+Digit0', hold: 'nonsense+KeyH' };
    await receive(bench);
    expect(press('KeyA')).to.equal(false);
    const field = tab.view.document.createElement('input');
    tab.view.document.body.append(field);
    expect(press('F9', {}, field)).to.equal(true);
    await turns();
    expect(press('KeyH')).to.equal(false);
    shortcuts = false;
    expect(press('Digit0', { ctrlKey: true, shiftKey: true })).to.equal(false);
    shortcuts = { end: 'Control+Shift+Digit0' };
    expect(press('Digit0', { ctrlKey: true, shiftKey: true })).to.equal(true);
    expect(bench.controller.snapshot.mode).to.equal('idle');
  });

  it('does not steal what is typed', async () => {
    shortcuts = { answer: 'KeyA' };
    await receive(bench);
    const { document } = tab.view;
    const host = document.createElement('div');
    const inside = document.createElement('textarea');
    host.attachShadow({ mode: 'open' }).append(inside);
    const editable = document.createElement('p');
    editable.contentEditable = 'true';
    document.body.append(host, editable);
    expect(press('KeyA', {}, inside)).to.equal(false);
    expect(press('KeyA', {}, editable)).to.equal(false);
    expect(press('KeyA', {})).to.equal(true);
  });

  it('leaves a press alone that the page has already taken', async () => {
    await receive(bench);
    const take = (event: Event): void => event.preventDefault();
    tab.view.addEventListener('keydown', take, { capture: true });
    undo();
    undo = new Shortcuts().attach(
      bench.controller,
      tab.view,
      () => ({ shortcuts }),
      () => false,
      () => undefined,
    );
    tab.view.document.body.dispatchEvent(
      new tab.view.KeyboardEvent('keydown', {
        code: 'KeyA',
        altKey: true,
        bubbles: true,
        cancelable: true,
      }),
    );
    tab.view.removeEventListener('keydown', take, { capture: true });
    expect(call()?.phase).to.equal('offered');
  });

  it('takes a command back while the page thinks about it, as the button does', async () => {
    bench.controller.intercept(
      ({ command }) => command.type !== 'answer' || new Promise<boolean>(() => undefined),
    );
    await receive(bench);
    press('KeyA');
    expect(bench.controller.snapshot.requests).to.have.length(1);
    expect(press('KeyA')).to.equal(true);
    await turns();
    expect(bench.controller.snapshot.requests).to.deep.equal([]);
    expect(failures.map((thrown) => toCtiError(thrown).reason)).to.deep.equal(['aborted']);
    press('KeyA');
    expect(bench.controller.snapshot.requests).to.have.length(1);
    expect(asked.filter((type) => type === 'answer')).to.have.length(2);
  });

  it('survives a page that refuses the command', async () => {
    bench.controller.intercept(() => false);
    await receive(bench);
    expect(press('KeyA')).to.equal(true);
    await turns();
    expect(call()?.phase).to.equal('offered');
    expect(failures.map((thrown) => toCtiError(thrown).reason)).to.deep.equal(['refused']);
  });

  it('reads shortcuts as people write them, and no nonsense', () => {
    const none = { alt: false, ctrl: false, meta: false, shift: false };
    expect(parseShortcut('Meta+KeyK')).to.deep.equal({ ...none, code: 'KeyK', meta: true });
    expect(parseShortcut('control + Shift + Digit1')).to.deep.equal({
      ...none,
      code: 'Digit1',
      ctrl: true,
      shift: true,
    });
    for (const nonsense of ['', 'Alt+', 'Hyper+KeyA', '+', 'Alt+<b>', 'Alt+a']) {
      expect(parseShortcut(nonsense), nonsense).to.equal(undefined);
    }
  });
});
