import type { Clock, Undo } from '../base/clock.js';
import { CtiError, toCtiError } from '../base/error.js';
import type { Logger } from '../base/logger.js';
import type { DeviceChoice } from '../devices/device-choice.js';
import type { CallCentre, CallCentreEvent } from '../call-centre/call-centre.js';
import type { CallTransport, LineSettings, TransportEvent } from '../transport/call-transport.js';
import type { ControllerSettings } from './call-controller.js';
import { DirectoryRunner, isDirectoryEffect } from './directory-runner.js';
import type { Effect, ModelEvent, TimerName } from './events.js';
import { isCallCentreEvent } from './page-data.js';

/** A transport closes within 2 s by its contract; one that does not is waited for no longer than this. */
const closeMs = 5_000;

export interface EffectHost {
  readonly clock: Clock;
  readonly logger: Logger;
  newId(): string;
  dispatch(event: ModelEvent): void;
  maxCalls(): number;
}

/** Carries out what the transition decided: the controller's hands on its ports and its clock. */
export class EffectRunner {
  readonly #host: EffectHost;
  readonly #timers = new Map<TimerName, Undo>();
  /** Settings as configured; those in use follow with the next fresh connection. */
  #settings: ControllerSettings = {};
  #line: LineSettings | undefined;
  #transport: CallTransport | undefined;
  #detachTransport: Undo | undefined;
  #callCentre: CallCentre | undefined;
  #devices: DeviceChoice = {};
  #detachCallCentre: Undo | undefined;
  #closed: Promise<void> = Promise.resolve();
  readonly #closing = new Set<Undo>();
  /** Counts what was asked of the line, so that an attempt which had to wait can see that it is out of date. */
  #turn = 0;
  /** Ids of calls that have been: a port may repeat itself, a call is not born twice. */
  readonly #usedIds = new Set<string>();
  readonly #directory: DirectoryRunner;

  constructor(host: EffectHost) {
    this.#host = host;
    this.#directory = new DirectoryRunner((event) => host.dispatch(event));
  }

  /** Resolves when the last `disconnect` is done. */
  get closed(): Promise<void> {
    return this.#closed;
  }

  /** The transport in use, which carries the calls there are. */
  get transport(): CallTransport | undefined {
    return this.#transport;
  }

  use(settings: ControllerSettings): void {
    const superseded = this.#settings.transport;
    if (superseded !== this.#transport && superseded !== settings.transport) superseded?.dispose();
    this.#settings = settings;
    this.#directory.use(settings.directory);
    if (!this.#transport) this.#adoptSettings();
    if (settings.callCentre !== this.#callCentre) this.#adoptCallCentre(settings.callCentre);
  }

  /** @throws CtiError why a call in progress cannot use it */
  async setDevices(choice: DeviceChoice): Promise<void> {
    this.#devices = choice;
    await this.#transport?.setDevices?.(choice);
  }

  /** Throws what a port throws. */
  run(effect: Exclude<Effect, { readonly type: 'notify' }>): void {
    if (isDirectoryEffect(effect)) return this.#directory.run(effect);
    switch (effect.type) {
      case 'schedule':
        return this.#schedule(effect.name, effect.delayMs);
      case 'unschedule':
        return this.#unschedule(effect.name);
      case 'set-status':
        return this.#callCentre?.setStatus(effect.id, effect.reason);
      case 'connect':
        return this.#connect(effect.server, effect.fresh);
      case 'disconnect':
        return this.#disconnect();
      case 'dial':
        this.#usedIds.add(effect.callId);
        return this.#transport?.dial(effect.callId, effect.options);
      case 'decline':
        return this.#transport?.decline(
          effect.callId,
          effect.code ?? this.#settings.declineCode ?? 486,
        );
      default:
        if (this.#transport) runOnTransport(this.#transport, effect);
    }
  }

  dispose(): void {
    this.#turn += 1;
    for (const undo of [...this.#timers.values(), ...this.#closing]) undo();
    this.#timers.clear();
    this.#directory.dispose();
    this.#detachTransport?.();
    this.#transport?.dispose();
    if (this.#settings.transport !== this.#transport) this.#settings.transport?.dispose();
    this.#detachCallCentre?.();
    this.#callCentre?.dispose();
  }

  #connect(server: string, fresh: boolean): void {
    const turn = (this.#turn += 1);
    void this.#closed.then(() => {
      if (turn !== this.#turn) return;
      try {
        if (fresh) this.#adoptSettings();
        if (this.#line) this.#transport?.connect({ settings: this.#line, server });
      } catch (thrown) {
        // The attempt has to be answered, whoever fails.
        this.#receive({ type: 'line-failed', error: toCtiError(thrown), final: true });
      }
    });
  }

  #disconnect(): void {
    this.#turn += 1;
    const transport = this.#transport;
    if (!transport) return;
    const { clock, logger } = this.#host;
    this.#closed = new Promise((resolve) => {
      const stop = clock.schedule(closeMs, () => finish(new CtiError('timeout')));
      this.#closing.add(stop);
      const finish = (problem?: unknown): void => {
        stop();
        this.#closing.delete(stop);
        if (problem !== undefined) logger.log('warn', 'Disconnecting failed', problem);
        resolve();
      };
      new Promise<void>((done) => done(transport.disconnect())).then(() => finish(), finish);
    });
  }

  #adoptSettings(): void {
    const { line, transport: next } = this.#settings;
    this.#line = line;
    if (next === this.#transport) return;
    this.#detachTransport?.();
    this.#transport?.dispose();
    this.#transport = next;
    const { clock, logger } = this.#host;
    this.#detachTransport = next?.attach({
      clock,
      logger,
      newCallId: () => this.#host.newId(),
      emit: (event) => {
        if (this.#transport === next) this.#receive(event);
      },
    });
    // Nobody waits for it: there is no call yet.
    next?.setDevices?.(this.#devices).catch(() => undefined);
  }

  #receive(event: TransportEvent): void {
    // What a line that is being closed has still to say of its last attempt is no answer to the next one.
    const late = event.type === 'line-opened' || event.type === 'line-failed';
    if (late && this.#closing.size > 0) return;
    if (event.type === 'call-offered') {
      if (this.#usedIds.has(event.callId)) return;
      this.#usedIds.add(event.callId);
    }
    this.#host.dispatch({ type: 'transport', event, maxCalls: this.#host.maxCalls() });
  }

  #adoptCallCentre(next: CallCentre | undefined): void {
    this.#detachCallCentre?.();
    this.#callCentre?.dispose();
    this.#callCentre = next;
    const { clock, logger } = this.#host;
    this.#detachCallCentre = next?.attach({
      clock,
      logger,
      emit: (event) => this.#heard(event),
    });
  }

  #heard(event: CallCentreEvent): void {
    if (isCallCentreEvent(event)) return this.#host.dispatch({ type: 'call-centre', event });
    const message = 'The call centre reported what makes no sense';
    this.#host.dispatch({ type: 'reported', error: new CtiError('failed', { message }) });
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
      | 'answer'
      | 'end'
      | 'set-hold'
      | 'set-muted'
      | 'send-dtmf'
      | 'refresh'
      | 'transfer'
      | 'complete-transfer'
      | 'answer-transfer'
      | 'merge'
      | 'split';
  }
>;

function runOnTransport(transport: CallTransport, effect: TransportEffect): void {
  switch (effect.type) {
    case 'probe':
      return transport.probe();
    case 'answer':
      return transport.answer(effect.callId);
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
    case 'transfer':
      return transport.transfer(effect.callId, effect.target);
    case 'complete-transfer':
      return transport.completeTransfer(effect.callId, effect.consultationId);
    case 'answer-transfer':
      return transport.answerTransfer(effect.callId, effect.accepted);
    case 'merge':
      return transport.merge(effect.callIds);
    case 'split':
      return transport.split();
  }
}
