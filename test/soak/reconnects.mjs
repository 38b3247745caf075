import { setTimeout as sleep } from 'node:timers/promises';
import { startDemo } from '../e2e/support.mjs';
import { atMost } from './check.mjs';
import { startLink } from './link.mjs';
import { SoakPage } from './soak-page.mjs';

/** The REGISTER budget (4.1 of the acceptance list): 10 in 60 s for each line. */
const budgetWindowMs = 60_000;
const budget = 10;
/** After the second problem in a minute the panel speaks of no more: a timer ends that. */
const warmUpCuts = 2;

/** Lines that are cut and come back, several in one tab: each may register ten times a minute (row 149). */
export async function soakReconnects({ panels, rounds, paceMs, heapMb }) {
  const demo = await startDemo();
  const registers = watchRegisters(demo.pbx.flows);
  const link = await startLink(demo.port);
  // Lit keeps the template of the problem below the badge, from the first line that is away for long.
  const soak = await SoakPage.open(demo, { sipPort: link.port, templateNodes: 10 });
  const cutOnce = async () => {
    await soak.page.evaluate(expectLoss);
    link.cut();
    await soak.page.evaluate(networkIsBack);
    await soak.allOnline();
  };
  try {
    await soak.addPanels(Array.from({ length: panels }, (_, index) => String(101 + index)));
    for (let turn = 0; turn < warmUpCuts; turn += 1) await cutOnce();
    const before = await soak.measure();
    for (let round = 0; round < rounds; round += 1) {
      await Promise.all([cutOnce(), sleep(paceMs)]);
    }
    const after = await soak.settled(before);
    return {
      name: 'reconnects',
      rows: '149',
      did: `${panels * rounds} reconnects of ${panels} lines`,
      figures: { before, after, busiestMinute: registers.busiest() },
      checks: [
        atMost('REGISTERs of one line in 60 s', registers.busiest(), budget),
        ...soak.growth(before, after, { heapMb }),
      ],
    };
  } finally {
    await soak.close();
    await link.close();
    await demo.close();
  }
}

/** In the page: `allLost` resolves when each panel has noticed that its line is gone. */
function expectLoss() {
  const lost = (panel) =>
    new Promise((resolve) =>
      panel.addEventListener('cti-connection-changed', resolve, { once: true }),
    );
  globalThis.allLost = Promise.all([...document.querySelectorAll('cti-panel')].map(lost));
}

/** In the page: what browsers tell then. Without it losses in a row would make the tries ever rarer. */
async function networkIsBack() {
  await globalThis.allLost;
  globalThis.dispatchEvent(new Event('online'));
}

/** Counts REGISTERs by line; the second one of an exchange, with credentials, is free. */
function watchRegisters(flows) {
  const times = new Map();
  flows.on('trace', (direction, message) => {
    if (direction !== 'in' || message.method !== 'REGISTER' || message.headers.authorization)
      return;
    const { uri } = message.headers.to;
    times.set(uri, [...(times.get(uri) ?? []), performance.now()]);
  });
  return { busiest: () => Math.max(...[...times.values()].map(busiestWindow)) };
}

function busiestWindow(times) {
  return Math.max(
    ...times.map(
      (from) => times.filter((time) => time >= from && time < from + budgetWindowMs).length,
    ),
  );
}
