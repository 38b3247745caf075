/** The registrar (RFC 3261 10): where each operator can be reached, for as long as the WebSocket lives. */
import { authenticate } from './digest-auth.mjs';
import { makeResponse, parseUri } from './messages.mjs';

/**
 * @typedef {import('./messages.mjs').Message} Message
 * @typedef {import('./messages.mjs').Flow} Flow
 * @typedef {{ uri: string, params: Record<string, string | null>, flow: Flow, expiresAt: number }} Binding
 */

const DEFAULT_EXPIRES_S = 300;
const MAX_EXPIRES_S = 600;
const MIN_EXPIRES_S = 10;

export class Registrar {
  /** @type {Map<string, Binding[]>} */ #bindings = new Map();
  /** @type {(username: string) => string | undefined} */ #passwordOf;

  constructor(
    /** @type {import('./flows.mjs').Flows} */ flows,
    /** @type {(username: string) => string | undefined} */ passwordOf,
  ) {
    this.#passwordOf = passwordOf;
    flows.on('closed', (flow) => this.#remove((binding) => binding.flow === flow));
  }

  /** The live bindings of an operator. @returns {Binding[]} */
  bindings(/** @type {string} */ user) {
    const now = Date.now();
    return (this.#bindings.get(user) ?? []).filter(
      (binding) => binding.flow.isOpen && binding.expiresAt > now,
    );
  }

  /** Forgets every binding, as a PBX that was restarted without a store. */
  clear() {
    this.#bindings.clear();
  }

  /** Answers a REGISTER. */
  handle(/** @type {Message} */ request, /** @type {Flow} */ flow) {
    const user = parseUri(request.headers.to.uri)?.user ?? '';
    const result = authenticate(request, this.#passwordOf);
    if ('refusal' in result) return flow.send(result.refusal);
    if (result.username !== user) return flow.send(makeResponse(request, 403));

    for (const contact of request.headers.contact ?? []) {
      const seconds = requestedSeconds(contact, request);
      if (Number.isNaN(seconds)) return flow.send(makeResponse(request, 400));
      if (seconds > 0 && seconds < MIN_EXPIRES_S) {
        return flow.send(makeResponse(request, 423, { headers: { 'min-expires': MIN_EXPIRES_S } }));
      }
      this.#update(user, contact, Math.min(seconds, MAX_EXPIRES_S), flow);
    }
    flow.send(makeResponse(request, 200, { headers: this.#describe(user) }));
  }

  #update(
    /** @type {string} */ user,
    /** @type {any} */ contact,
    /** @type {number} */ seconds,
    /** @type {Flow} */ flow,
  ) {
    const isWildcard = contact.uri === '*';
    const others = this.bindings(user).filter(
      (binding) => !isWildcard && !isSame(binding, contact),
    );
    if (seconds > 0 && !isWildcard) {
      const { expires: _, ...params } = contact.params;
      others.push({ uri: contact.uri, params, flow, expiresAt: Date.now() + seconds * 1000 });
    }
    this.#bindings.set(user, others);
  }

  #describe(/** @type {string} */ user) {
    const bindings = this.bindings(user);
    if (bindings.length === 0) return {};
    const contact = bindings.map(({ uri, params, expiresAt }) => ({
      uri,
      params: { ...params, expires: String(Math.ceil((expiresAt - Date.now()) / 1000)) },
    }));
    return { contact };
  }

  #remove(/** @type {(binding: Binding) => boolean} */ matches) {
    for (const [user, bindings] of this.#bindings) {
      this.#bindings.set(
        user,
        bindings.filter((binding) => !matches(binding)),
      );
    }
  }
}

function requestedSeconds(/** @type {any} */ contact, /** @type {Message} */ request) {
  const value = contact.params?.expires ?? request.headers.expires;
  return value === undefined || value === null ? DEFAULT_EXPIRES_S : Number(value);
}

/** RFC 5626 6: the same instance and reg-id is the same binding, whatever its Contact; else the same URI is. */
function isSame(/** @type {Binding} */ binding, /** @type {any} */ contact) {
  const instance = contact.params['+sip.instance'];
  const sameInstance =
    instance &&
    binding.params['+sip.instance'] === instance &&
    binding.params['reg-id'] === contact.params['reg-id'];
  return Boolean(sameInstance) || binding.uri === contact.uri;
}
