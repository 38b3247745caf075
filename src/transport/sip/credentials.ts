import type { Clock } from '../../base/clock.js';
import { CtiError, toCtiError } from '../../base/error.js';
import type { Credentials, CredentialsProvider } from '../call-transport.js';
import { credentialsTimeoutMs } from './constants.js';

/** Text that can stand between the quotes of an `Authorization` header as it is. */
// eslint-disable-next-line no-control-regex -- a line break would start a header of its own
const unsafe = /["\\\u0000-\u001f\u007f-\u009f\u2028\u2029]/;

/** What a page gave, checked: it is untyped to a page in JavaScript. */
function checked(given: Credentials | undefined | null): Credentials {
  const { username, password, ha1 } = (given ?? {}) as Partial<Record<string, unknown>>;
  const usable =
    (username === undefined || (typeof username === 'string' && !unsafe.test(username))) &&
    (typeof ha1 === 'string' ? /^[0-9a-f]{32}$/i.test(ha1) : typeof password === 'string');
  if (!usable) {
    throw new CtiError('invalid-configuration', {
      message: 'credentials must give a password, or ha1 as 32 hex digits.',
    });
  }
  const name = typeof username === 'string' ? { username } : {};
  return typeof ha1 === 'string'
    ? { ...name, ha1: ha1.toLowerCase() }
    : { ...name, password: String(password) };
}

function isSame(one: Credentials | undefined, other: Credentials): boolean {
  return (
    one !== undefined &&
    one.username === other.username &&
    one.password === other.password &&
    one.ha1 === other.ha1
  );
}

/**
 * The page's credentials for one connection: asked for when the server challenges, once more when it rejects them,
 * and forgotten with the connection. Kept in this object's private memory only.
 */
export class CredentialsDesk {
  readonly #provider: CredentialsProvider | undefined;
  readonly #clock: Clock;
  readonly #abort = new AbortController();
  readonly #known = new Map<string, Credentials>();
  readonly #rejected = new Map<string, Credentials>();
  /** The realm of the last challenge, untrusted text. */
  #realm: string | undefined;
  /** Why the last challenge could not be answered. */
  #problem: CtiError | undefined;

  constructor(provider: CredentialsProvider | undefined, clock: Clock) {
    this.#provider = provider;
    this.#clock = clock;
  }

  get problem(): CtiError | undefined {
    return this.#problem;
  }

  /** Notes a challenge that nobody could answer. */
  fail(error: CtiError): void {
    this.#problem = error;
  }

  /**
   * Credentials for a realm.
   * @throws CtiError `auth-failed` when there are none, or only those that were rejected
   */
  async give(realm: string): Promise<Credentials> {
    this.#realm = realm;
    this.#problem = undefined;
    const known = this.#known.get(realm);
    if (known) return known;
    try {
      const given = checked(await this.#ask(realm));
      if (this.#abort.signal.aborted) throw new CtiError('aborted');
      if (isSame(this.#rejected.get(realm), given)) throw new CtiError('auth-failed');
      this.#known.set(realm, given);
      return given;
    } catch (thrown) {
      this.#problem = toCtiError(thrown, 'service-unavailable');
      throw this.#problem;
    }
  }

  /** The last credentials did not work. Returns whether it makes sense to ask for others: once. */
  reject(): boolean {
    const realm = this.#realm;
    const wrong = realm === undefined ? undefined : this.#known.get(realm);
    if (realm === undefined || !wrong) return false;
    this.#known.delete(realm);
    if (this.#rejected.has(realm)) return false;
    this.#rejected.set(realm, wrong);
    return true;
  }

  /** Forgets everything, and tells a page that is still being asked. */
  close(): void {
    this.#abort.abort();
    this.#known.clear();
    this.#rejected.clear();
  }

  #ask(realm: string): Promise<Credentials> {
    const provide = this.#provider;
    if (!provide) return Promise.reject(new CtiError('auth-failed'));
    const reason = this.#rejected.has(realm) ? 'rejected' : 'first';
    return new Promise((resolve, reject) => {
      const stop = (error: CtiError): void => {
        stopTimer();
        this.#abort.signal.removeEventListener('abort', aborted);
        reject(error);
      };
      const aborted = (): void => stop(new CtiError('aborted'));
      const stopTimer = this.#clock.schedule(credentialsTimeoutMs, () => {
        request.abort();
        stop(new CtiError('auth-failed', { message: 'credentials gave none in time.' }));
      });
      const request = new AbortController();
      this.#abort.signal.addEventListener('abort', () => request.abort(), {
        signal: request.signal,
      });
      this.#abort.signal.addEventListener('abort', aborted);
      Promise.resolve()
        .then(() => provide({ realm, reason, signal: request.signal }))
        .then(resolve, reject)
        .finally(() => {
          stopTimer();
          this.#abort.signal.removeEventListener('abort', aborted);
        });
    });
  }
}
