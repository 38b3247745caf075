import { type Clock, outsideZones, type Undo } from '../../../base/clock.js';
import type { IceServer } from '../../call-transport.js';
import { stunProbeEveryMs, stunProbeTimeoutMs } from '../constants.js';

/** Whether a STUN server answers. */
export type StunProbe = (url: string, clock: Clock) => Promise<boolean>;

function urlsOf({ urls }: IceServer): readonly string[] {
  return typeof urls === 'string' ? [urls] : urls;
}

function isStun(url: string): boolean {
  return /^stuns?:/i.test(url);
}

/**
 * Gathers candidates with this server alone. A reflexive candidate is an answer; so is an early end of gathering
 * without an error, since a reflexive address equal to our own is not told. A silent server keeps gathering for
 * many seconds.
 */
export function probeStun(url: string, clock: Clock): Promise<boolean> {
  return new Promise((resolve) => {
    let failed = false;
    let connection: RTCPeerConnection;
    try {
      connection = outsideZones(() => new RTCPeerConnection({ iceServers: [{ urls: url }] }));
    } catch {
      // Not a URL that this browser takes: it would refuse the call's connection too.
      return resolve(false);
    }
    const finish = (answered: boolean): void => {
      stopTimer();
      connection.onicecandidate = connection.onicecandidateerror = null;
      connection.onicegatheringstatechange = null;
      connection.close();
      resolve(answered);
    };
    const stopTimer = clock.schedule(stunProbeTimeoutMs, () => finish(false));
    connection.onicecandidate = ({ candidate }) => {
      if (candidate?.type === 'srflx') finish(true);
    };
    connection.onicecandidateerror = () => {
      failed = true;
    };
    connection.onicegatheringstatechange = () => {
      if (connection.iceGatheringState === 'complete') finish(!failed);
    };
    connection.createDataChannel('');
    connection.setLocalDescription().catch(() => finish(false));
  });
}

/**
 * Which STUN servers answer: tried out when the line opens and every 5 minutes. A silent one would hold every call's
 * gathering up to its cap, so it is left out until it answers again. TURN servers are left as they are.
 */
export class StunWatch {
  readonly #clock: Clock;
  readonly #probe: StunProbe;
  #silent: ReadonlySet<string> = new Set();
  #round = 0;
  #stopTimer: Undo | undefined;

  constructor(clock: Clock, probe: StunProbe = probeStun) {
    this.#clock = clock;
    this.#probe = probe;
  }

  /** Begins to try out the servers that `source` names each time. */
  start(source: () => Promise<readonly IceServer[]>): void {
    this.stop();
    void this.#try(source, this.#round);
  }

  stop(): void {
    this.#round += 1;
    this.#stopTimer?.();
    this.#stopTimer = undefined;
  }

  /** The servers without those that were silent when last tried out. */
  usable(servers: readonly IceServer[]): readonly IceServer[] {
    return servers
      .map((server) => ({
        ...server,
        urls: urlsOf(server).filter((url) => !this.#silent.has(url)),
      }))
      .filter(({ urls }) => urls.length > 0);
  }

  async #try(source: () => Promise<readonly IceServer[]>, round: number): Promise<void> {
    const servers = await source().catch(() => []);
    const urls = [...new Set(servers.flatMap(urlsOf).filter(isStun))];
    const answers = await Promise.all(
      round === this.#round ? urls.map((url) => this.#probe(url, this.#clock)) : [],
    );
    if (round !== this.#round) return;
    this.#silent = new Set(urls.filter((_, index) => !answers[index]));
    // A function may name servers later on that it does not name now.
    this.#stopTimer = this.#clock.schedule(
      stunProbeEveryMs,
      () => void this.#try(source, this.#round),
    );
  }
}
