import { redactDetail, redactText } from './redact.js';

export const logLevels = ['debug', 'info', 'warn', 'error'] as const;
/** How much it matters: see `Logger`. */
export type LogLevel = (typeof logLevels)[number];

/**
 * Where the library writes. `debug`: protocol detail; `info`: what an operator did or saw; `warn`: handled trouble;
 * `error`: a bug or a call that failed. Credentials, `Authorization`, URL queries and DTMF never reach it: everything
 * of ours goes through `redacting`.
 */
export interface Logger {
  log(level: LogLevel, message: string, detail?: unknown): void;
}

/** The default: nothing is written. */
export const silentLogger: Logger = { log: () => undefined };

const wrapped = new WeakSet<Logger>();

/**
 * A logger that hears nothing secret: the message and the detail are copied without credentials, authentication
 * headers, URL queries and DTMF. It never throws, whatever the page's logger does.
 */
export function redacting(logger: Logger): Logger {
  if (logger === silentLogger || wrapped.has(logger)) return logger;
  const safe: Logger = {
    log(level, message, ...detail) {
      try {
        logger.log(level, redactText(message), ...detail.map((value) => redactDetail(value)));
      } catch {
        // Nowhere is left to report it, and a log line is not worth a call.
      }
    },
  };
  wrapped.add(safe);
  return safe;
}
