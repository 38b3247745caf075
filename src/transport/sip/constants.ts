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
/** Heartbeat of an idle line and of one that carries a call. */
export const heartbeatIdleMs = 15_000;
export const heartbeatInCallMs = 5_000;
/** Unregistering and closing take no longer. */
export const closeTimeoutMs = 2_000;

/** Lifetime of a registration in seconds: asked, and the bounds of what is accepted (RFC 3261 section 10.2). */
export const registerExpiresS = 300;
export const registerExpiresMinS = 30;
export const registerExpiresMaxS = 86_400;
/** A registration is refreshed after this share of its lifetime, in percent. */
export const registerRefreshPercent = 70;
/** `Retry-After` that is honoured. */
export const retryAfterMinMs = 1_000;
export const retryAfterMaxMs = 300_000;

/** A call that nobody answers. */
export const ringOutMs = 180_000;
export const ringInMs = 120_000;
/** A CANCEL without an answer. */
export const cancelTimeoutMs = 5_000;
/** A request within a dialog without an answer. */
export const inDialogTimeoutMs = 32_000;

/** ICE gathering: the longest wait, the wait after the first reflexive or relayed candidate. */
export const gatheringCapMs = 1_000;
export const gatheringAfterReflexiveMs = 100;
/** Host candidates come in one burst 20-40 ms after the start; this long a silence ends it. */
export const gatheringQuietMs = 30;
/** Media that does not connect: ICE is restarted, then the call ends. */
export const mediaRestartMs = 8_000;
export const mediaGiveUpMs = 20_000;

export const dtmfToneMs = 160;
export const dtmfGapMs = 70;
/** What a comma in a string of digits means. */
export const dtmfPauseMs = 500;

/** Limits against a hostile or broken server. */
export const frameMaxBytes = 64 * 1_024;
export const headersMax = 200;
export const callsMax = 8;
export const nameMaxLength = 120;
export const headerValueMaxLength = 512;
export const targetMaxLength = 120;
