import { expect } from '@open-wc/testing';
import { windowViews } from '../../../src/controller/snapshot.js';
import '../../../src/define.js';
import type { CtiPanel } from '../../../src/panel/cti-panel.js';
import { benchIn, settle, type ElementBench, type StateName } from '../elements/bench.js';
import { manifestOf, namesOf } from '../elements/manifest.js';

interface Shown {
  readonly element: Element;
  /** The element whose shadow tree it is in. */
  readonly owner: Element;
}

/** Everything in a shadow tree and in those inside it. */
function* deep(owner: Element): Generator<Shown> {
  for (const element of owner.shadowRoot?.querySelectorAll('*') ?? []) {
    yield { element, owner };
    yield* deep(element);
  }
}

function probe(part: string): string {
  return `--probe-${part}`;
}

/** A page's sheet that styles each part, so that it can be told which of them reach an element. */
function sheetFor(parts: readonly string[]): CSSStyleSheet {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(
    parts.map((part) => `cti-panel::part(${part}) { ${probe(part)}: styled }`).join('\n'),
  );
  return sheet;
}

/** The part's name in the tree of the element that has it. */
function leafOf(part: string, owner: Element): string {
  const prefix = `${owner.localName.replace(/^cti-/, '')}-`;
  return part.startsWith(prefix) ? part.slice(prefix.length) : part;
}

/** What the elements on the screen call their parts, as the panel passes them on. */
function partsIn(panel: CtiPanel): string[] {
  return [...deep(panel)].flatMap(({ element, owner }) => {
    const prefix = owner === panel ? '' : `${owner.localName.replace(/^cti-/, '')}-`;
    return [...element.part].map((part) => `${prefix}${part}`);
  });
}

function isStyled({ element, owner }: Shown, part: string): boolean {
  const own = element.part.contains(leafOf(part, owner));
  return own && getComputedStyle(element).getPropertyValue(probe(part)).trim() === 'styled';
}

const panels: CtiPanel[] = [];
const benches: ElementBench[] = [];

async function panelIn(state: StateName): Promise<CtiPanel> {
  const bench = await benchIn(state);
  benches.push(bench);
  const panel = document.createElement('cti-panel');
  panel.manual = true;
  panel.controller = bench.controller;
  panels.push(panel);
  document.body.append(panel);
  await rendered(panel);
  return panel;
}

async function rendered(panel: CtiPanel): Promise<void> {
  await settle();
  for (let turn = 0; turn < 3; turn += 1) {
    await new Promise((resolve) => requestAnimationFrame(resolve));
  }
  await panel.updateComplete;
}

/** Every element of the default composition, with a call waiting, the keypad and the window. */
async function fullPanel(): Promise<CtiPanel> {
  const panel = await panelIn('talking, a call waiting');
  panel.controller!.showKeypad(true);
  await panel.controller!.send({ type: 'open-window' });
  await rendered(panel);
  return panel;
}

/**
 * An element of the part may not be on the screen, or not yet exist (a reserved action): one is put where it would
 * be, in each tree that the part may come from.
 */
function isStyledWhenThere(panel: CtiPanel, part: string): boolean {
  return [...deep(panel)]
    .filter(({ element }) => element.localName.startsWith('cti-') && element.shadowRoot)
    .some(({ element: owner }) => {
      const leaf = leafOf(part, owner);
      if (leaf === part) return false;
      const element = document.createElement('i');
      element.setAttribute('part', leaf);
      owner.shadowRoot!.append(element);
      const styled = isStyled({ element, owner }, part);
      element.remove();
      return styled;
    });
}

describe('parts of the panel', () => {
  afterEach(() => {
    document.adoptedStyleSheets = [];
    panels.splice(0).forEach((panel) => panel.remove());
    benches.splice(0).forEach(({ controller }) => controller.dispose());
  });

  it('can be styled from the page, each that the manifest lists', async () => {
    const parts = namesOf((await manifestOf('cti-panel')).cssParts);
    expect(parts).to.include.members([
      'dial-field-input',
      'action-button-end',
      'window-close',
      'call-info-name',
    ]);
    document.adoptedStyleSheets = [sheetFor(parts)];
    const panel = await fullPanel();
    let missing = parts;
    for (const view of windowViews) {
      await panel.openWindow(view);
      await rendered(panel);
      expect(parts, view).to.include.members(partsIn(panel));
      const shown = [...deep(panel)];
      missing = missing.filter(
        (part) => !shown.some((each) => isStyled(each, part)) && !isStyledWhenThere(panel, part),
      );
    }
    // Shown only while the browser blocks the sound, or after a refusal; parts of the panel itself, which no child
    // passes on.
    expect(missing.sort()).to.deep.equal(['problem', 'sound-hint']);
  }).timeout(30_000);

  for (const state of ['idle', 'incoming', 'outgoing', 'talking', 'on hold'] as const) {
    it(`are all in the manifest: ${state}`, async () => {
      const parts = namesOf((await manifestOf('cti-panel')).cssParts);
      document.adoptedStyleSheets = [sheetFor(parts)];
      const panel = await panelIn(state);
      expect(parts).to.include.members(partsIn(panel));
    });
  }

  it('are real on the elements that operators press', async () => {
    const parts = ['action-button-end', 'action-button-button', 'dial-field-input'];
    document.adoptedStyleSheets = [sheetFor(parts)];
    const shown = [...deep(await panelIn('talking')), ...deep(await panelIn('idle'))];
    for (const part of parts) {
      const found = shown.filter((each) => isStyled(each, part));
      expect(
        found.map(({ element }) => element.localName),
        part,
      ).to.include.oneOf(['button', 'input']);
    }
  });
});
