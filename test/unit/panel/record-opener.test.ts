import { expect } from '@open-wc/testing';
import type { Customer } from '../../../src/directory/customer-directory.js';
import { RecordOpener, recordUrl } from '../../../src/panel/record-opener.js';
import { anna } from '../../support/scripted-directory.js';
import { online, openTab, receive, type PartsBench, type Tab } from './parts-bench.js';

const { origin } = window;

describe('recordUrl', () => {
  const rows: readonly (readonly [string | undefined, string | undefined])[] = [
    [undefined, undefined],
    ['/records/1', `${origin}/records/1`],
    ['#/records/1', `${document.baseURI.split('#')[0]}#/records/1`],
    [`${origin}/records/1`, `${origin}/records/1`],
    ['https://crm.example/1', 'https://crm.example/1'],
    ['http://crm.example/1', undefined],
    ['https://elsewhere.example/1', undefined],
    ['https://crm.example.elsewhere.example/1', undefined],
    ['javascript:alert(1)', undefined],
    [' java\nscript:alert(1)', undefined],
    ['data:text/html,<script>alert(1)</script>', undefined],
    [`blob:${origin}/5b0d`, undefined],
    ['file:///etc/passwd', undefined],
    ['https://', undefined],
  ];
  for (const [url, expected] of rows) {
    it(`of ${JSON.stringify(url)} is ${expected ?? 'none'}`, () => {
      const customer = url === undefined ? {} : { url };
      expect(recordUrl(customer, document, ['https://crm.example'])).to.equal(expected);
    });
  }
});

describe('RecordOpener', () => {
  let tab: Tab;
  let bench: PartsBench;
  let opened: string[];
  let blocked: boolean;
  let recordTarget: string;
  let undo: () => void;
  beforeEach(async () => {
    [tab, bench] = [openTab(), await online()];
    [opened, blocked, recordTarget] = [[], false, 'cti-record'];
    const view = Object.assign(tab.view, {
      open: (...given: unknown[]) => {
        opened.push(given.join(' '));
        return blocked ? null : { focus: () => opened.push('focus') };
      },
    });
    const settings = (): { recordOrigins: string[]; recordTarget: string } => ({
      ...{ recordOrigins: ['https://crm.example'], recordTarget },
    });
    undo = new RecordOpener().attach(bench.controller, view, settings);
  });
  afterEach(() => {
    undo();
    bench.controller.dispose();
    tab.close();
  });

  const url = 'https://crm.example/1';
  function open(customer: Customer = { ...anna, url }): Promise<unknown> {
    return bench.controller.send({ type: 'open-customer', customer });
  }

  it('opens the record in one tab, within the call of the method', () => {
    void open();
    expect(opened).to.deep.equal([`${url} cti-record`, 'focus']);
  });

  it('opens nothing that the page has refused', async () => {
    const stop = bench.controller.intercept(() => false);
    await open().catch(() => undefined);
    expect(opened).to.deep.equal([]);
    stop();
  });

  it('opens what the page has put in its place', async () => {
    const customer = { ...anna, url: 'https://crm.example/2' };
    bench.controller.intercept(() => ({ type: 'open-customer', customer }));
    await open();
    expect(opened[0]).to.equal('https://crm.example/2 cti-record');
  });

  it('leaves what is no address of a record to the page', async () => {
    await open(anna);
    await open({ ...anna, url: 'javascript:alert(1)' });
    await open({ ...anna, url: 'https://elsewhere.example/' });
    expect(opened).to.deep.equal([]);
  });

  it('takes the place of the page only while there is no call', async () => {
    tab.view.name = 'crm';
    for (const here of ['_self', '_top', '_parent', 'crm']) {
      recordTarget = here;
      await open();
      expect(opened.splice(0)[0]).to.equal(`${url} ${here}`);
    }
    await receive(bench);
    for (const here of ['_self', '_top', '_parent', 'crm']) {
      recordTarget = here;
      await open();
      expect(opened.splice(0)[0]).to.equal(`${url} cti-record`);
    }
  });

  it('gives a tab of its own no way back', async () => {
    recordTarget = '_blank';
    blocked = true;
    await open();
    expect(opened).to.deep.equal([`${url} _blank noopener`]);
  });

  it('reports that the browser has blocked it', async () => {
    blocked = true;
    const told: string[] = [];
    bench.controller.observe(({ type }) => told.push(type));
    await open();
    expect(told).to.deep.equal(['customer-opened', 'error']);
  });
});
