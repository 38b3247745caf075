import type {
  CallTransport,
  TransportEvent,
  TransportHost,
} from '../../../../../src/transport/call-transport.js';
import { type Clock, systemClock } from '../../../../../src/base/clock.js';
import { SipTransport } from '../../../../../src/transport/sip/sip-transport.js';
import type { FarView, TransportBench } from '../../../../contract/bench.js';
import type { ManualClock } from '../../../../support/manual-clock.js';
import { pretendMedia } from './fake-media.js';
import { PageProxy } from './page-proxy.js';
import { Phone } from './phone.js';
import { endPretending, pretendPermission } from './pretend.js';

const ours = '101';
const farEnd = '102';

/** Microphones handed out, apart for the two phones: the far one says beforehand that the next is for it. */
class Microphones {
  denied = false;
  farNext = 0;
  readonly #tracks: MediaStreamTrack[] = [];
  readonly #undo: () => void;

  constructor() {
    const { mediaDevices } = navigator;
    const genuine = mediaDevices.getUserMedia.bind(mediaDevices);
    pretendPermission('granted');
    mediaDevices.getUserMedia = async (constraints) => {
      const far = this.farNext > 0;
      if (far) this.farNext -= 1;
      else if (this.denied) throw new DOMException('no', 'NotAllowedError');
      const stream = await genuine(constraints);
      if (!far) this.#tracks.push(...stream.getTracks());
      return stream;
    };
    this.#undo = () => Reflect.deleteProperty(mediaDevices, 'getUserMedia');
  }

  get inUse(): boolean {
    return this.#tracks.some(({ readyState }) => readyState === 'live');
  }

  setDenied(denied: boolean): void {
    this.denied = denied;
    pretendPermission(denied ? 'denied' : 'granted');
  }

  stop(): void {
    this.#undo();
    endPretending();
  }
}

/** Connections made in the page, with which of them are the far end's. */
class Connections {
  readonly #made: RTCPeerConnection[] = [];
  readonly #genuine = globalThis.RTCPeerConnection;

  constructor() {
    const made = this.#made;
    globalThis.RTCPeerConnection = class extends globalThis.RTCPeerConnection {
      constructor(configuration?: RTCConfiguration) {
        super(configuration);
        made.push(this);
      }
    };
  }

  /** Energy of what those hear whose descriptions are not among `oursUfrags`. */
  async farEnergy(oursUfrags: ReadonlySet<string>): Promise<number> {
    let energy = 0;
    for (const connection of this.#made) {
      const ufrag = /^a=ice-ufrag:(\S+)/m.exec(connection.localDescription?.sdp ?? '')?.[1];
      if (ufrag === undefined || oursUfrags.has(ufrag)) continue;
      for (const report of (await connection.getStats()).values()) {
        const { type, totalAudioEnergy = 0 } = report as {
          type: string;
          totalAudioEnergy?: number;
        };
        if (type === 'inbound-rtp') energy += totalAudioEnergy;
      }
    }
    return energy;
  }

  stop(): void {
    globalThis.RTCPeerConnection = this.#genuine;
  }
}

interface FarCall {
  readonly farId: string;
  state: FarView['state'];
  held: boolean;
  status?: number;
}

/** A phone at the far end, and its calls by Call-ID. */
class FarPhones {
  readonly #clock: Clock;
  readonly calls = new Map<string, FarCall>();
  readonly #phones = new Map<string, Phone>();
  readonly #owners = new Map<string, Phone>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  async online(number: string): Promise<Phone> {
    const known = this.#phones.get(number);
    if (known) return known;
    const phone = new Phone({
      clock: this.#clock,
      settings: { uri: `sip:${number}@pbx.example`, instanceId: crypto.randomUUID() },
    });
    this.#phones.set(number, phone);
    const { said } = phone;
    said.push = (...events: TransportEvent[]): number => {
      for (const event of events) this.#note(phone, event);
      return Array.prototype.push.apply(said, events);
    };
    return phone.online();
  }

  transportOf(pbxId: string): { readonly transport: SipTransport; readonly farId: string } {
    const call = this.calls.get(pbxId);
    const phone = this.#owners.get(pbxId);
    if (!call || !phone) throw new Error('The far end knows no such call.');
    return { transport: phone.transport, farId: call.farId };
  }

  dispose(): void {
    for (const phone of this.#phones.values()) phone.transport.dispose();
  }

  #note(phone: Phone, event: TransportEvent): void {
    if (event.type === 'call-offered' || event.type === 'call-dialed') {
      this.calls.set(event.pbxId, { farId: event.callId, state: 'ringing', held: false });
      this.#owners.set(event.pbxId, phone);
      return;
    }
    if (!('callId' in event)) return;
    const call = [...this.calls].find(
      ([pbxId, { farId }]) => farId === event.callId && this.#owners.get(pbxId) === phone,
    )?.[1];
    if (!call) return;
    if (event.type === 'call-connected') call.state = 'connected';
    if (event.type === 'call-remote-hold-changed') call.held = event.held;
    if (event.type !== 'call-ended') return;
    call.state = 'ended';
    if (event.sip) call.status = event.sip.status;
  }
}

/** Tells the bench which call of ours is which at the far end. */
function noting(transport: SipTransport, pbxIds: Map<string, string>): CallTransport {
  const attach = transport.attach.bind(transport);
  transport.attach = (host: TransportHost) =>
    attach({
      clock: host.clock,
      logger: host.logger,
      newCallId: () => host.newCallId(),
      emit: (event) => {
        if (event.type === 'call-dialed' || event.type === 'call-offered')
          pbxIds.set(event.callId, event.pbxId);
        host.emit(event);
      },
    });
  return transport;
}

async function eventually<T>(
  ask: () => T | Promise<T>,
  enough: (answer: T) => boolean,
): Promise<T> {
  const end = performance.now() + 3_000;
  for (;;) {
    const answer = await ask();
    if (enough(answer)) return answer;
    if (performance.now() > end) throw new Error(`Never came: ${JSON.stringify(answer)}`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

/** A server that goes dumb, and time that passes at once. */
function watchdogsOf(
  proxy: PageProxy,
  clock: ManualClock,
): NonNullable<TransportBench['watchdogs']> {
  return {
    stall: async (stalled) => proxy.stall(ours, stalled),
    async passTime(ms) {
      for (let left = ms; left > 0; left -= 500) {
        await proxy.server.settle();
        clock.advance(Math.min(500, left));
      }
      await proxy.server.settle();
    },
  };
}

/** Two phones of ours, joined by a proxy in the page, with real sound between them, or none and a clock by hand. */
export async function twoPhones(manual?: ManualClock): Promise<TransportBench> {
  const endPretendingMedia = manual ? pretendMedia() : undefined;
  const clock = manual ?? systemClock;
  const proxy = new PageProxy();
  const connections = new Connections();
  const microphones = new Microphones();
  const far = new FarPhones(clock);
  const pbxIds = new Map<string, string>();
  proxy.install();
  await far.online(farEnd);
  const transport = noting(new SipTransport(), pbxIds);
  const pbxIdOf = (callId: string): string => pbxIds.get(callId) ?? '';

  function look(callId: string, muted: boolean): FarView {
    const pbxId = pbxIdOf(callId);
    const call = far.calls.get(pbxId);
    return {
      state: call?.state ?? 'none',
      tones: proxy.tones.get(pbxId) ?? '',
      muted,
      held: call?.held ?? false,
      ...(call?.status === undefined ? {} : { status: call.status }),
    };
  }

  /** Listens only when it matters what is heard: the fake microphone beeps once a second. */
  async function see(callId: string, enough: (view: FarView) => boolean): Promise<FarView> {
    const [silent, loud] = [look(callId, true), look(callId, false)];
    if (enough(silent) === enough(loud)) return loud;
    const ufrags = proxy.ufrags.get(ours) ?? new Set<string>();
    const before = await connections.farEnergy(ufrags);
    await new Promise((resolve) => setTimeout(resolve, 1_100));
    return look(callId, (await connections.farEnergy(ufrags)) - before < 1e-7);
  }

  const bench: TransportBench = {
    transport,
    clock,
    patienceMs: 7_500,
    settings: {
      servers: ['wss://pbx.example/sip'],
      uri: `sip:${ours}@pbx.example`,
      instanceId: crypto.randomUUID(),
    },
    server: 'wss://pbx.example/sip',
    farEnd,
    nobody: '699',
    async callIn(from) {
      const phone = await far.online(from);
      microphones.farNext += 1;
      phone.dial(ours);
    },
    async answer(callId) {
      await eventually(() => far.calls.has(pbxIdOf(callId)), Boolean);
      const { transport: theirs, farId } = far.transportOf(pbxIdOf(callId));
      microphones.farNext += 1;
      theirs.answer(farId);
    },
    async hangUp(callId) {
      const pbxId = pbxIdOf(callId);
      const { transport: theirs, farId } = far.transportOf(pbxId);
      const call = far.calls.get(pbxId);
      if (call) call.state = 'ended';
      theirs.end(farId);
    },
    async hold(callId, held) {
      const { transport: theirs, farId } = far.transportOf(pbxIdOf(callId));
      theirs.setHold(farId, held);
    },
    refuseHold: async (refused) => void (proxy.refuseReinvites = refused),
    async loseLine() {
      proxy.refusing = true;
      proxy.drop(ours);
    },
    restoreLine: async () => void (proxy.refusing = false),
    setMicrophone: async (outcome) => microphones.setDenied(outcome === 'denied'),
    microphoneInUse: () => microphones.inUse,
    see: (callId, enough) => eventually(() => see(callId, enough), enough),
    async settle() {
      await proxy.server.settle();
      await new Promise((resolve) => setTimeout(resolve, 250));
      await proxy.server.settle();
    },
    async dispose() {
      far.dispose();
      await proxy.server.settle();
      proxy.server.uninstall();
      microphones.stop();
      connections.stop();
      endPretendingMedia?.();
    },
  };
  return manual ? { ...bench, watchdogs: watchdogsOf(proxy, manual) } : bench;
}
