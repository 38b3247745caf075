import type { Undo } from '../base/clock.js';
import { systemClock, type Clock } from '../base/clock.js';
import { CtiError, toCtiError } from '../base/error.js';
import { Listeners } from '../base/listeners.js';
import { silentLogger, type Logger } from '../base/logger.js';
import type { LineSettings, Target } from '../transport/call-transport.js';
import type {
  CallController,
  ControllerSettings,
  CtiNotification,
  Interceptor,
  PageSignal,
  SendOptions,
} from './call-controller.js';
import type { Command, CommandType } from './commands.js';
import { EffectRunner } from './effect-runner.js';
import type { Effect, ModelEvent } from './events.js';
import { allFeatures } from './features.js';
import { Guard } from './guard.js';
import { asQuestion, findCall, objection } from './rules.js';
import type { CallSnapshot, CtiSnapshot } from './snapshot.js';
import { initialSnapshot, transition } from './transition.js';
import { Waiters } from './waiters.js';

/** What the controller needs of the world; every part has a default. */
export interface ControllerParts {
  readonly clock?: Clock;
  readonly logger?: Logger;
  /** A fresh UUID. */
  readonly newId?: () => string;
  /** 0 ≤ random < 1, as `Math.random()`. */
  readonly random?: () => number;
}

/** The controller of the tab that carries the calls: one queue, one transition, one snapshot. */
export class LocalCallController implements CallController {
  #snapshot: CtiSnapshot;
  #settings: ControllerSettings = {};
  #disposed = false;
  #draining = false;
  readonly #queue: ModelEvent[] = [];
  readonly #clock: Clock;
  readonly #logger: Logger;
  readonly #newId: () => string;
  readonly #random: () => number;
  readonly #subscribers: Listeners<CtiSnapshot>;
  readonly #observers: Listeners<CtiNotification>;
  readonly #waiters = new Waiters();
  readonly #guard: Guard;
  readonly #effects: EffectRunner;

  constructor(parts: ControllerParts = {}) {
    this.#clock = parts.clock ?? systemClock;
    this.#logger = parts.logger ?? silentLogger;
    this.#newId = parts.newId ?? (() => crypto.randomUUID());
    this.#random = parts.random ?? Math.random;
    this.#snapshot = initialSnapshot(this.#clock.now());
    const report = (thrown: unknown): void => this.#listenerFailed(thrown);
    this.#subscribers = new Listeners(report);
    this.#observers = new Listeners(report);
    this.#guard = new Guard({
      clock: this.#clock,
      added: (request) => this.#dispatch({ type: 'request-added', request }),
      removed: (id) => this.#dispatch({ type: 'request-removed', id }),
    });
    this.#effects = new EffectRunner({
      clock: this.#clock,
      logger: this.#logger,
      newId: this.#newId,
      dispatch: (event) => this.#dispatch(event),
      maxCalls: () => this.#settings.maxCalls ?? 4,
      mayConnect: () =>
        this.#snapshot.connection === 'connecting' || this.#snapshot.connection === 'reconnecting',
    });
  }

  get snapshot(): CtiSnapshot {
    return this.#snapshot;
  }

  subscribe(listener: (snapshot: CtiSnapshot) => void): Undo {
    return this.#subscribers.add(listener);
  }

  observe(listener: (notification: CtiNotification) => void): Undo {
    return this.#observers.add(listener);
  }

  intercept(interceptor: Interceptor): Undo {
    return this.#guard.intercept(interceptor);
  }

  can(command: Command | CommandType): boolean {
    return !this.#disposed && objection(this.#snapshot, asQuestion(command)) === undefined;
  }

  async send(command: Command, options: SendOptions = {}): Promise<CallSnapshot | undefined> {
    this.#assertAllowed(command);
    const { source = 'page', element } = options;
    const checked = this.#guard.check(this.#newId(), { command, source, element });
    const decided = checked instanceof Promise ? await checked : checked;
    this.#assertAllowed(decided);
    return this.#carryOut(decided);
  }

  abort(requestId: string): void {
    this.#guard.abort(requestId);
  }

  configure(settings: ControllerSettings): void {
    const before = this.#settings;
    this.#settings = settings;
    this.#effects.use(settings);
    const { line } = settings;
    this.#dispatch({
      type: 'configured',
      servers: line?.servers ?? [],
      ...(line ? { uri: line.uri } : {}),
      features: Object.freeze({ ...allFeatures, ...settings.features }),
      lineChanged: before.transport !== settings.transport || !sameLine(before.line, line),
    });
  }

  async connect(): Promise<void> {
    this.#assertAlive();
    if (!this.#settings.transport)
      throw new CtiError('invalid-configuration', { message: 'No transport' });
    this.#dispatch({ type: 'line-wanted', wanted: true, endCalls: false });
    await this.#waiters.wait(({ connection, connectionProblem }) => {
      if (connection === 'online') return 'done';
      if (connection === 'failed') return connectionProblem ?? 'failed';
      return connection === 'offline' ? 'aborted' : 'pending';
    }, this.#snapshot);
  }

  async disconnect({
    calls = 'refuse',
  }: { readonly calls?: 'refuse' | 'end' } = {}): Promise<void> {
    if (calls === 'refuse' && this.#snapshot.calls.length > 0) throw new CtiError('call-live');
    this.#dispatch({ type: 'line-wanted', wanted: false, endCalls: true });
    await this.#effects.closed;
  }

  updateCall(callId: string, change: Parameters<CallController['updateCall']>[1]): CallSnapshot {
    if (!findCall(this.#snapshot, callId))
      throw new CtiError('not-allowed', { message: 'No such call' });
    this.#dispatch({ type: 'call-changed', callId, change });
    const call = findCall(this.#snapshot, callId);
    if (!call) throw new CtiError('not-allowed', { message: 'No such call' });
    return call;
  }

  showKeypad(shown: boolean): void {
    this.#dispatch({ type: 'keypad', shown });
  }

  setElsewhere(elsewhere: boolean): void {
    this.#dispatch({ type: 'elsewhere', elsewhere });
  }

  signal(signal: PageSignal): void {
    this.#dispatch({ type: 'page', signal });
  }

  unblockSound(): void {
    this.#settings.transport?.unblockSound();
  }

  report(error: CtiError): void {
    if (!this.#disposed) this.#observers.emit({ type: 'error', detail: { error } });
  }

  abandon(): void {
    this.#settings.transport?.abandon();
  }

  dispose(): void {
    if (this.#disposed) return;
    this.#disposed = true;
    this.#queue.length = 0;
    const error = new CtiError('disposed');
    this.#guard.abortAll(error);
    this.#waiters.rejectAll(error);
    this.#subscribers.clear();
    this.#observers.clear();
    this.#effects.dispose();
  }

  #assertAlive(): void {
    if (this.#disposed) throw new CtiError('disposed');
  }

  #assertAllowed(command: Command): void {
    this.#assertAlive();
    const reason = objection(this.#snapshot, asQuestion(command));
    if (reason) throw new CtiError(reason, { message: `${command.type}: ${reason}` });
  }

  async #carryOut(command: Command): Promise<CallSnapshot | undefined> {
    const declineCode = this.#settings.declineCode ?? 486;
    let callId = findCall(this.#snapshot, 'callId' in command ? command.callId : undefined)?.id;
    if (command.type === 'dial') {
      const target = this.#parse(command.target);
      callId = this.#newId();
      this.#dispatch({ type: 'command', command, newCallId: callId, target, declineCode });
    } else {
      this.#dispatch({ type: 'command', command, declineCode });
    }
    await this.#waiters.forCommand(command, callId, this.#snapshot);
    return this.#snapshot.calls.find((call) => call.id === callId);
  }

  #parse(target: string): Target {
    if (!this.#settings.transport) throw new CtiError('not-supported');
    return this.#settings.transport.parseTarget(target);
  }

  #dispatch(event: ModelEvent): void {
    if (this.#disposed) return;
    this.#queue.push(event);
    if (this.#draining) return;
    this.#draining = true;
    try {
      for (let next = this.#queue.shift(); next; next = this.#queue.shift()) this.#commit(next);
    } finally {
      this.#draining = false;
    }
  }

  #commit(event: ModelEvent): void {
    const stamp = { now: this.#clock.now(), random: this.#random() };
    const [snapshot, effects] = transition(this.#snapshot, event, stamp);
    const changed = snapshot !== this.#snapshot;
    this.#snapshot = snapshot;
    if (changed) this.#subscribers.emit(snapshot);
    for (const effect of effects) this.#perform(effect);
    this.#waiters.committed(snapshot);
  }

  #perform(effect: Effect): void {
    if (effect.type !== 'notify') return this.#effects.run(effect);
    const { notification } = effect;
    if (notification.type === 'call-ended') this.#waiters.callEnded(notification.detail.call);
    this.#observers.emit(notification);
  }

  #listenerFailed(thrown: unknown): void {
    const error = toCtiError(thrown);
    this.#logger.log('error', 'A listener threw', error);
  }
}

function sameLine(a: LineSettings | undefined, b: LineSettings | undefined): boolean {
  if (!a || !b) return a === b;
  return (
    a.uri === b.uri &&
    a.displayName === b.displayName &&
    a.credentials === b.credentials &&
    a.servers.length === b.servers.length &&
    a.servers.every((server, index) => server === b.servers[index])
  );
}
