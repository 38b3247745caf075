import type { CtiError, CtiErrorReason, EndReason } from '../../../base/error.js';

const endReasonByReason: Partial<Readonly<Record<CtiErrorReason, EndReason>>> = {
  'microphone-denied': 'microphone-denied',
  'permission-policy': 'microphone-denied',
  'insecure-context': 'microphone-denied',
  'microphone-missing': 'microphone-missing',
  'microphone-busy': 'microphone-missing',
};

/** The reason under which a call ends for want of a microphone. */
export function endReasonOfMicrophone(error: CtiError): EndReason {
  return endReasonByReason[error.reason] ?? 'media';
}
