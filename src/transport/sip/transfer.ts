import { Core, type Notification, type Session, SessionState } from 'sip.js';

import type { Undo } from '../../base/clock.js';
import { CtiError, toCtiError } from '../../base/error.js';
import { lineWaitMs, ringOutMs, transferFarewellMs, transferVerdictMs } from './constants.js';
import { goneDelegate, quietly } from './in-dialog.js';
import { confirmedDialog } from './reinvite.js';
import { readReport } from './sipfrag.js';
import type { SipCall } from './sip-call.js';
import { type FinalResponse, reasonOfStatus, sipStatusOf } from './status-reason.js';

/** Statuses that say: no REFER here. 603 is what a PBX answers that forbids it. */
const refersNot: ReadonlySet<number> = new Set([405, 501, 603]);

/** One REFER of ours and what becomes of it. */
interface Attempt {
  /** CSeq of the REFER, which its reports may name (RFC 3515 section 2.4.6). */
  cseq: number;
  accepted: boolean;
  ringing: boolean;
  stopWatchdog: Undo;
  readonly settle: (error: CtiError | undefined) => void;
  readonly verdict: Promise<boolean>;
}

/** A REFER sent again with credentials has a number that sip.js does not count: the next request must not have it too. */
function countUp(dialog: Core.SessionDialog, cseq: number): void {
  while ((dialog.localSequenceNumber ?? cseq) < cseq) dialog.incrementLocalSequenceNumber();
}

/**
 * Sends the far end of a call elsewhere (RFC 3515) and follows its reports to a verdict. A far end that hangs up
 * meanwhile may still say how it went, and one that speaks too late is believed all the same.
 */
export class Transfer {
  readonly #call: SipCall;
  #attempt: Attempt | undefined;
  /** The last one, which was given up. */
  #late: Attempt | undefined;
  /** Another call is being joined to this one: whether that worked. */
  #joined: Promise<boolean> | undefined;

  constructor(call: SipCall) {
    this.#call = call;
  }

  /**
   * @param referTo the value of `Refer-To`, in angle brackets
   * @param consultation the call that the far end is to take the place of; it ends with success too
   */
  begin(referTo: string, consultation?: SipCall): void {
    const call = this.#call;
    if (this.#attempt) return this.#failed(new CtiError('not-allowed'));
    const attempt = this.#newAttempt(consultation);
    this.#attempt = attempt;
    call.inCall.run(async () => {
      try {
        if (call.over) return;
        const { line, clock } = call.context;
        await line.whenOpen(lineWaitMs, clock, call.ending);
        if (consultation?.over) throw new CtiError('not-allowed');
        await this.#send(attempt, referTo);
      } catch (thrown) {
        attempt.settle(toCtiError(thrown));
      }
    });
  }

  /** A NOTIFY of the far end. */
  notified(notification: Pick<Notification, 'request' | 'accept' | 'reject'>): void {
    const { request } = notification;
    const event = /^\s*refer\s*(?:;\s*id\s*=\s*(\d+))?/i.exec(request.getHeader('Event') ?? '');
    const attempt = [this.#attempt, this.#late].find(
      (known) => known && event && [undefined, String(known.cseq)].includes(event[1]),
    );
    if (!attempt) return void notification.reject({ statusCode: 481 });
    void notification.accept();
    this.#heard(attempt, readReport(request.body));
  }

  /**
   * The far end hung up.
   * @returns whether it was transferred, which it may still be about to say; `undefined` when nothing was under way
   */
  farewell(): Promise<boolean> | undefined {
    const { session, context } = this.#call;
    const attempt = this.#attempt;
    const verdict = this.#joined ?? attempt?.verdict;
    if (!verdict || (attempt && !attempt.accepted)) return undefined;
    const forget = attempt && session ? this.#listenOn(session) : (): void => undefined;
    return new Promise((resolve) => {
      const stop = context.clock.schedule(transferFarewellMs, () => {
        forget();
        // Who has not heard it ring has left because somebody else has it.
        resolve(attempt !== undefined && !attempt.ringing);
      });
      void verdict.then((done) => {
        stop();
        forget();
        resolve(done);
      });
    });
  }

  #newAttempt(consultation: SipCall | undefined): Attempt {
    let settled = false;
    let tell: (done: boolean) => void = () => undefined;
    const verdict = new Promise<boolean>((resolve) => (tell = resolve));
    const attempt: Attempt = {
      cseq: -1,
      accepted: false,
      ringing: false,
      stopWatchdog: () => undefined,
      verdict,
      settle: (error) => {
        const first = !settled;
        settled = true;
        attempt.stopWatchdog();
        if (error && !first) return;
        if (this.#attempt === attempt) this.#attempt = undefined;
        if (consultation) consultation.transfer.#joined = undefined;
        tell(!error);
        if (error) {
          this.#late = attempt;
          return this.#failed(error);
        }
        this.#done(this.#call);
        if (consultation) this.#done(consultation);
      },
    };
    if (consultation) consultation.transfer.#joined = verdict;
    // Nothing is said of a call that is over.
    this.#call.ending.addEventListener('abort', () => attempt.settle(new CtiError('aborted')));
    return attempt;
  }

  /** Resolves when the far end has taken the REFER. */
  #send(attempt: Attempt, referTo: string): Promise<void> {
    const { session, context, ending } = this.#call;
    if (session?.state !== SessionState.Established) throw new CtiError('not-allowed');
    const dialog = confirmedDialog(session);
    const referredBy = `Referred-By: <${session.userAgent.configuration.uri.toString()}>`;
    return new Promise((resolve, reject) => {
      const answered = (): void => {
        stop();
        countUp(dialog, refer.message.cseq);
        ending.removeEventListener('abort', resolved);
      };
      const stop = context.clock.schedule(transferVerdictMs, () => {
        answered();
        reject(new CtiError('timeout'));
      });
      const resolved = (): void => {
        answered();
        resolve();
      };
      ending.addEventListener('abort', resolved);
      const refuse = ({ message }: { readonly message: FinalResponse }): void => {
        answered();
        reject(this.#refusal(message));
      };
      const refer = dialog.refer(
        {
          onAccept: () => {
            resolved();
            attempt.accepted = true;
            attempt.cseq = refer.message.cseq;
            this.#watch(attempt, transferVerdictMs);
          },
          onReject: refuse,
          onRedirect: refuse,
        },
        { extraHeaders: [`Refer-To: ${referTo}`, referredBy] },
      );
      attempt.cseq = refer.message.cseq;
    });
  }

  #refusal(message: FinalResponse): CtiError {
    const sip = sipStatusOf(message);
    if (!refersNot.has(sip.status)) return new CtiError(reasonOfStatus(sip.status), { sip });
    this.#call.context.refersNot();
    return new CtiError('not-supported', { sip });
  }

  #heard(attempt: Attempt, report: ReturnType<typeof readReport>): void {
    const { id } = this.#call;
    if (report === undefined) return;
    const { status } = report;
    if (status >= 300) {
      return attempt.settle(new CtiError(reasonOfStatus(status), { sip: report }));
    }
    if (status >= 200) return attempt.settle(undefined);
    if (attempt !== this.#attempt) return;
    const ringing = status > 100;
    // It may ring for long; until then the far end must say something better in time.
    if (ringing) this.#watch(attempt, ringOutMs);
    attempt.ringing ||= ringing;
    const progress = attempt.ringing ? 'ringing' : 'trying';
    this.#call.emit({ type: 'call-transfer-progress', callId: id, progress });
  }

  #watch(attempt: Attempt, delayMs: number): void {
    attempt.stopWatchdog();
    if (this.#call.over || this.#attempt !== attempt) return;
    const { clock } = this.#call.context;
    const stop = clock.schedule(delayMs, () => attempt.settle(new CtiError('timeout')));
    attempt.stopWatchdog = stop;
  }

  #failed(error: CtiError): void {
    this.#call.emit({ type: 'call-transfer-failed', callId: this.#call.id, error });
  }

  #done(call: SipCall): void {
    call.fail('transferred', 'local');
  }

  /** sip.js forgets a dialog with its BYE; a report may come behind it. @returns the undo */
  #listenOn({ dialog }: Session): () => void {
    if (!(dialog instanceof Core.SessionDialog)) return () => undefined;
    const { dialogs } = dialog.userAgentCore;
    queueMicrotask(() => {
      dialog.delegate = {
        ...goneDelegate,
        onNotify: (request) =>
          quietly(() =>
            this.notified({
              request: request.message,
              accept: async () => void request.accept(),
              reject: async (options) => void request.reject(options),
            }),
          ),
      };
      dialogs.set(dialog.id, dialog);
    });
    return () => {
      if (dialogs.get(dialog.id) === dialog) dialogs.delete(dialog.id);
    };
  }
}
