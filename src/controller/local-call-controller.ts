import { systemClock, type Clock, type Undo } from '../base/clock.js';
import { CtiError, toCtiError, type CtiErrorReason } from '../base/error.js';
import { immutable } from '../base/immutable.js';
import { Listeners } from '../base/listeners.js';
import { redacting, silentLogger, type Logger } from '../base/logger.js';
import { newId } from '../base/new-id.js';
import type { DeviceChoice } from '../devices/device-choice.js';
import type {
  CallController,
  ControllerSettings,
  CtiNotification,
  Interceptor,
  PageSignal,
  SendOptions,
} from './call-controller.js';
import { aim, type Aimed } from './aim.js';
import { pinned, type Command, type CommandType } from './commands.js';
import { readDialPlan } from './dial-plan.js';
import { EffectRunner } from './effect-runner.js';
import type { CommandEvent, Effect, Linking, ModelEvent } from './events.js';
import { allFeatures } from './features.js';
import { Guard, isThenable } from './guard.js';
import { assertPageData, wordsObjection } from './page-data.js';
import { asQuestion, findCall } from './rule.js';
import { objection } from './rules.js';
import { connectOutcome, subjectOf } from './outcome.js';
import { sameLine } from './same-line.js';
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
  /** Those that have thrown: reported once each. */
  readonly #faulty = new WeakSet();
  readonly #waiters = new Waiters();
  readonly #guard: Guard;
  readonly #effects: EffectRunner;

  constructor(parts: ControllerParts = {}) {
    this.#clock = parts.clock ?? systemClock;
    this.#logger = redacting(parts.logger ?? silentLogger);
    this.#newId = parts.newId ?? newId;
    this.#random = parts.random ?? Math.random;
    this.#snapshot = initialSnapshot(this.#clock.now());
    const report = (thrown: unknown, listener: object): void =>
      this.#listenerFailed(toCtiError(thrown), listener);
    this.#subscribers = new Listeners(report);
    this.#observers = new Listeners(report);
    this.#guard = new Guard({
      clock: this.#clock,
      added: (request) => this.#dispatch({ type: 'request-added', request }),
      removed: (id) => this.#dispatch({ type: 'request-removed', id }),
      failed: (error) => this.report(error),
    });
    this.#effects = new EffectRunner({
      clock: this.#clock,
      logger: this.#logger,
      newId: this.#newId,
      dispatch: (event) => this.#dispatch(event),
      maxCalls: () => this.#settings.maxCalls ?? 4,
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
    return !this.#disposed && this.#objection(command) === undefined;
  }

  async send(command: Command, options: SendOptions = {}): Promise<CallSnapshot | undefined> {
    const { currentCallId } = this.#snapshot;
    const asked = pinned(immutable(command), currentCallId);
    this.#assertAllowed(asked);
    const { source = 'page', element } = options;
    const checked = this.#guard.check(this.#newId(), { command: asked, source, element });
    const decided = isThenable(checked) ? await checked : checked;
    if (decided === asked) this.#assertAllowed(asked);
    // A command that the page put in the place of another is its word, and checked like one.
    const own = decided === asked ? asked : pinned(immutable(decided), currentCallId);
    this.#assertAllowed(own);
    return this.#carryOut(own);
  }

  abort(requestId: string): void {
    this.#guard.abort(requestId);
  }

  configure(settings: ControllerSettings): void {
    if (this.#disposed) return;
    const dialPlan = readDialPlan(settings.dialPlan);
    const before = this.#settings;
    this.#settings = settings;
    this.#effects.use(settings);
    const { line, transport } = settings;
    this.#dispatch({
      type: 'configured',
      line: immutable({
        servers: line?.servers ?? [],
        ready: line !== undefined && transport !== undefined,
        ...(line ? { uri: line.uri } : {}),
      }),
      features: Object.freeze({ ...allFeatures, ...settings.features }),
      dialPlan,
      lineChanged: before.transport !== transport || !sameLine(before.line, line),
      callCentreChanged: before.callCentre !== settings.callCentre,
      ...(before.directory === settings.directory
        ? {}
        : { directory: settings.directory !== undefined }),
    });
  }

  async connect(): Promise<void> {
    this.#assertAlive();
    const { line, transport } = this.#settings;
    if (!transport || !line) {
      const message = transport ? 'No line is configured' : 'No transport is configured';
      throw new CtiError('invalid-configuration', { message });
    }
    const event = { type: 'line-wanted', wanted: true, endCalls: false } as const;
    const settled = this.#waiters.wait(event, (snapshot) => connectOutcome(snapshot));
    this.#dispatch(event);
    await settled;
  }

  async disconnect({
    calls = 'refuse',
  }: { readonly calls?: 'refuse' | 'end' } = {}): Promise<void> {
    const assertIdle = (): void => {
      if (calls === 'refuse' && this.#snapshot.calls.length > 0) throw new CtiError('call-live');
    };
    assertIdle();
    this.#dispatch({ type: 'line-wanted', wanted: false, endCalls: calls === 'end' });
    // Called by a listener, it is carried out when the queue has come to it.
    await Promise.resolve();
    assertIdle();
    await this.#effects.closed;
  }

  updateCall(callId: string, change: Parameters<CallController['updateCall']>[1]): CallSnapshot {
    this.#assertAlive();
    assertPageData(change);
    this.#assertLive(callId);
    this.#dispatch({ type: 'call-changed', callId, change: immutable(change) });
    return this.#assertLive(callId);
  }

  identify(callId: string): void {
    this.#dispatch({ type: 'identify', callId });
  }

  async unlinkCustomer(link: Parameters<CallController['unlinkCustomer']>[0]): Promise<void> {
    this.#assertAllowed({ ...link, type: 'link-customer' });
    const linking: Linking = immutable({ ...link, id: this.#newId(), take: 'unlink' });
    const event = { type: 'unlink', link: linking } as const;
    const settled = this.#waiters.forLink(event, linking.id);
    this.#dispatch(event);
    await settled;
  }

  showKeypad(shown: boolean): void {
    this.#dispatch({ type: 'keypad', shown });
  }

  answerTransfer(callId: string, accepted: boolean): void {
    this.#dispatch({ type: 'transfer-answered', callId, accepted });
  }

  setElsewhere(elsewhere: boolean): void {
    this.#dispatch({ type: 'elsewhere', elsewhere });
  }

  signal(signal: PageSignal): void {
    this.#dispatch({ type: 'page', signal });
  }

  unblockSound(): void {
    this.#effects.transport?.unblockSound();
  }

  setDevices(choice: DeviceChoice): Promise<void> {
    return this.#effects.setDevices(choice);
  }

  report(error: CtiError, line?: 'reconnecting' | 'failed'): void {
    this.#dispatch({ type: 'reported', error, ...(line ? { line } : {}) });
  }

  abandon(): void {
    // First each call in its own way: the transport declines what is left with 486.
    this.#dispatch({ type: 'line-wanted', wanted: false, endCalls: true });
    this.#effects.transport?.abandon();
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
    const reason = this.#objection(command);
    if (reason) throw new CtiError(reason, { message: `${command.type}: ${reason}` });
    assertPageData(command);
  }

  #objection(command: Command | CommandType): CtiErrorReason | undefined {
    const unclear = typeof command === 'string' ? undefined : wordsObjection(command);
    return unclear ?? objection(this.#snapshot, asQuestion(command));
  }

  #assertLive(callId: string): CallSnapshot {
    const call = findCall(this.#snapshot, callId);
    if (!call) throw new CtiError('not-allowed', { message: 'No such call' });
    return call;
  }

  #carryOut(command: Command): Promise<CallSnapshot | undefined> {
    const event: CommandEvent = {
      ...{ type: 'command', command },
      ...(command.type === 'dial' || command.type === 'transfer' ? this.#aimed(command) : {}),
      ...(command.type === 'link-customer' ? { linkId: this.#newId() } : {}),
    };
    const subject = event.newCallId ?? subjectOf(command, this.#snapshot);
    const settled =
      event.linkId === undefined
        ? this.#waiters.forCommand(event, subject)
        : this.#waiters.forLink(event, event.linkId, subject);
    this.#dispatch(event);
    return settled;
  }

  /** @throws CtiError `invalid-target`, `forbidden`, `not-supported` */
  #aimed(command: Aimed): Pick<CommandEvent, 'newCallId' | 'target' | 'number'> {
    const aimed = aim(command, this.#snapshot, this.#effects.transport);
    const calls = command.type === 'dial' || command.attended === true;
    return { ...aimed, ...(calls ? { newCallId: this.#newId() } : {}) };
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
    // Between the guard and this commit the call may have ended, or another command come first.
    const late =
      event.type === 'command' ? objection(this.#snapshot, asQuestion(event.command)) : undefined;
    const [snapshot, effects] = transition(this.#snapshot, event, stamp);
    const changed = snapshot !== this.#snapshot;
    this.#snapshot = snapshot;
    if (changed) this.#subscribers.emit(snapshot);
    for (const effect of effects) this.#perform(effect);
    this.#waiters.committed(event, snapshot, late);
  }

  #perform(effect: Effect): void {
    // A listener may have disposed of everything.
    if (this.#disposed) return;
    if (effect.type === 'notify') {
      const { notification } = effect;
      if (notification.type === 'call-ended') this.#waiters.callEnded(notification.detail.call);
      return this.#observers.emit(notification);
    }
    try {
      this.#effects.run(effect);
    } catch (thrown) {
      this.#portFailed(effect, toCtiError(thrown));
    }
  }

  /** By their contracts ports do not throw; one that does must not take the calls with it. */
  #portFailed(effect: Effect, error: CtiError): void {
    this.#logger.log('error', `A port threw on ${effect.type}`, error);
    this.report(error);
    if (effect.type !== 'dial') return;
    const { callId } = effect;
    const event = { type: 'call-ended', callId, reason: 'failed', by: 'local' } as const;
    this.#dispatch({ type: 'transport', event, maxCalls: 0 });
  }

  #listenerFailed(error: CtiError, listener: object): void {
    this.#logger.log('error', 'A listener threw', error);
    if (this.#faulty.has(listener)) return;
    this.#faulty.add(listener);
    this.report(error);
  }
}
