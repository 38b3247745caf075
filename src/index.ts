export { CtiError, ctiErrorReasons, endReasons } from './base/error.js';
export { CtiActionButton } from './elements/cti-action-button.js';
export { CtiCallActions } from './elements/cti-call-actions.js';
export { CtiCallInfo } from './elements/cti-call-info.js';
export { CtiCallLink } from './elements/cti-call-link.js';
export { CtiCallList } from './elements/cti-call-list.js';
export { CtiConnectionBadge } from './elements/cti-connection-badge.js';
export { CtiDialField } from './elements/cti-dial-field.js';
export { CtiDialPad } from './elements/cti-dial-pad.js';
export { CtiStatusMenu } from './elements/cti-status-menu.js';
/** Loaded late: their classes are in `cti-panel/elements/….js`. */
export type { CtiCallHistory } from './elements/cti-call-history.js';
export type { CtiCallNote } from './elements/cti-call-note.js';
export type { CtiCustomerSearch } from './elements/cti-customer-search.js';
export type { CtiDeviceMenu } from './elements/cti-device-menu.js';
export type { CtiTransferForm } from './elements/cti-transfer-form.js';
export type { CtiWindow } from './elements/cti-window.js';
export { CtiPanel } from './panel/cti-panel.js';
export { enableClickToCall, type ClickToCallOptions } from './panel/click-to-call.js';
export { registerTransport } from './panel/transports.js';
export { SimulatorTransport } from './transport/simulator/simulator-transport.js';
export type {
  SimulatedCaller,
  SimulatorOptions,
} from './transport/simulator/simulator-transport.js';
export type { FarEndBehaviour } from './transport/simulator/behaviour.js';
export type { FarEndView } from './transport/simulator/call-context.js';
export { LocalCallController } from './controller/local-call-controller.js';
export type { ControllerParts } from './controller/local-call-controller.js';
export type {
  CallController,
  ControllerSettings,
  CtiNotification,
  GuardedRequest,
  Interceptor,
  Verdict,
} from './controller/call-controller.js';
export type { Command, CommandType } from './controller/commands.js';
export type { DialPlan } from './controller/dial-plan.js';
export type { Features } from './controller/features.js';
export type {
  CallEnd,
  CallPhase,
  CallSnapshot,
  CommandSource,
  Connection,
  CtiSnapshot,
  Mode,
  WindowView,
} from './controller/snapshot.js';
export { CtiEvent, CtiRequestEvent } from './context/events.js';
export type { CtiEventDetails, CtiEventMap, RequestDetail } from './context/events.js';
export type { ConfigurationDocument } from './panel/configuration-fields.js';
export type { ConfigProvider, ConfigReason } from './panel/configuration-source.js';
export type { HttpPurpose, PageFetch } from './base/page-fetch.js';
export type { CallChange, CallExtras } from './panel/panel-options.js';
export type { Shortcuts } from './panel/settings.js';
export type { CtiErrorReason, EndReason, SipStatus } from './base/error.js';
export type { Clock } from './base/clock.js';
export type { Logger, LogLevel } from './base/logger.js';
export type {
  AgentStatus,
  CallCentre,
  CallCentreEvent,
  CallCentreHost,
  StatusKind,
  StatusOption,
} from './call-centre/call-centre.js';
export type {
  Customer,
  CustomerDirectory,
  CustomerNumber,
  DirectoryPage,
  LookupContext,
  SearchContext,
} from './directory/customer-directory.js';
export { HttpDirectory, type HttpDirectoryOptions } from './directory/http-directory.js';
export { MemoryDirectory } from './directory/memory-directory.js';
export type {
  CallHistory,
  CallLog,
  CallRecord,
  HistoryChange,
  HistoryPage,
  HistoryQuery,
  RecordChange,
  RecordedCustomer,
} from './history/call-history.js';
export type {
  CallTransport,
  Capabilities,
  Credentials,
  CredentialsProvider,
  CredentialsRequest,
  IceServer,
  LineSettings,
  MergedCalls,
  TransferPolicy,
  TransferProgress,
  TransportEvent,
  TransportHost,
} from './transport/call-transport.js';
export { registerLanguage, type Language } from './i18n/register.js';
