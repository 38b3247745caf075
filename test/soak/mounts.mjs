import { startDemo } from '../e2e/support.mjs';
import { atMost } from './check.mjs';
import { SoakPage } from './soak-page.mjs';

const agents = Array.from({ length: 9 }, (_, index) => String(101 + index));

/**
 * Panels that come and go (row 149): each is put into the page, goes online and is removed. Within a round the lines
 * live on and are adopted, as in a page whose framework re-creates elements; after it they are given up.
 */
export async function soakMounts({ rounds, perRound, heapMb }) {
  const demo = await startDemo();
  const soak = await SoakPage.open(demo);
  try {
    const { timers, sockets } = await soak.open();
    await soak.page.evaluate(mountPanels, { count: agents.length, agents });
    const before = await soak.settled({ timers, sockets });
    let failures = 0;
    for (let round = 0; round < rounds; round += 1) {
      failures += await soak.page.evaluate(mountPanels, { count: perRound, agents });
      await soak.settled(before);
    }
    const after = await soak.settled(before);
    const left = agents.flatMap((agent) => demo.pbx.registrar.bindings(agent));
    return {
      name: 'mounts',
      rows: '149',
      did: `${rounds * perRound} mounts`,
      figures: { before, after },
      checks: [
        atMost('mounts that did not come online', failures, 0),
        atMost('bindings left at the registrar', left.length, 0),
        ...soak.growth(before, after, { heapMb }),
      ],
    };
  } finally {
    await soak.close();
    await demo.close();
  }
}

/** In the page. Returns how many have not come online. */
async function mountPanels({ count, agents: names }) {
  let failures = 0;
  for (let index = 0; index < count; index += 1) {
    const panel = globalThis.addPanel(names[index % names.length]);
    try {
      await panel.ready;
      if (panel.connection !== 'online') failures += 1;
    } catch {
      failures += 1;
    }
    panel.remove();
  }
  return failures;
}
