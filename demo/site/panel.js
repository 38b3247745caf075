import { records } from './records.js';
import { minutes, spaced, text } from './texts.js';

const params = new URLSearchParams(location.search);

/** Operator 101 to 109, from `?agent=`. */
function chosenAgent() {
  const wanted = params.get('agent') ?? '';
  return /^10[1-9]$/.test(wanted) ? Number(wanted) : 101;
}

/**
 * Lines other than the PBX's, by `?profile=`: each gets the panel before it upgrades.
 * `no-answer` is a line that rings but cannot be answered from the screen, like a desk phone.
 */
const profiles = {
  'no-answer': async (panel) => {
    panel.removeAttribute('config-src');
    const library = await import('/cti-panel/cdn/cti-panel.min.mjs');
    if (library.SimulatorTransport) {
      panel.transport = new library.SimulatorTransport({ profile: 'no-answer' });
    }
  },
};

/** Sends clicks on numbers to the panel; without one, the `tel:` link does what it always did. */
function dialOnClick(panel) {
  document.addEventListener('click', (event) => {
    const link = event.target.closest?.('[data-dial]');
    if (!link || event.defaultPrevented || typeof panel.call !== 'function') return;
    event.preventDefault();
    // The panel itself tells the operator why a call could not be made.
    panel.call(link.dataset.dial).catch(() => undefined);
  });
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
  if (document.documentElement.dataset.layout === 'bar') {
    panel.setAttribute('layout', 'bar');
    bar.append(panel);
  }
  const profile = params.get('profile') ?? '';
  if (Object.hasOwn(profiles, profile)) profiles[profile](panel).catch(() => undefined);

  dialOnClick(panel);
  panel.addEventListener('cti-customer-opened', ({ detail }) => {
    if (records.some((record) => record.id === detail.customer.id)) openRecord(detail.customer.id);
  });
  panel.addEventListener('cti-call-ended', ({ detail }) => {
    const record = recordOf(detail.call);
    if (record) logActivity(record, entryOf(detail, agent));
  });
  return { agent };
}
