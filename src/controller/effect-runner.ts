import type { Clock, Undo } from '../base/clock.js';
import type { Logger } from '../base/logger.js';
import type { CallCentre } from '../call-centre/call-centre.js';
import type { CallTransport, LineSettings } from '../transport/call-transport.js';
import type { ControllerSettings } from './call-controller.js';
import type { Effect, ModelEvent, TimerName } from './events.js';

export interface EffectHost {
  readonly clock: Clock;
  readonly logger: Logger;
  newId(): string;
  dispatch(event: ModelEvent): void;
  maxCalls(): number;
  /** Is a connection still wanted, now that the old one is closed? */
  mayConnect(): boolean;
}

/** Carries out what the transition decided: the controller's hands on its ports and its clock. */
export class EffectRunner {
  readonly #host: EffectHost;
  readonly #timers = new Map<TimerName, Undo>();
  #line: LineSettings | undefined;
  /** The transport that carries calls, and the one that will from the next connection on. */
  #transport: CallTransport | undefined;
  #nextTransport: CallTransport | undefined;
  #detachTransport: Undo | undefined;
  #callCentre: CallCentre | undefined;
  #detachCallCentre: Undo | undefined;
  #closed: Promise<void> = Promise.resolve();

  constructor(host: EffectHost) {
    this.#host = host;
  }

  /** Resolves when the last `disconnect` is done. */
  get closed(): Promise<void> {
    return this.#closed;
  }

  use(settings: ControllerSettings): void {
    this.#line = settings.line;
    this.#nextTransport = settings.transport;
    if (!this.#transport) this.#adoptTransport();
    if (settings.callCentre !== this.#callCentre) this.#adoptCallCentre(settings.callCentre);
  }

  run(effect: Exclude<Effect, { readonly type: 'notify' }>): void {
    switch (effect.type) {
      case 'schedule':
        return this.#schedule(effect.name, effect.delayMs);
      case 'unschedule':
        return this.#unschedule(effect.name);
      case 'set-status':
        return this.#callCentre?.setStatus(effect.id, effect.reason);
      case 'connect':
        return this.#connect(effect.server);
      case 'disconnect':
        return this.#disconnect();
      default:
        if (this.#transport) runOnTransport(this.#transport, effect);
    }
  }

  dispose(): void {
    for (const undo of this.#timers.values()) undo();
    this.#timers.clear();
    this.#detachTransport?.();
    this.#transport?.dispose();
    if (this.#nextTransport !== this.#transport) this.#nextTransport?.dispose();
    this.#detachCallCentre?.();
    this.#callCentre?.dispose();
  }

  #connect(server: string): void {
    void this.#closed.then(() => {
      if (!this.#host.mayConnect()) return;
      this.#adoptTransport();
      if (this.#line) this.#transport?.connect({ settings: this.#line, server });
    });
  }

  #disconnect(): void {
    const { logger } = this.#host;
    const done = this.#transport?.disconnect() ?? Promise.resolve();
    this.#closed = done.catch((thrown: unknown) =>
      logger.log('warn', 'Disconnecting failed', thrown),
    );
  }

  #adoptTransport(): void {
    const next = this.#nextTransport;
    if (next === this.#transport) return;
    this.#detachTransport?.();
    this.#transport?.dispose();
    this.#transport = next;
    const { clock, logger } = this.#host;
    this.#detachTransport = next?.attach({
      clock,
      logger,
      newCallId: () => this.#host.newId(),
      emit: (event) =>
        this.#host.dispatch({ type: 'transport', event, maxCalls: this.#host.maxCalls() }),
    });
  }

  #adoptCallCentre(next: CallCentre | undefined): void {
    this.#detachCallCentre?.();
    this.#callCentre?.dispose();
    this.#callCentre = next;
    const { clock, logger } = this.#host;
    this.#detachCallCentre = next?.attach({
      clock,
      logger,
      emit: (event) => this.#host.dispatch({ type: 'call-centre', event }),
    });
  }

  #schedule(name: TimerName, delayMs: number): void {
    this.#unschedule(name);
    const undo = this.#host.clock.schedule(delayMs, () => {
      this.#timers.delete(name);
      this.#host.dispatch({ type: 'timer', name });
    });
    this.#timers.set(name, undo);
  }

  #unschedule(name: TimerName): void {
    this.#timers.get(name)?.();
    this.#timers.delete(name);
  }
}

type TransportEffect = Extract<
  Effect,
  {
    readonly type:
      | 'probe'
      | 'dial'
      | 'answer'
      | 'decline'
      | 'end'
      | 'set-hold'
      | 'set-muted'
      | 'send-dtmf'
      | 'refresh';
  }
>;

function runOnTransport(transport: CallTransport, effect: TransportEffect): void {
  switch (effect.type) {
    case 'probe':
      return transport.probe();
    case 'dial':
      return transport.dial(effect.callId, effect.options);
    case 'answer':
      return transport.answer(effect.callId);
    case 'decline':
      return transport.decline(effect.callId, effect.code);
    case 'end':
      return transport.end(effect.callId);
    case 'set-hold':
      return transport.setHold(effect.callId, effect.held);
    case 'set-muted':
      return transport.setMuted(effect.callId, effect.muted);
    case 'send-dtmf':
      return transport.sendDtmf(effect.callId, effect.tones);
    case 'refresh':
      return transport.refresh(effect.callId);
  }
}
