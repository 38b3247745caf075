import type { Translation } from '@shoelace-style/localize';
import type { CtiErrorReason, EndReason } from '../base/error.js';
import type { DeviceNotice } from '../devices/device-choice.js';

/** Every text of the panel, typed: a language that lacks one does not compile. Grouped by element. */
export interface Messages extends Translation {
  phoneNumber: string;
  call: string;
  openWindow: string;
  status: string;
  answer: string;
  decline: string;
  endCall: string;
  hold: string;
  resume: string;
  mute: string;
  unmute: string;
  silence: string;
  keypad: string;
  transfer: string;
  incomingCall: string;
  outgoingCall: string;
  onHold: string;
  customersFound: (count: number) => string;
  liftHandset: string;
  linkNumber: string;
  onlyThisCall: string;
  /** Name of a status that the call centre did not label. */
  statusName: (id: string) => string;
  /** A status, and the one that follows when the call has ended. */
  statusThen: (status: string, next: string) => string;
  noStatus: string;
  showDigits: string;
  deleteDigit: string;
  hideDigits: string;
  windowTitle: string;
  closeWindow: string;
  moveWindow: string;
  dockWindow: string;
  keepOnTop: string;
  notOnTop: string;
  keepOnTopFailed: string;
  /** A link that calls (`cti-call-link`): what it says before the number or the name in it. */
  callNumber: string;
  /** Names the numbers of one link. */
  chooseNumber: string;
  viewName: (view: 'calls' | 'transfer' | 'customers' | 'history' | 'settings') => string;
  windowNotLoaded: string;
  emptyView: string;
  noCalls: string;
  talking: string;
  ringVolume: string;
  notifications: string;
  allowNotifications: string;
  notificationState: (state: 'granted' | 'denied' | 'default' | 'unsupported') => string;
  shortcuts: string;
  shortcutName: (name: 'answer' | 'end' | 'hold' | 'mute' | 'dial' | 'window') => string;
  language: string;
  /** What is wrong with a microphone or a speaker in a call. */
  deviceNotice: (notice: DeviceNotice) => string;
  /** What went wrong and what the operator can do about it. */
  problem: (reason: CtiErrorReason) => string;

  /** State of the line (`cti-connection-badge`). */
  connection: (state: 'offline' | 'connecting' | 'online' | 'reconnecting' | 'failed') => string;
  retry: string;
  usedInAnotherTab: string;
  useHere: string;

  /** A list of the calls beside the current one (`cti-call-list`). */
  otherCalls: string;
  /** A caller who hides the number. */
  unknownCaller: string;
  /** Names of the buttons of one call in the list: they begin with the plain word, and differ from it. */
  answerCall: (who: string) => string;
  declineCall: (who: string) => string;
  silenceCall: (who: string) => string;
  endCallWith: (who: string) => string;
  resumeCall: (who: string) => string;
  consultation: string;
  conference: string;
  /** It is being sent to another number. */
  beingTransferred: string;

  /** Who calls, and how the call is (`cti-call-info`). */
  callDialing: string;
  callRinging: string;
  callAnswering: string;
  heldByOther: string;
  soundInterrupted: string;
  goOnTalking: string;
  allowMicrophone: string;
  missedCall: string;
  searching: string;
  lookupFailed: string;
  /** Before whom the call was for, or the queue it came through. */
  via: string;
  /** Beside what the far end calls itself. */
  unverified: string;
  doNotCall: string;
  findCustomer: string;
  createCustomer: string;
  unlink: string;
  silenced: string;
  /** The search for a customer (`cti-customer-search`). */
  searchCustomers: string;
  searchHint: string;
  customerList: string;
  /** A type of customer that the page has not named. */
  customerType: (type: string) => string;
  nobodyFound: string;
  more: string;
  openCustomer: string;
  /** Before a customer's name. */
  linkedTo: string;
  callBelongsTo: string;
  unlinked: string;
  /** What a dial field offers (`cti-dial-field`). */
  suggestions: string;
  recentNumbers: string;
  callAnyway: string;
  /** Past calls (`cti-call-history`). Names of the buttons of one call hold who it was with. */
  pastCalls: string;
  allCalls: string;
  missedCalls: string;
  searchCalls: string;
  noPastCalls: string;
  noCallsFound: string;
  historyOff: string;
  historyFailed: string;
  loading: string;
  callBack: (who: string) => string;
  callDetails: (who: string) => string;
  linkNumberOf: (who: string) => string;
  deleteCall: (who: string) => string;
  delete: string;
  callDeleted: string;
  undo: string;
  exportCalls: string;
  notSaved: string;
  /** Name of the button that shows `notSaved`: it begins with it. */
  notSavedCall: (who: string) => string;
  callInCrm: string;
  note: string;
  noteOf: (who: string) => string;
  /** How a past call ended; `lost`: nobody knows, the page was gone. */
  outcome: (reason: EndReason | 'missed' | 'answered' | 'lost') => string;
  /** How many calls were missed, not seen yet. */
  missedCount: (count: number) => string;
  /** Actions (`cti-action-button`); a short one is shown where the name is too long: a part of the name. */
  resumeShort: string;
  muteShort: string;
  unmuteShort: string;
  redial: string;
  completeTransfer: string;
  cancelTransfer: string;
  swap: string;
  merge: string;
  split: string;
  /** Transfer (`cti-transfer-form`). */
  transferTo: string;
  transferNow: string;
  askFirst: string;
  recentTargets: string;
  connectCalls: string;
  noCallToTransfer: string;
  transferHolding: string;
  transferTrying: (who: string) => string;
  transferRinging: (who: string) => string;
  transferDone: (who: string) => string;
  /** The caller is back; why follows. */
  transferFailed: (who: string) => string;
  /** A call that has been on hold for two minutes. */
  heldLong: (who: string) => string;
  /** The far end of a call wishes to be replaced by somebody else. */
  transferAsked: (who: string, target: string) => string;
  /** Another party has taken the place of the far end. */
  takenOver: (who: string) => string;
  followTransfer: (target: string) => string;
  stayOnCall: string;
  /** On a button whose command waits for the page. */
  takeBack: string;
  /** Microphone, speaker and ringer (`cti-device-menu`). */
  microphone: string;
  speaker: string;
  ringer: string;
  standardDevice: string;
  soundProcessing: (name: 'echoCancellation' | 'noiseSuppression' | 'autoGainControl') => string;
  microphoneLevel: string;
  callVolume: string;
  testMicrophone: string;
  recordTest: string;
  testTone: string;
  stopTest: (check?: 'level' | 'recording' | 'playing' | 'speaker' | 'ringer') => string;
  /** Asks for the permission without which browsers name no devices. */
  chooseDevices: string;
}
