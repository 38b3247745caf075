export const logLevels = ['debug', 'info', 'warn', 'error'] as const;
export type LogLevel = (typeof logLevels)[number];

/**
 * Where the library writes. `debug`: protocol detail; `info`: what an operator did or saw; `warn`: handled trouble;
 * `error`: a bug or a call that failed. Credentials, `Authorization`, URL queries and DTMF never reach it.
 */
export interface Logger {
  log(level: LogLevel, message: string, detail?: unknown): void;
}

/** The default: nothing is written. */
export const silentLogger: Logger = { log: () => undefined };
