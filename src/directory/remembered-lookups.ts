import type { Clock } from '../base/clock.js';
import { CtiError } from '../base/error.js';
import type { DirectoryPage } from './customer-directory.js';

/** A number asked for, by whoever still wants to know. */
interface Question {
  readonly number: string;
  readonly asked: number;
  readonly abort: AbortController;
  readonly answer: Promise<DirectoryPage>;
  readonly wanted: Set<object>;
  answered: boolean;
}

const most = 200;

/** Questions put and their answers, for a minute: the same one is not put twice, also while it is under way. */
export class RememberedLookups {
  readonly #questions = new Map<string, Question>();
  readonly #clock: Clock;
  readonly #keepMs: number;

  constructor(clock: Clock, keepMs: number) {
    this.#clock = clock;
    this.#keepMs = keepMs;
  }

  /** `ask` is aborted when nobody wants its answer any more. A failure is not remembered. */
  find(
    { number, cursor = '' }: { readonly number: string; readonly cursor?: string | undefined },
    signal: AbortSignal,
    ask: (signal: AbortSignal) => Promise<DirectoryPage>,
  ): Promise<DirectoryPage> {
    if (signal.aborted) return Promise.reject(new CtiError('aborted'));
    const key = JSON.stringify([number, cursor]);
    const question = this.#known(key) ?? this.#put(key, number, ask);
    question.wanted.add(signal);
    const leave = (): void => this.#leave(key, question, signal);
    signal.addEventListener('abort', leave, { once: true });
    return question.answer.finally(() => signal.removeEventListener('abort', leave));
  }

  /** What is known without asking. */
  remember(number: string, page: DirectoryPage): void {
    this.forget(number);
    const question = this.#put(JSON.stringify([number, '']), number, () => Promise.resolve(page));
    question.answered = true;
  }

  /** All numbers, without one. */
  forget(number?: string): void {
    for (const [key, question] of this.#questions) {
      if (number === undefined || question.number === number) this.#questions.delete(key);
    }
  }

  #known(key: string): Question | undefined {
    const question = this.#questions.get(key);
    if (!question) return undefined;
    if (!question.answered || this.#clock.now() - question.asked < this.#keepMs) return question;
    this.#questions.delete(key);
    return undefined;
  }

  #put(key: string, number: string, ask: (signal: AbortSignal) => Promise<DirectoryPage>) {
    const abort = new AbortController();
    const answer = ask(abort.signal);
    const asked = this.#clock.now();
    const question = { number, asked, abort, answer, wanted: new Set<object>(), answered: false };
    this.#questions.set(key, question);
    answer.then(
      () => (question.answered = true),
      () => this.#drop(key, question),
    );
    const [oldest] = this.#questions.keys();
    if (this.#questions.size > most && oldest !== undefined) this.#questions.delete(oldest);
    return question;
  }

  #leave(key: string, question: Question, who: object): void {
    question.wanted.delete(who);
    if (question.wanted.size > 0 || question.answered) return;
    question.abort.abort();
    this.#drop(key, question);
  }

  #drop(key: string, question: Question): void {
    if (this.#questions.get(key) === question) this.#questions.delete(key);
  }
}
