import type { Clock, Undo } from '../../base/clock.js';
import {
  heartbeatAnswerIdleMs,
  heartbeatAnswerInCallMs,
  heartbeatIdleMs,
  heartbeatInCallMs,
  probeTimeoutMs,
  sleepSuspectedMs,
} from './constants.js';

/**
 * How the server is asked for a sign of life, cheapest first: a double CRLF (RFC 5626 section 4.4.1), OPTIONS, and a
 * REGISTER, which every registrar answers.
 */
const questions = ['crlf', 'options', 'register'] as const;
export type HeartbeatQuestion = (typeof questions)[number];

export interface HeartbeatOptions {
  readonly clock: Clock;
  /** Whether a call is in progress: then a dead path must be known sooner. */
  isInCall(): boolean;
  ask(question: HeartbeatQuestion): void;
  /** The server has fallen silent. */
  onDead(): void;
}

/**
 * Tells a dead connection from a quiet one: browsers say nothing of it for minutes. Whatever comes from the server is
 * a sign of life. What a server answers is found out once, when the connection has opened: one that answers neither
 * of the cheap questions is not asked again until somebody must know, and its REGISTER refreshes tell.
 */
export class Heartbeat {
  readonly #options: HeartbeatOptions;
  /** The cheapest question that this server answered; unknown at first. */
  #answers: HeartbeatQuestion | undefined;
  #running = false;
  /** What has been asked and not been answered. */
  #asked: HeartbeatQuestion[] = [];
  #heardWhileAsking = false;
  #heardAt = 0;
  #dueAt = 0;
  #stopTimer: Undo | undefined;

  constructor(options: HeartbeatOptions) {
    this.#options = options;
  }

  /** Begins by finding out what is answered. */
  start(): void {
    this.stop();
    this.#answers = undefined;
    this.#running = true;
    this.#ask(questions, questions.length * this.#answerMs);
  }

  stop(): void {
    this.#running = false;
    this.#asked = [];
    this.#cancel();
  }

  /** Something came from the server, perhaps as `answer` to a question of this kind. */
  heard(answer?: HeartbeatQuestion): void {
    if (!this.#running) return;
    if (answer && this.#asked.includes(answer)) this.#answers ??= answer;
    this.#heardWhileAsking = true;
    if (this.#answers || this.#asked.length === 0) this.#rest();
  }

  /** Asks now; no sign of life within `timeoutMs` is death. */
  probe(timeoutMs: number): void {
    if (!this.#running || (this.#asked.length > 0 && !this.#isLearning)) return;
    // Somebody must know now: what is learnt meanwhile is a bonus.
    const cheapest = questions.indexOf(this.#answers ?? 'crlf');
    this.#ask(questions.slice(cheapest, this.#answers === 'crlf' ? 2 : 3), timeoutMs);
  }

  get #isLearning(): boolean {
    return this.#answers === undefined;
  }

  get #isLate(): boolean {
    return this.#options.clock.now() - this.#dueAt > sleepSuspectedMs;
  }

  get #silenceMs(): number {
    return this.#options.isInCall() ? heartbeatInCallMs : heartbeatIdleMs;
  }

  get #answerMs(): number {
    return this.#options.isInCall() ? heartbeatAnswerInCallMs : heartbeatAnswerIdleMs;
  }

  /** Quiet until the server has been silent for too long. */
  #rest(): void {
    this.#asked = [];
    this.#heardAt = this.#options.clock.now();
    this.#listen();
  }

  /** A call may begin at any time, and silence is then allowed for less long: looked at in short steps. */
  #listen(): void {
    const answers = this.#answers;
    if (answers === 'register') return this.#cancel();
    const left = this.#silenceMs - (this.#options.clock.now() - this.#heardAt);
    if (left > 0) this.#schedule(Math.min(left, heartbeatInCallMs), () => this.#listen());
    else this.#ask(answers === 'options' ? ['options'] : ['crlf', 'options'], this.#answerMs);
  }

  /** Asks one question after the other within the time. */
  #ask(list: readonly HeartbeatQuestion[], totalMs: number): void {
    this.#asked = [];
    this.#heardWhileAsking = false;
    const stepMs = totalMs / list.length;
    const next = (): void => {
      const question = list[this.#asked.length];
      // What was asked before the computer slept says nothing: the answer may still be on its way in.
      if (this.#asked.length > 0 && this.#isLate) return this.#ask(list, probeTimeoutMs);
      if (!question) return this.#unanswered();
      this.#asked.push(question);
      this.#schedule(stepMs, next);
      this.#options.ask(question);
    };
    next();
  }

  #unanswered(): void {
    if (this.#heardWhileAsking) {
      // It lives, and answers nothing that was asked.
      this.#answers = 'register';
      return this.#rest();
    }
    this.stop();
    this.#options.onDead();
  }

  #cancel(): void {
    this.#stopTimer?.();
    this.#stopTimer = undefined;
  }

  #schedule(delayMs: number, callback: () => void): void {
    this.#cancel();
    this.#dueAt = this.#options.clock.now() + delayMs;
    this.#stopTimer = this.#options.clock.schedule(delayMs, callback);
  }
}
