import type { Messages } from './messages.js';
import { problemsEn } from './problems-en.js';

const plural = new Intl.PluralRules('en');

const statusNames: Readonly<Record<string, string>> = {
  available: 'Available',
  away: 'Away',
  'do-not-disturb': 'Do not disturb',
  offline: 'Offline',
  'wrap-up': 'Wrap-up',
};

const connectionNames = {
  offline: 'Not connected',
  connecting: 'Connecting…',
  online: 'Connected',
  reconnecting: 'Reconnecting…',
  failed: 'No connection',
} as const;

const viewNames = {
  calls: 'Calls',
  transfer: 'Transfer call',
  customers: 'Customers',
  history: 'History',
  settings: 'Settings',
};
const notificationStates = {
  granted: 'On: you hear of calls when this page is hidden',
  denied: 'Blocked. Allow them in the browser’s settings for this page.',
  default: 'Off: a call may go unnoticed when this page is hidden',
  unsupported: 'This browser has none',
};
const shortcutNames = {
  answer: 'Answer',
  end: 'End call or decline',
  hold: 'Hold or resume',
  mute: 'Mute or unmute',
  dial: 'Go to the number field',
  window: 'Open or close this window',
};

export const en: Messages = {
  $code: 'en',
  $name: 'English',
  $dir: 'ltr',
  phoneNumber: 'Phone number',
  call: 'Call',
  openWindow: 'Open CTI window',
  status: 'Status',
  answer: 'Answer',
  decline: 'Decline',
  endCall: 'End call',
  hold: 'Hold',
  resume: 'Resume',
  mute: 'Mute',
  unmute: 'Unmute',
  silence: 'Silence',
  keypad: 'Keypad',
  transfer: 'Transfer',
  incomingCall: 'Incoming call',
  outgoingCall: 'Outgoing call',
  onHold: 'On hold',
  customersFound: (count) =>
    `${count} ${plural.select(count) === 'one' ? 'customer' : 'customers'} found`,
  liftHandset: 'Lift the handset to answer',
  linkNumber: 'Link number',
  onlyThisCall: 'Only this call',
  statusName: (id) => statusNames[id] ?? id,
  statusThen: (status, next) => `${status}, then ${next}`,
  noStatus: 'No status',
  showDigits: 'Show digits',
  hideDigits: 'Hide digits',
  deleteDigit: 'Delete digit',
  windowTitle: 'CTI window',
  closeWindow: 'Close CTI window',
  moveWindow: 'Move CTI window with the arrow keys',
  viewName: (view) => viewNames[view],
  emptyView: 'Nothing to show here yet',
  noCalls: 'No calls',
  talking: 'Talking',
  ringVolume: 'Ring volume',
  notifications: 'Notifications',
  allowNotifications: 'Allow notifications',
  notificationState: (state) => notificationStates[state],
  shortcuts: 'Keyboard shortcuts',
  shortcutName: (name) => shortcutNames[name],
  language: 'Language',
  problem: (reason) => problemsEn[reason],

  connection: (state) => connectionNames[state],
  retry: 'Retry',
  usedInAnotherTab: 'Used in another tab',
  useHere: 'Use here',

  otherCalls: 'Other calls',
  unknownCaller: 'Unknown number',
  answerCall: (who) => `Answer ${who}`,
  declineCall: (who) => `Decline ${who}`,
  silenceCall: (who) => `Silence ${who}`,
  endCallWith: (who) => `End call with ${who}`,

  callDialing: 'Calling…',
  callRinging: 'Ringing…',
  callAnswering: 'Connecting…',
  heldByOther: 'The other side holds you',
  soundInterrupted: 'Sound is interrupted',
  goOnTalking: 'You can go on talking',
  allowMicrophone: 'Allow the microphone: the browser is asking you.',
  missedCall: 'Missed call',
  silenced: 'Silenced',
  resumeShort: 'Resume',
  muteShort: 'Mute',
  unmuteShort: 'Unmute',
  redial: 'Redial',
  completeTransfer: 'Complete transfer',
  cancelTransfer: 'Cancel transfer',
  swap: 'Swap calls',
  merge: 'Merge calls',
  takeBack: 'Waiting for this page. Press to cancel.',
};
