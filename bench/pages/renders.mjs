/** A panel in its default composition on the simulated line, whose elements count how often they render. */
const { bench, console, CtiPanel, customElements } = globalThis;

const renders = new Map();

/** Every element of ours inherits this from Lit; `performUpdate` is one render. */
function countRenders() {
  let base = customElements.get('cti-panel').prototype;
  while (!Object.hasOwn(base, 'performUpdate')) base = Object.getPrototypeOf(base);
  const { performUpdate } = base;
  base.performUpdate = function (...args) {
    if (this.isUpdatePending) renders.set(this.localName, (renders.get(this.localName) ?? 0) + 1);
    return performUpdate.apply(this, args);
  };
}

function elementsWithin(root) {
  const found = [...root.querySelectorAll('*')];
  return found
    .flatMap((element) => [
      element,
      ...(element.shadowRoot ? elementsWithin(element.shadowRoot) : []),
    ])
    .filter((element) => element.localName.startsWith('cti-'));
}

const simulator = new CtiPanel.SimulatorTransport({ latencyMs: 0 });
const panel = document.createElement('cti-panel');
countRenders();
panel.transport = simulator;
panel.setAttribute('server', 'wss://simulator.invalid');
panel.setAttribute('uri', 'sip:101@pbx.example');
document.body.append(panel);

/** What a call and a page do to the state, each of them one change at least. */
const changes = [
  (id) => panel.mute(id),
  (id, index) => panel.updateCall(id, { data: { step: `${index}` } }),
  (id) => panel.unmute(id),
  (id) => simulator.remoteHold(id, true),
  (id, index) => panel.updateCall(id, { note: `note ${index}` }),
  (id) => simulator.remoteHold(id, false),
];

/** So many changes of state in a second, for so long. */
async function change(perSecond, seconds) {
  await panel.ready;
  const offered = new Promise((resolve) =>
    panel.addEventListener('cti-call-offered', resolve, { once: true }),
  );
  const id = simulator.receiveCall({ number: '+12025550101', displayName: 'Anna Schmidt' });
  await offered;
  await panel.answer(id);
  await new Promise((resolve) => setTimeout(resolve, 500));
  renders.clear();
  let commits = 0;
  const undo = panel.activeController.subscribe(() => (commits += 1));
  console.timeStamp('changes begin');
  const start = performance.now();
  const total = perSecond * seconds;
  for (let index = 0; index < total; index += 1) {
    const due = start + (index * 1_000) / perSecond;
    await new Promise((resolve) => setTimeout(resolve, Math.max(0, due - performance.now())));
    await changes[index % changes.length](id, index);
  }
  const tookMs = performance.now() - start;
  console.timeStamp('changes end');
  await new Promise((resolve) => setTimeout(resolve, 100));
  undo();
  const elements = elementsWithin(document.body).length;
  await panel.end(id);
  return { commits, tookMs, elements, renders: Object.fromEntries(renders) };
}

Object.assign(bench, { change });
