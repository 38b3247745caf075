/**
 * The proxy (RFC 3261 16): stateful for the INVITE that starts a call, stateless for everything inside a
 * dialog, which goes to wherever the Contact in its Request-URI is reachable now.
 */
import { authenticate } from './digest-auth.mjs';
import { Fork, LINGER_MS } from './fork.mjs';
import {
  ALLOW,
  DOMAIN,
  makeBranch,
  makeResponse,
  makeVia,
  parseUri,
  topBranch,
} from './messages.mjs';

/** @typedef {import('./messages.mjs').Message} Message @typedef {import('./messages.mjs').Flow} Flow */

/**
 * @typedef {object} ProxyOptions
 * @property {import('./flows.mjs').Flows} flows
 * @property {import('./registrar.mjs').Registrar} registrar
 * @property {(username: string) => string | undefined} passwordOf
 * @property {(flow: Flow) => boolean} isTrusted true for flows that need no password: our own bots
 * @property {(user: string) => { uri: string, flow: Flow }[] | undefined} targetsOf where this user is; undefined: no such user
 */

export class Proxy {
  /** @type {Map<string, Fork>} by the branch of the INVITE that came */ #incoming = new Map();
  /** @type {Map<string, Fork>} by the branches of the INVITEs that went out */ #outgoing =
    new Map();
  /** @type {ProxyOptions} */ #options;

  constructor(/** @type {ProxyOptions} */ options) {
    this.#options = options;
    options.flows.on('message', (message, flow) => this.#handle(message, flow));
  }

  /** Ends all waiting; calls that ring are forgotten. */
  dispose() {
    for (const fork of this.#incoming.values()) fork.dispose();
  }

  #handle(/** @type {Message} */ message, /** @type {Flow} */ flow) {
    if (message.status) return this.#handleResponse(message);
    const { headers, method } = message;
    if (Number(headers['max-forwards'] ?? 70) <= 0) {
      return method === 'ACK' ? undefined : flow.send(makeResponse(message, 483));
    }
    if (parseUri(headers.route?.[0]?.uri)?.host === DOMAIN) headers.route.shift();
    if (method === 'ACK') return this.#handleAck(message, flow);
    if (headers.to.params.tag) return this.#forward(message, flow);
    if (method === 'REGISTER') return this.#options.registrar.handle(message, flow);
    if (method === 'CANCEL') return this.#handleCancel(message, flow);
    if (method === 'INVITE') return this.#handleInvite(message, flow);
    const isOptions = method === 'OPTIONS';
    flow.send(makeResponse(message, isOptions ? 200 : 405, { headers: { allow: ALLOW } }));
  }

  #handleInvite(/** @type {Message} */ request, /** @type {Flow} */ flow) {
    const known = this.#incoming.get(topBranch(request));
    if (known) return known.repeat();
    if (!this.#options.isTrusted(flow)) {
      const result = authenticate(request, this.#options.passwordOf);
      if ('refusal' in result) return flow.send(result.refusal);
    }
    const targets = this.#targets(request);
    if (!targets) return flow.send(makeResponse(request, 404));
    if (targets.length === 0) return flow.send(makeResponse(request, 480));
    this.#fork(request, flow, targets);
  }

  #targets(/** @type {Message} */ request) {
    const uri = parseUri(request.uri);
    const targets = this.#options.targetsOf(uri?.user ?? '');
    if (targets) return targets;
    // A Contact used as an address, as a transfer may do.
    const flow = uri?.host === DOMAIN ? undefined : this.#options.flows.byContact(request.uri);
    return flow && [{ uri: /** @type {string} */ (request.uri), flow }];
  }

  #fork(
    /** @type {Message} */ request,
    /** @type {Flow} */ flow,
    /** @type {{ uri: string, flow: Flow }[]} */ targets,
  ) {
    const fork = new Fork(request, flow, targets, this.#options.flows, () => {
      setTimeout(() => this.#forget(fork), LINGER_MS).unref();
    });
    this.#incoming.set(fork.key, fork);
    for (const id of fork.branchIds) this.#outgoing.set(id, fork);
  }

  #forget(/** @type {Fork} */ fork) {
    this.#incoming.delete(fork.key);
    for (const id of fork.branchIds) this.#outgoing.delete(id);
  }

  #handleAck(/** @type {Message} */ ack, /** @type {Flow} */ flow) {
    // With the INVITE's own branch it acknowledges a refusal, and ends here.
    if (this.#incoming.has(topBranch(ack))) return;
    if (ack.headers.to.params.tag) this.#forward(ack, flow);
  }

  #handleCancel(/** @type {Message} */ cancel, /** @type {Flow} */ flow) {
    const fork = this.#incoming.get(topBranch(cancel));
    if (fork) fork.cancel(cancel);
    else flow.send(makeResponse(cancel, 481));
  }

  #forward(/** @type {Message} */ request, /** @type {Flow} */ flow) {
    const target = this.#options.flows.byContact(request.uri);
    if (!target) {
      return request.method === 'ACK' ? undefined : flow.send(makeResponse(request, 480));
    }
    const copy = structuredClone(request);
    copy.headers['max-forwards'] = String(Number(request.headers['max-forwards'] ?? 70) - 1);
    // The same branch for the same transaction, so that a CANCEL or an ACK meets its INVITE.
    copy.headers.via.unshift(makeVia(makeBranch(`${flow.id} ${topBranch(request)}`), flow.id));
    target.send(copy);
  }

  #handleResponse(/** @type {Message} */ response) {
    const fork = this.#outgoing.get(topBranch(response));
    if (fork) return fork.handleResponse(response);
    const own = response.headers.via[0];
    if (own.host !== DOMAIN || response.headers.via.length < 2) return;
    const copy = structuredClone(response);
    copy.headers.via.shift();
    this.#options.flows.byId(own.params.flow)?.send(copy);
  }
}
