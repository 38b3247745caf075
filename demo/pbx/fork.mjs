/**
 * One INVITE sent to several places at once (RFC 3261 16.7): the first 2xx wins, the other branches are
 * cancelled, and of the refusals the caller hears the one that says most.
 */
import { contactUri, DOMAIN, makeBranch, makeResponse, makeVia, topBranch } from './messages.mjs';

/**
 * @typedef {import('./messages.mjs').Message} Message
 * @typedef {import('./messages.mjs').Flow} Flow
 * @typedef {{ id: string, flow: Flow, invite: Message, isRinging: boolean, cancelReason?: string | null, isCancelSent: boolean, final?: Message }} Branch
 */

/** Timer C (RFC 3261 16.6): a branch that says nothing for so long is given up. */
const TIMER_C_MS = 180_000;
/** How long a user agent whose WebSocket is gone may take to come back before its ringing ends. */
const FLOW_GRACE_MS = 10_000;
/** How long a cancelled branch may take for its 487. */
const CANCEL_WAIT_MS = 5_000;
/** How long a finished transaction is remembered for late answers and ACKs (64 × T1). */
export const LINGER_MS = 32_000;

const ELSEWHERE = 'SIP;cause=200;text="Call completed elsewhere"';

export class Fork {
  /** @type {Map<string, Branch>} */ #branches = new Map();
  /** @type {Message | undefined} */ #lastResponse;
  /** @type {NodeJS.Timeout[]} */ #timers = [];
  #isDone = false;

  /**
   * @param {Message} request the INVITE as it came
   * @param {Flow} callerFlow
   * @param {{ uri: string, flow: Flow }[]} targets
   * @param {import('./flows.mjs').Flows} flows
   * @param {() => void} onFinished called once, when a final response has gone to the caller
   */
  constructor(request, callerFlow, targets, flows, onFinished) {
    this.request = request;
    this.callerFlow = callerFlow;
    this.flows = flows;
    this.onFinished = onFinished;
    this.key = topBranch(request);
    this.onFlowClosed = this.onFlowClosed.bind(this);
    flows.on('closed', this.onFlowClosed);
    this.#respond(makeResponse(request, 100));
    for (const target of targets) this.#send(target);
  }

  /** @returns {string[]} the Via branches of the requests sent on */
  get branchIds() {
    return [...this.#branches.keys()];
  }

  /** The same INVITE again: the same answer again. */
  repeat() {
    if (this.#lastResponse) this.#respond(this.#lastResponse);
  }

  /** The caller gives up. */
  cancel(/** @type {Message} */ cancel) {
    this.callerFlow.send(makeResponse(cancel, 200));
    this.#cancelAll(cancel.headers.reason ?? null);
    this.#later(CANCEL_WAIT_MS, () => this.#finish(makeResponse(this.request, 487)));
  }

  /** A response of one branch. */
  handleResponse(/** @type {Message} */ response) {
    const branch = this.#branches.get(topBranch(response));
    if (!branch || response.headers.cseq.method !== 'INVITE') return;
    const status = response.status ?? 0;
    if (status < 200) return this.#handleProvisional(branch, response);
    if (status >= 300) this.#acknowledge(branch, response);
    if (branch.final && status >= 300) return;
    branch.final = response;
    if (status < 300) return this.#handleAnswer(response);
    if (status >= 600) this.#cancelAll(null);
    this.#finishIfAllRefused();
  }

  /** Sends nothing more and forgets everything. */
  dispose() {
    this.flows.off('closed', this.onFlowClosed);
    for (const timer of this.#timers) clearTimeout(timer);
    this.#isDone = true;
  }

  onFlowClosed(/** @type {Flow} */ flow) {
    if (this.#isDone) return;
    if (flow === this.callerFlow) {
      this.#later(FLOW_GRACE_MS, () => {
        if (!this.#liveCallerFlow()) this.#cancelAll(null);
      });
    }
    for (const branch of this.#branches.values()) {
      if (branch.flow !== flow || branch.final) continue;
      this.#later(FLOW_GRACE_MS, () => this.#giveUp(branch, 480));
    }
  }

  #send(/** @type {{ uri: string, flow: Flow }} */ target) {
    const id = makeBranch();
    const invite = structuredClone(this.request);
    const { headers } = invite;
    invite.uri = target.uri;
    headers['max-forwards'] = String(Number(headers['max-forwards'] ?? 70) - 1);
    headers['record-route'] = [
      { uri: `sip:${DOMAIN};transport=ws;lr`, params: {} },
      ...(headers['record-route'] ?? []),
    ];
    headers.via.unshift(makeVia(id, this.callerFlow.id));
    delete headers['proxy-authorization'];
    const branch = { id, flow: target.flow, invite, isRinging: false, isCancelSent: false };
    this.#branches.set(id, branch);
    this.#watch(branch);
    target.flow.send(invite);
  }

  #watch(/** @type {Branch & { timer?: NodeJS.Timeout }} */ branch) {
    clearTimeout(branch.timer);
    branch.timer = this.#later(TIMER_C_MS, () => {
      this.#requestCancel(branch, null);
      this.#giveUp(branch, 408);
    });
  }

  #handleProvisional(/** @type {Branch} */ branch, /** @type {Message} */ response) {
    if (branch.final) return;
    branch.isRinging = true;
    this.#watch(branch);
    if (branch.cancelReason !== undefined) return this.#sendCancel(branch);
    if (response.status !== 100) this.#respond(withoutTopVia(response));
  }

  #handleAnswer(/** @type {Message} */ response) {
    // A second answer is passed on too: only the caller can end it (RFC 3261 13.2.2.4).
    this.#respond(withoutTopVia(response));
    if (this.#isDone) return;
    this.#cancelAll(ELSEWHERE);
    this.#markFinished();
  }

  #cancelAll(/** @type {string | null} */ reason) {
    for (const branch of this.#branches.values()) this.#requestCancel(branch, reason);
  }

  #requestCancel(/** @type {Branch} */ branch, /** @type {string | null} */ reason) {
    if (branch.final || branch.cancelReason !== undefined) return;
    branch.cancelReason = reason;
    // RFC 3261 9.1: no CANCEL before the first provisional response.
    if (branch.isRinging) this.#sendCancel(branch);
  }

  #sendCancel(/** @type {Branch} */ branch) {
    if (branch.isCancelSent) return;
    branch.isCancelSent = true;
    const cancel = hopByHop('CANCEL', branch.invite, branch.invite.headers.to);
    if (branch.cancelReason) cancel.headers.reason = branch.cancelReason;
    this.#liveFlow(branch).send(cancel);
  }

  #acknowledge(/** @type {Branch} */ branch, /** @type {Message} */ response) {
    this.#liveFlow(branch).send(hopByHop('ACK', branch.invite, response.headers.to));
  }

  #giveUp(/** @type {Branch} */ branch, /** @type {number} */ status) {
    if (branch.final || this.#isDone) return;
    branch.final = makeResponse(branch.invite, status);
    this.#finishIfAllRefused();
  }

  #finishIfAllRefused() {
    const finals = [...this.#branches.values()].map((branch) => branch.final);
    if (finals.some((final) => !final)) return;
    const best = /** @type {Message[]} */ (finals).toSorted((a, b) => rank(a) - rank(b))[0];
    this.#finish(withoutTopVia(best));
  }

  #finish(/** @type {Message} */ response) {
    if (this.#isDone) return;
    this.#respond(response);
    this.#markFinished();
  }

  #markFinished() {
    if (this.#isDone) return;
    this.dispose();
    this.onFinished();
  }

  #respond(/** @type {Message} */ response) {
    this.#lastResponse = response;
    this.#liveCallerFlow()?.send(response);
  }

  #liveCallerFlow() {
    if (this.callerFlow.isOpen) return this.callerFlow;
    return this.flows.byContact(contactUri(this.request));
  }

  #liveFlow(/** @type {Branch} */ branch) {
    if (branch.flow.isOpen) return branch.flow;
    return this.flows.byContact(branch.invite.uri) ?? branch.flow;
  }

  #later(/** @type {number} */ delayMs, /** @type {() => void} */ run) {
    const timer = setTimeout(run, delayMs).unref();
    this.#timers.push(timer);
    return timer;
  }
}

/** CANCEL and ACK of a non-2xx belong to the INVITE's own transaction (RFC 3261 9.1, 17.1.1.3). */
function hopByHop(
  /** @type {string} */ method,
  /** @type {Message} */ invite,
  /** @type {any} */ to,
) {
  const { via, from, cseq, 'call-id': callId } = invite.headers;
  /** @type {Record<string, any>} */
  const headers = {
    via: [structuredClone(via[0])],
    from,
    to,
    'call-id': callId,
    cseq: { seq: cseq.seq, method },
    'max-forwards': '70',
  };
  return { method, uri: invite.uri, version: '2.0', headers };
}

function withoutTopVia(/** @type {Message} */ response) {
  const copy = structuredClone(response);
  copy.headers.via.shift();
  return copy;
}

/** The lower, the better: 6xx, then what a person or a phone said, then what only says that nobody was there. */
function rank(/** @type {Message} */ { status = 500 }) {
  if (status >= 600) return 0;
  if ([408, 480, 481, 487].includes(status)) return status;
  return status < 500 ? status - 300 : status;
}
