import { expect } from '@open-wc/testing';
import { UserAgent } from 'sip.js';

/**
 * What holds after every test (SIP.md 4.3): watches the page's connections, microphones, errors and sip.js's own
 * collections, from `watch()` to `check()`.
 */
export class Invariants {
  readonly #connections: RTCPeerConnection[] = [];
  readonly #tracks: MediaStreamTrack[] = [];
  readonly #agents = new Set<UserAgent>();
  readonly #errors: string[] = [];
  readonly #undo: (() => void)[] = [];

  watch(): void {
    this.#watchConnections();
    this.#watchMicrophone();
    this.#watchAgents();
    const onError = (event: ErrorEvent): void => void this.#errors.push(event.message);
    const onRejection = (event: PromiseRejectionEvent): void =>
      void this.#errors.push(`unhandled: ${String(event.reason)}`);
    addEventListener('error', onError);
    addEventListener('unhandledrejection', onRejection);
    this.#undo.push(() => {
      removeEventListener('error', onError);
      removeEventListener('unhandledrejection', onRejection);
    });
  }

  get openConnections(): number {
    return this.#connections.filter(({ signalingState }) => signalingState !== 'closed').length;
  }

  get liveTracks(): number {
    return this.#tracks.filter(({ readyState }) => readyState === 'live').length;
  }

  get sessions(): number {
    return this.#sum((agent) => Object.keys(agent._sessions).length);
  }

  get dialogs(): number {
    return this.#sum((agent) => agent.userAgentCore.dialogs.size);
  }

  /** INVITE transactions of ours that sip.js still keeps. */
  get clients(): number {
    return this.#sum((agent) => agent.userAgentCore.userAgentClients.size);
  }

  /** I1, I7, I8 for the number of live calls given, and I5. */
  expect(liveCalls: number, connectionsOfTheTest = 0): void {
    expect(this.liveTracks, 'I1: live microphone tracks').to.be.at.most(liveCalls);
    expect(this.openConnections, 'I7: open connections').to.equal(liveCalls + connectionsOfTheTest);
    expect(this.sessions, 'I8: sessions of sip.js').to.equal(liveCalls);
    expect(this.#errors, 'I5: uncaught errors').to.deep.equal([]);
  }

  stop(): void {
    for (const undo of this.#undo.splice(0)) undo();
  }

  #sum(count: (agent: UserAgent) => number): number {
    return [...this.#agents].reduce((sum, agent) => sum + count(agent), 0);
  }

  #watchConnections(): void {
    const connections = this.#connections;
    const Genuine = globalThis.RTCPeerConnection;
    globalThis.RTCPeerConnection = class extends Genuine {
      constructor(configuration?: RTCConfiguration) {
        super(configuration);
        connections.push(this);
      }
    };
    this.#undo.push(() => (globalThis.RTCPeerConnection = Genuine));
  }

  #watchMicrophone(): void {
    const tracks = this.#tracks;
    const { mediaDevices } = navigator;
    const before = Object.getOwnPropertyDescriptor(mediaDevices, 'getUserMedia');
    const genuine = mediaDevices.getUserMedia.bind(mediaDevices);
    mediaDevices.getUserMedia = async (constraints) => {
      const stream = await genuine(constraints);
      tracks.push(...stream.getTracks());
      return stream;
    };
    this.#undo.push(() => {
      if (before) Object.defineProperty(mediaDevices, 'getUserMedia', before);
      else Reflect.deleteProperty(mediaDevices, 'getUserMedia');
    });
  }

  #watchAgents(): void {
    const agents = this.#agents;
    const genuine = Object.getOwnPropertyDescriptor(UserAgent.prototype, 'start');
    if (!genuine) throw new Error('UserAgent.start() is gone.');
    UserAgent.prototype.start = function (this: UserAgent): Promise<void> {
      agents.add(this);
      return (genuine.value as () => Promise<void>).call(this);
    };
    this.#undo.push(() => Object.defineProperty(UserAgent.prototype, 'start', genuine));
  }
}
