export { CtiError, ctiErrorReasons, endReasons } from './base/error.js';
export { CtiDialField } from './elements/cti-dial-field.js';
export { CtiPanel } from './panel/cti-panel.js';
export { registerTransport } from './panel/transports.js';
