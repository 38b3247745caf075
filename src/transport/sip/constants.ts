/**
 * The fixed numbers of the SIP line; times in milliseconds unless the name says otherwise.
 * Sources: Twilio and Telnyx clients, RFC 3261 timers, and measurements in Chromium.
 */

/** From opening the socket to its `open` event. */
export const connectTimeoutMs = 5_000;
/** From the first REGISTER to its final answer: RFC 3261 timer F. */
export const registerTimeoutMs = 32_000;
/** How long an open line may stay silent after it was asked whether it lives. */
export const probeTimeoutMs = 3_000;
/** Silence after which the server is asked for a sign of life: on an idle line, and on one that carries a call. */
export const heartbeatIdleMs = 15_000;
export const heartbeatInCallMs = 3_000;
/** How long that sign may take. */
export const heartbeatAnswerIdleMs = 5_000;
export const heartbeatAnswerInCallMs = 3_000;
/** A timer that comes later than this says that the page or the computer slept: nothing is concluded from it. */
export const sleepSuspectedMs = 5_000;
/** So many sockets refused, and never one opened: something on the way blocks WebSockets. */
export const blockedAfterRefusals = 3;
/** After close code 1012 or 1013 all clients are in the same position: they are spread over this time. */
export const restartWaitMinMs = 2_000;
export const restartWaitMaxMs = 8_300;
/** Unregistering and closing take no longer. */
export const closeTimeoutMs = 2_000;

/** Lifetime of a registration in seconds: asked, and the bounds of what is accepted (RFC 3261 section 10.2). */
export const registerExpiresS = 300;
export const registerExpiresMinS = 30;
export const registerExpiresMaxS = 86_400;
/** A registration is refreshed after a share of its lifetime that chance picks between these. */
export const registerRefreshMinShare = 0.5;
export const registerRefreshMaxShare = 0.8;
/** REGISTER requests: one in this time, and so many in a window; a retry with credentials is free. */
export const registerSpacingMs = 2_000;
export const registerWindowMs = 60_000;
export const registersPerWindow = 10;
/** A REGISTER over the budget waits this long at most, else it fails. */
export const registerDelayMaxMs = 10_000;
/** After 423 a longer lifetime is asked for, so often in all. */
export const registerTriesOnTooBrief = 3;
/** After a refusal that only an administrator can mend. */
export const registerSlowRetryMs = 300_000;
/** How long the page may take to give credentials; the request that waits for them times out after 32 s. */
export const credentialsTimeoutMs = 20_000;
/** `Retry-After` that is honoured. */
export const retryAfterMinMs = 1_000;
export const retryAfterMaxMs = 300_000;

/** A call that nobody answers. */
export const ringOutMs = 180_000;
export const ringInMs = 120_000;
/** An INVITE to which nothing at all comes back: RFC 3261 timer B. */
export const inviteTimeoutMs = 32_000;
/** A call that comes in is prepared for its answer once it has been painted: the operator sees it first. */
export const prepareAfterMs = 50;
/** From the server's 2xx, or from our decision to answer, to a call that stands. */
export const answerTimeoutMs = 5_000;
/** Our 2xx without an ACK: 64 times T1 (RFC 3261 section 13.3.1.4). */
export const ackTimeoutMs = 32_000;
/** A permission prompt for the microphone that nobody attends to. */
export const microphonePromptMs = 60_000;
/** After this long without an answer to its CANCEL, a cancelled INVITE is forgotten: 5 s and timer B. */
export const cancelTimeoutMs = 37_000;
/** A request within a dialog without an answer. */
export const inDialogTimeoutMs = 32_000;
/** How long the end of a call is repeated on new connections until the far end has heard of it. */
export const farewellMs = 32_000;
/** What needs the line waits this long for one that is lost. */
export const lineWaitMs = 6_000;
/** After 491, how long the owner of the Call-ID waits, and the other side (RFC 3261 section 14.1). */
export const glareOwnerMinMs = 2_100;
export const glareOwnerMaxMs = 4_000;
export const glareOtherMaxMs = 2_000;
/** A re-INVITE is tried so often. */
export const reinviteTriesMax = 3;

/** The session interval that is offered, and the shortest that is taken, in seconds (RFC 4028 sections 4 and 5). */
export const sessionExpiresS = 1_800;
export const sessionExpiresMinS = 90;
/** So long before it expires, or a third of it, a session that nobody refreshed is ended (RFC 4028 section 10). */
export const sessionMarginMaxMs = 32_000;
/** A refresh that failed is tried again, no sooner than this. */
export const sessionRefreshMinMs = 5_000;

/** From the acceptance of a transfer to a report that says more than that it is being tried. */
export const transferVerdictMs = 32_000;
/** A far end that hangs up in a transfer may still say in this time how it went. */
export const transferFarewellMs = 2_000;
/** How long the operator may think about a transfer that the far end asks for: it waits 32 s for the answer. */
export const transferAskMs = 25_000;

/** ICE gathering: the longest wait, the wait after the first reflexive or relayed candidate. */
export const gatheringCapMs = 1_000;
export const gatheringAfterReflexiveMs = 100;
/** Host candidates come in one burst, within 3 ms of each other; this long a silence ends it. */
export const gatheringQuietMs = 10;
/** How long the page's own function for ICE servers may take; then there are none. */
export const iceServersTimeoutMs = 2_000;
/** Media that does not connect: ICE is restarted, then the call ends. */
export const mediaRestartMs = 8_000;
export const mediaGiveUpMs = 20_000;
/** Sound that stopped: a short gap heals by itself; then ICE is restarted, again and again, at most this far apart. */
export const iceGraceMs = 2_000;
export const iceRetryMaxMs = 30_000;

export const dtmfToneMs = 160;
export const dtmfGapMs = 70;
/** What a comma in a string of digits means. */
export const dtmfPauseMs = 500;

/** Limits against a hostile or broken server. */
export const frameMaxBytes = 64 * 1_024;
export const headersMax = 200;
export const framesPerSecond = 300;
export const invitesPerSecond = 50;
export const callsMax = 8;
export const nameMaxLength = 120;

/** STUN servers are tried out when the line opens and then this often; one without an answer is left out of calls. */
export const stunProbeEveryMs = 300_000;
export const stunProbeTimeoutMs = 3_000;
