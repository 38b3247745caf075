import type { RecordSettings } from './call-records.js';
import type { Configuration } from './configuration.js';

/** What the configuration says about the record of calls. @param baseUrl what `log-src` is relative to */
export function recordSettings(configuration: Configuration, baseUrl: string): RecordSettings {
  const logSrc = configuration.get('logSrc');
  return {
    userId: configuration.settings.userId,
    history: configuration.get('history'),
    historyLimit: configuration.get('historyLimit'),
    callHistory: configuration.get('callHistory'),
    callLog: configuration.get('callLog'),
    // One that is no URL is said to be none by whoever is to use it.
    logSrc: logSrc && URL.canParse(logSrc, baseUrl) ? new URL(logSrc, baseUrl).href : logSrc,
    fetch: () => configuration.get('fetch'),
  };
}
