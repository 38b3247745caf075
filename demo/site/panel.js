import { records } from './records.js';
import { minutes, spaced, text } from './texts.js';

const params = new URLSearchParams(location.search);

/** Operator 101 to 109, from `?agent=`. */
function chosenAgent() {
  const wanted = params.get('agent') ?? '';
  return /^10[1-9]$/.test(wanted) ? Number(wanted) : 101;
}

/** How the directory is doing, by `?directory=`: `usual`, or one of the bad days that the server can have. */
export function directoryState() {
  const wanted = params.get('directory') ?? '';
  return ['slow', 'down', 'signed-out'].includes(wanted) ? wanted : 'usual';
}

/**
 * Lines other than the PBX's, by `?profile=`. `no-answer` is a line that rings but cannot be answered from the screen,
 * like a desk phone; `basic` can neither hold nor mute; `full` is the panel without any PBX.
 */
const profiles = ['no-answer', 'basic', 'full'];

/** The PBX cannot ring a simulated line, so the line does it, once it is online. */
const ringAfterMs = 1_500;
const caller = { number: '+12025550101', displayName: 'Anna Schmidt' };

/**
 * Gives the panel a line without a network. Until its address is set the panel has nothing to connect to, so that no
 * line to the PBX is opened meanwhile. `panel.transport` is there for the console: `receiveCall()`, `liftHandset()`.
 */
async function simulateLine(panel, profile) {
  panel.removeAttribute('config-src');
  const { SimulatorTransport } = await import('/cti-panel/cdn/cti-panel.min.mjs');
  const simulator = new SimulatorTransport({ profile, latencyMs: 120 });
  simulator.script('*', { type: 'answers', afterMs: 2_000 });
  const ring = () => {
    if (panel.connection === 'online') simulator.receiveCall(caller);
  };
  panel.addEventListener('cti-connection-changed', ({ detail }) => {
    if (detail.connection === 'online') setTimeout(ring, ringAfterMs);
  });
  panel.transport = simulator;
  panel.setAttribute('display-name', `${chosenAgent()}`);
  panel.setAttribute('server', 'wss://simulator.invalid');
  panel.setAttribute('uri', `sip:${chosenAgent()}@simulator.invalid`);
}

/** Numbers of the page call by the panel; without one, the `tel:` links do what they always did. */
async function callByLinks(panel) {
  const { enableClickToCall } = await import('/cti-panel/cdn/cti-panel.min.mjs');
  enableClickToCall(document, { panel });
}

function entryOf({ call, talkedMs }, agent) {
  const number = spaced(call.number);
  const words =
    talkedMs > 0
      ? text('talked', { time: minutes(talkedMs), number })
      : text('notTalked', { number });
  return { kind: talkedMs > 0 ? 'talk' : 'missed', days: 0, by: agent, text: words };
}

/** The record a finished call belongs to: its customer, or the only one with its number. */
function recordOf(call) {
  const known = records.find((record) => record.id === call.customer?.id);
  const same = records.filter((record) =>
    record.numbers.some((entry) => entry.number === call.number),
  );
  return known ?? (same.length === 1 ? same[0] : undefined);
}

/**
 * Signs the panel in as the operator of `?agent=` and joins it to the page. It must run before the
 * library is loaded, so that the panel upgrades with its final attributes.
 */
export function connectPanel({ panel, bar, openRecord, logActivity }) {
  const agent = chosenAgent();
  if (agent !== 101) panel.setAttribute('config-src', `/config.json?agent=${agent}`);
  const state = directoryState();
  if (state !== 'usual') panel.setAttribute('directory-src', `/directory?state=${state}`);
  if (document.documentElement.dataset.layout === 'bar') {
    panel.setAttribute('layout', 'bar');
    bar.append(panel);
  }
  const profile = params.get('profile') ?? '';
  if (profiles.includes(profile)) simulateLine(panel, profile).catch(() => undefined);

  callByLinks(panel).catch(() => undefined);
  // This page has a router: it goes to its records by itself, where the panel would open a tab.
  panel.addEventListener('cti-request', (event) => {
    const { command } = event.detail;
    if (command.type !== 'open-customer') return;
    if (!records.some((record) => record.id === command.customer.id)) return;
    event.preventDefault();
    openRecord(command.customer.id);
  });
  panel.addEventListener('cti-call-ended', ({ detail }) => {
    const record = recordOf(detail.call);
    if (record) logActivity(record, entryOf(detail, agent));
  });
  return { agent };
}
