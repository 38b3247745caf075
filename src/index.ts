export { CtiError, ctiErrorReasons, endReasons } from './base/error.js';
export { CtiDialField } from './elements/cti-dial-field.js';
export { CtiPanel } from './panel/cti-panel.js';
export { registerTransport } from './panel/transports.js';
export { SimulatorTransport } from './transport/simulator/simulator-transport.js';
export type {
  SimulatedCaller,
  SimulatorOptions,
} from './transport/simulator/simulator-transport.js';
export type { FarEndBehaviour } from './transport/simulator/behaviour.js';
export type { FarEndView } from './transport/simulator/call-context.js';
