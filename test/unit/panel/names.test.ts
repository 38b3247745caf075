import { expect } from '@open-wc/testing';
import '../../../src/define.js';
import type { CtiPanel } from '../../../src/panel/cti-panel.js';
import {
  benchIn,
  settle,
  stateNames,
  type ElementBench,
  type StateName,
} from '../elements/bench.js';

/** What each name of the contract is on; every other button must have another name. */
const owners = {
  en: {
    Call: 'cti-dial-field',
    Status: 'cti-status-menu',
    'Open CTI window': 'open-window',
    Answer: 'answer',
    Decline: 'decline',
    'End call': 'end',
    Hold: 'hold',
    Resume: 'hold',
    Mute: 'mute',
    Unmute: 'mute',
    Silence: 'silence',
    Keypad: 'keypad',
    Transfer: 'transfer',
    'Link number': 'none',
    'Only this call': 'none',
  },
  ru: {
    Позвонить: 'cti-dial-field',
    Состояние: 'cti-status-menu',
    'Открыть CTI-окно': 'open-window',
    Ответить: 'answer',
    Отклонить: 'decline',
    Завершить: 'end',
    Удержать: 'hold',
    'Снять с удержания': 'hold',
    'Выключить микрофон': 'mute',
    'Включить микрофон': 'mute',
    'Без звука': 'silence',
    Клавиатура: 'keypad',
    Перевести: 'transfer',
    'Привязать номер': 'none',
    'Только этот звонок': 'none',
  },
} as const;

const pressable = 'button, [role=button], [role^=menuitem], [role=tab], a[href]';

/** Name and owner of all that can be pressed, through shadow trees. */
function buttonsIn(root: ShadowRoot): (readonly [string, string])[] {
  const { host } = root;
  return [...root.querySelectorAll<HTMLElement>('*')].flatMap((element) => {
    if (element.shadowRoot) return buttonsIn(element.shadowRoot);
    if (!element.matches(pressable)) return [];
    const name = element.ariaLabel ?? element.textContent.replace(/\s+/g, ' ').trim();
    return [[name, host.getAttribute('action') ?? host.localName] as const];
  });
}

async function shown(panel: CtiPanel): Promise<void> {
  for (let turn = 0; turn < 4; turn += 1) {
    await settle();
    await new Promise((resolve) => requestAnimationFrame(resolve));
  }
  await panel.updateComplete;
}

describe('the names of the contract', () => {
  let bench: ElementBench;
  let panel: CtiPanel;

  async function show(state: StateName, lang: string): Promise<void> {
    bench = await benchIn(state, { capabilities: { blindTransfer: true } });
    panel = document.createElement('cti-panel');
    Object.assign(panel, { manual: true, lang, controller: bench.controller });
    document.body.append(panel);
    await shown(panel);
  }
  afterEach(() => {
    panel.remove();
    bench.controller.dispose();
  });

  for (const lang of ['en', 'ru'] as const) {
    const owner = new Map<string, string>(Object.entries(owners[lang]));
    for (const state of stateNames) {
      it(`are each on one button, and on no other: ${state} (${lang})`, async () => {
        await show(state, lang);
        for (const view of ['calls', 'settings', undefined] as const) {
          bench.controller.showKeypad(true);
          if (view) await bench.controller.send({ type: 'open-window', view }, { source: 'page' });
          else
            await bench.controller.send({ type: 'set-mute', muted: true }).catch(() => undefined);
          await shown(panel);
          const named = buttonsIn(panel.shadowRoot!).filter(([name]) => owner.has(name));
          const names = named.map(([name]) => name);
          expect(names).to.include([...owner.keys()][2], 'Open CTI window');
          expect(new Set(names).size, names.join()).to.equal(names.length);
          for (const [name, on] of named) expect(on, name).to.equal(owner.get(name));
        }
      });
    }
  }
});
