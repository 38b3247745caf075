import type { CallCentre } from '../call-centre/call-centre.js';
import type { ControllerSettings } from '../controller/call-controller.js';
import type { Configuration } from './configuration.js';
import type { ControllerDesk } from './controller-desk.js';

/** What a configuration says besides the line, with what the desk has of it, so that it stays the same. */
export function controllerSettings(
  configuration: Configuration,
  desk: ControllerDesk,
  host: { readonly baseUrl: string; report(thrown: unknown): void },
): Omit<ControllerSettings, 'line' | 'transport'> {
  const directory = directoryOf(configuration, desk, host);
  return {
    ...(directory ? { directory } : {}),
    callCentre: callCentreOf(configuration, desk),
    features: configuration.get('features') ?? {},
    dialPlan: configuration.get('dialPlan') ?? {},
    declineCode: configuration.get('declineCode'),
    maxCalls: configuration.get('maxCalls'),
  };
}

/** One that cannot be used is no reason to be without a telephone. */
function directoryOf(
  configuration: Configuration,
  desk: ControllerDesk,
  { baseUrl, report }: Parameters<typeof controllerSettings>[2],
): ControllerSettings['directory'] {
  try {
    return desk.customers.use({
      directory: configuration.get('directory'),
      src: configuration.get('directorySrc'),
      baseUrl,
      userId: configuration.settings.userId,
    });
  } catch (thrown) {
    report(thrown);
    return undefined;
  }
}

function callCentreOf(configuration: Configuration, desk: ControllerDesk): CallCentre {
  const own = configuration.get('callCentre');
  if (own) desk.forgetCallCentre();
  return own ?? desk.callCentre(configuration.settings);
}
