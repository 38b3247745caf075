import fc from 'fast-check';
import { CtiError } from '../../src/base/error.js';
import type { Command } from '../../src/controller/commands.js';
import type { Customer } from '../../src/directory/customer-directory.js';
import type { Capabilities, TransportEvent } from '../../src/transport/call-transport.js';

type Offered = Extract<TransportEvent, { readonly type: 'call-offered' }>;

const error = new CtiError('failed');
const capabilities: Capabilities = {
  ...{ answer: true, hold: true, mute: true, dtmf: true },
  ...{ blindTransfer: true, attendedTransfer: true, merge: true },
};

/** A call that comes in under this id. */
export function offered(callId: string, number = ''): Offered {
  return { type: 'call-offered', callId, pbxId: callId, remote: { number }, capabilities };
}

/** Everything that a transport may report of its line and of the calls `offer` and `id`, in any state. */
export function reports(id: string, offer: Offered): readonly TransportEvent[] {
  return [
    { type: 'line-opened', server: 'wss://a.example', capabilities },
    { type: 'line-failed', error, final: false },
    { type: 'line-failed', error, final: true },
    { type: 'line-closed' },
    offer,
    { type: 'call-dialed', callId: id, pbxId: id },
    { type: 'call-ringing', callId: id },
    { type: 'call-microphone-asked', callId: id, asking: true },
    { type: 'call-connected', callId: id, capabilities },
    { type: 'call-answer-failed', callId: id, error },
    { type: 'call-hold-changed', callId: id, held: true },
    { type: 'call-hold-changed', callId: id, held: false },
    { type: 'call-hold-failed', callId: id, error },
    { type: 'call-remote-hold-changed', callId: id, held: true },
    { type: 'call-media-changed', callId: id, media: 'flowing' },
    { type: 'call-dtmf-sent', callId: id },
    { type: 'call-dtmf-failed', callId: id, error },
    ...transferReports(id),
    { type: 'call-ended', callId: id, reason: 'hangup', by: 'remote' },
  ];
}

const lead: Customer = { id: '1', type: 'lead', name: 'X' };

/** Commands about the customer of the current call, of one of these, or of none. */
function customerCommands(callId: fc.Arbitrary<string>): fc.Arbitrary<Command> {
  return fc.oneof(
    fc
      .tuple(
        fc.constantFrom('set-customer', 'link-customer', 'open-customer'),
        fc.option(callId, { nil: undefined }),
      )
      .map(([type, id]) => {
        const about = { type, customer: lead };
        return id === undefined ? about : { ...about, callId: id };
      }),
    fc.constantFrom<Command>(
      { type: 'link-customer', customer: lead, number: '+49301234' },
      { type: 'dial', target: '+12025550102' },
      { type: 'dial', target: '+12025550103', customer: { ...lead, doNotCall: true } },
    ),
  );
}

function transferReports(callId: string): readonly TransportEvent[] {
  const remote = { number: '555' };
  const replaced = { type: 'call-replaced', callId, pbxId: 'new', remote, capabilities } as const;
  return [
    { type: 'call-transfer-progress', callId, progress: 'trying' },
    { type: 'call-transfer-progress', callId, progress: 'ringing' },
    { type: 'call-transfer-failed', callId, error },
    { ...replaced, held: true },
    { ...replaced, held: false },
    { type: 'call-transfer-asked', callId, target: remote },
    { type: 'call-transfer-lapsed', callId, error },
    { type: 'calls-merged', callIds: ['a', callId] },
    { type: 'calls-merged', callIds: [callId, 'b'] },
    { type: 'calls-merge-failed', callIds: ['a', callId], error },
    { type: 'calls-split', callIds: [callId, 'a'] },
    { type: 'line-capabilities-changed', capabilities: { ...capabilities, blindTransfer: false } },
    { type: 'call-ended', callId, reason: 'transferred', by: 'local' },
  ];
}

/** Commands of every kind, about the current call or one of these. */
export function commands(callId: fc.Arbitrary<string>): fc.Arbitrary<Command> {
  return fc.oneof(
    fc.constant<Command>({ type: 'dial', target: '600' }),
    fc
      .tuple(
        fc.constantFrom('answer', 'decline', 'end', 'silence'),
        fc.option(callId, { nil: undefined }),
      )
      .map(([type, id]) => (id === undefined ? { type } : { type, callId: id }) as Command),
    fc.tuple(fc.boolean(), fc.option(callId, { nil: undefined })).map<Command>(([held, id]) => ({
      ...{ type: 'set-hold', held },
      ...(id === undefined ? {} : { callId: id }),
    })),
    fc.boolean().map<Command>((attended) => ({ type: 'transfer', target: '600', attended })),
    fc.boolean().map<Command>((muted) => ({ type: 'set-mute', muted })),
    fc.constant<Command>({ type: 'send-dtmf', tones: '12#' }),
    fc.constantFrom<Command>(
      { type: 'open-window' },
      { type: 'close-window' },
      { type: 'open-window', view: 'transfer' },
      { type: 'complete-transfer' },
      { type: 'cancel-transfer' },
      { type: 'merge' },
      { type: 'merge', split: true },
      { type: 'swap' },
      { type: 'swap' },
    ),
    customerCommands(callId),
  );
}
