import { CtiWindow } from '../elements/cti-window.js';
import './cti-call-history.js';
import './cti-call-note.js';
import './cti-customer-search.js';
import './cti-device-menu.js';
import './cti-transfer-form.js';
import { defineElements } from './define-elements.js';

defineElements({ 'cti-window': CtiWindow });
