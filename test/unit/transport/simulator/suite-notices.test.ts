import { expect } from '@open-wc/testing';
import { CtiError } from '../../../../src/base/error.js';
import type { TransportEvent, TransportHost } from '../../../../src/transport/call-transport.js';
import { SimulatorTransport } from '../../../../src/transport/simulator/simulator-transport.js';
import { callTransportChecks, runCheck } from '../../../contract/call-transport.contract.js';
import { referChecks } from '../../../contract/checks/transfers.js';
import { watchdogChecks } from '../../../contract/checks/watchdogs.js';
import { simulatorBench } from './bench.js';

type EventType = TransportEvent['type'];
type Deliver = (event: TransportEvent, host: TransportHost) => void;

/** A simulator whose reports go through somebody unreliable. */
class Tampered extends SimulatorTransport {
  constructor(readonly deliver: Deliver) {
    super();
  }

  override attach(host: TransportHost): () => void {
    return super.attach({
      clock: host.clock,
      logger: host.logger,
      newCallId: () => host.newCallId(),
      emit: (event) => this.deliver(event, host),
    });
  }
}

/** Leaves the microphone open for as long as an operator needs to say something else. */
class LateSilence extends SimulatorTransport {
  #late = false;

  override get microphoneInUse(): boolean {
    return this.#late || super.microphoneInUse;
  }

  override end(callId: string): void {
    this.#late = super.microphoneInUse;
    super.end(callId);
    setTimeout(() => (this.#late = false));
  }
}

function tampering(...[wanted, deliver]: [EventType, Deliver]): () => SimulatorTransport {
  return () =>
    new Tampered((event, host) =>
      event.type === wanted ? deliver(event, host) : host.emit(event),
    );
}

const twice = (type: EventType): (() => SimulatorTransport) =>
  tampering(type, (event, host) => {
    host.emit(event);
    host.emit(event);
  });

const never = (type: EventType): (() => SimulatorTransport) => tampering(type, () => undefined);

/** A simulator with methods of its own. */
function changed(
  change: (transport: SimulatorTransport) => Partial<SimulatorTransport>,
): () => SimulatorTransport {
  return () => {
    const transport = new SimulatorTransport();
    return Object.assign(transport, change(transport));
  };
}

/** Emits whatever a method did not wait for. */
function emitting(method: 'end' | 'dispose' | 'decline', event: TransportEvent) {
  return (): SimulatorTransport => {
    const transport = new SimulatorTransport();
    let host: TransportHost | undefined;
    const { attach } = transport;
    const original = transport[method].bind(transport) as (...given: unknown[]) => void;
    return Object.assign(transport, {
      attach: (given: TransportHost) => attach.call(transport, (host = given)),
      [method]: (callId: string, ...rest: unknown[]) => {
        original(callId, ...rest);
        queueMicrotask(() => host?.emit('callId' in event ? { ...event, callId } : event));
      },
    });
  };
}

const faults: readonly (readonly [string, () => SimulatorTransport])[] = [
  ...(
    [
      'line-opened',
      'line-failed',
      'line-closed',
      'call-offered',
      'call-dialed',
      'call-ringing',
      'call-connected',
      'call-answer-failed',
      'call-hold-changed',
      'call-hold-failed',
      'call-dtmf-sent',
      'call-dtmf-failed',
      'call-ended',
    ] as const
  ).flatMap((type) => [
    [`reports ${type} twice`, twice(type)] as const,
    [`never reports ${type}`, never(type)] as const,
  ]),
  [
    'opens another server than it was asked to',
    tampering('line-opened', (event, host) => {
      host.emit({ ...event, server: 'wss://elsewhere.example' } as TransportEvent);
    }),
  ],
  ['takes a living line for dead', changed((transport) => ({ probe: () => transport.dropLine() }))],
  ['closes the microphone a moment after end()', () => new LateSilence()],
  [
    'closes its line only after dispose()',
    changed((transport) => {
      const dispose = transport.dispose.bind(transport);
      const later = (rounds: number): void =>
        rounds > 0 ? queueMicrotask(() => later(rounds - 1)) : dispose();
      return { dispose: () => later(3) };
    }),
  ],
  [
    'reports the hold of a call that end() ended',
    emitting('end', { type: 'call-hold-changed', callId: '', held: true }),
  ],
  ['never reports call-remote-hold-changed', never('call-remote-hold-changed')],
  ['never says that sound flows', never('call-media-changed')],
  [
    'connects again by itself',
    tampering('line-failed', (event, host) => {
      host.emit(event);
      queueMicrotask(() => host.emit({ type: 'line-opened', server: '', capabilities: {} }));
    }),
  ],
  [
    'mints ids of its own',
    tampering('call-offered', (event, host) => {
      host.emit({ ...event, callId: 'own' } as TransportEvent);
    }),
  ],
  [
    'reports a lost line in silence',
    tampering('line-failed', (event, host) => {
      host.emit({ ...event, final: true } as TransportEvent);
    }),
  ],
  [
    'reports the end that end() asked for',
    emitting('end', { type: 'call-ended', callId: '', reason: 'hangup', by: 'local' }),
  ],
  [
    'reports the end that decline() asked for',
    emitting('decline', { type: 'call-ended', callId: '', reason: 'declined', by: 'local' }),
  ],
  ['emits after dispose()', emitting('dispose', { type: 'line-closed' })],
  [
    'throws about an unknown call',
    changed(() => ({
      refresh: () => {
        throw new CtiError('not-allowed');
      },
    })),
  ],
  ['parses anything', changed(() => ({ parseTarget: (number) => ({ number }) }))],
  ['does not mute', changed(() => ({ setMuted: () => undefined }))],
  ['does not decline', changed(() => ({ decline: () => undefined }))],
  ['does not hang up', changed(() => ({ end: () => undefined }))],
  ['does not end calls when the page goes away', changed(() => ({ abandon: () => undefined }))],
  ['does not dispose', changed(() => ({ dispose: () => undefined }))],
  [
    'closes, but does not dispose',
    changed((transport) => ({ dispose: () => transport.abandon() })),
  ],
  ['knows no dialog', changed(() => ({ dialog: () => undefined }))],
  ['does not probe', changed(() => ({ probe: () => undefined }))],
  [
    'resolves disconnect() too early',
    changed((transport) => {
      const disconnect = transport.disconnect.bind(transport);
      return {
        disconnect: async () => {
          void disconnect();
        },
      };
    }),
  ],
  [
    'declines with a code of its own',
    changed((transport) => {
      const decline = transport.decline.bind(transport);
      return { decline: (callId) => decline(callId, 486) };
    }),
  ],
  [
    'ends its calls when the line fails',
    changed((transport) => {
      const dropLine = transport.dropLine.bind(transport);
      return {
        dropLine: () => {
          for (const callId of transport.callIds) transport.remoteHangUp(callId);
          dropLine();
        },
      };
    }),
  ],
  [
    'never lends the host back',
    changed((transport) => {
      const attach = transport.attach.bind(transport);
      return {
        attach: (host) => {
          attach(host);
          return () => undefined;
        },
      };
    }),
  ],
  [
    'emits from inside dial()',
    () => {
      const transport = new SimulatorTransport();
      let host: TransportHost | undefined;
      const { attach } = transport;
      return Object.assign(transport, {
        attach: (given: TransportHost) => attach.call(transport, (host = given)),
        dial: (callId: string) => host?.emit({ type: 'call-dialed', callId, pbxId: 'at-once' }),
      });
    },
  ],
  ['says nothing of a transfer that failed', never('call-transfer-failed')],
  ['says nothing of calls that cannot be merged', never('calls-merge-failed')],
  [
    'leaves a timer behind',
    changed((transport) => {
      const attach = transport.attach.bind(transport);
      return {
        attach: (host) => {
          host.clock.schedule(60_000, () => undefined);
          return attach(host);
        },
      };
    }),
  ],
];

/** Names of the checks that a transport fails. */
async function failedChecks(make: () => SimulatorTransport): Promise<readonly string[]> {
  const all = [...callTransportChecks, ...watchdogChecks, ...referChecks];
  const results = await Promise.allSettled(
    all.map((check) => runCheck(check, () => simulatorBench(make(), 100))),
  );
  return all.filter((_, index) => results[index]?.status === 'rejected').map(({ name }) => name);
}

describe('The contract suite of CallTransport notices a transport that', () => {
  const narrow = 12;
  const failedEver = new Set<string>();

  for (const [name, make] of faults) {
    it(name, async () => {
      const failed = await failedChecks(make);
      // A fault that fails nearly everything proves little about each check.
      if (failed.length <= narrow) for (const check of failed) failedEver.add(check);
      expect(failed).to.not.be.empty;
    });
  }

  it('is as it should be: then no check fails', async () => {
    expect(await failedChecks(() => new SimulatorTransport())).to.deep.equal([]);
  });

  it('makes each check fail at least once', () => {
    const never = [...callTransportChecks, ...watchdogChecks, ...referChecks]
      .map(({ name }) => name)
      .filter((name) => !failedEver.has(name));
    expect(never).to.deep.equal([]);
  });
});
