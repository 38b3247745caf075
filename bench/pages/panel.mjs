/** The panel as a page has it from the script tag, in its default composition; the script itself is loaded before. */
const { server, uri, username, password, iceServers } = JSON.parse(
  new URLSearchParams(location.search).get('settings') ?? '{}',
);
const { bench, customElements } = globalThis;
const panel = document.createElement('cti-panel');
panel.config = { server: [server], uri, credentials: { username, password }, iceServers };

/** The shadow roots of the default composition, two deep. */
const within = (tag) => panel.shadowRoot?.querySelector(tag)?.shadowRoot;
const dialField = () => within('cti-dial-field');

/** The operator's button of an action, wherever the composition has it. */
function actionButton(action) {
  const roots = [panel.shadowRoot, within('cti-call-actions')];
  const owner = roots
    .flatMap((root) => [...(root?.querySelectorAll(`cti-action-button[action="${action}"]`) ?? [])])
    .find((element) => element.checkVisibility());
  return owner?.shadowRoot.querySelector('button');
}

const actions = { answer: 'answer', hold: 'hold', resume: 'hold', end: 'end' };
const hold = () => panel.currentCall?.hold ?? 'none';

Object.assign(bench, {
  panel,
  button(name) {
    if (name === 'call') return dialField()?.querySelector('button[part~="call"]') ?? undefined;
    if (name === 'hold' && hold() !== 'none') return undefined;
    if (name === 'resume' && hold() !== 'held') return undefined;
    return actionButton(actions[name]);
  },
  field: () => dialField()?.querySelector('input'),
  state() {
    if (panel.connection !== 'online') return 'offline';
    return hold() === 'held' ? 'held' : panel.mode;
  },
  dial: (number) => panel.call(number),
  hangUp: () => panel.end(),
});
panel.addEventListener('cti-call-offered', () => bench.mark('told'));
panel.addEventListener('cti-connection-changed', ({ detail }) => {
  if (detail.connection === 'online') bench.mark('online');
});
document.body.append(panel);

/** A number can be typed. */
customElements.whenDefined('cti-panel').then(function look() {
  const field = bench.field();
  if (field?.checkVisibility() && !field.disabled) bench.mark('interactive');
  else requestAnimationFrame(look);
});
