import type { CallSnapshot, CtiEventMap, CtiPanel, EndReason } from 'cti-panel';
import { SimulatorTransport } from 'cti-panel';
import 'cti-panel/define';
import 'cti-panel/define/cti-dial-field.js';
import type { CtiDialField } from 'cti-panel/elements/cti-dial-field.js';

// A tag leads to its class.
const panel: CtiPanel | null = document.querySelector('cti-panel');
const field: CtiDialField = document.createElement('cti-dial-field');
field.htmlFor = 'panel';

if (panel) {
  panel.transport = new SimulatorTransport();
  panel.features = { dial: 'internal', mute: false };
  panel.credentials = async ({ reason }) => ({ ha1: reason === 'first' ? '0' : '1' });
  const call: Promise<CallSnapshot> = panel.call('600', { data: { order: '7' } });
  void call.then(({ id }) => panel.hold(id));
  // @ts-expect-error there is no such layout
  panel.layout = 'wide';
  // @ts-expect-error `mode` is read-only
  panel.mode = 'idle';
}

// Events are typed wherever they are heard.
document.addEventListener('cti-call-ended', ({ detail }) => {
  const reason: EndReason = detail.reason;
  const talkedMs: number = detail.talkedMs;
  // @ts-expect-error not an end reason
  if (detail.reason === 'bored') return;
  field.title = `${reason} ${talkedMs}`;
});
panel?.addEventListener('cti-request', (event) => {
  if (event.detail.command.type === 'dial') event.respondWith(Promise.resolve({ refuse: 'No' }));
});
const heard = (event: CtiEventMap['cti-call-offered']): string => event.detail.call.number;
panel?.addEventListener('cti-call-offered', heard);
