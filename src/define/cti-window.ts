import { CtiWindow } from '../elements/cti-window.js';
import './cti-customer-search.js';
import './cti-device-menu.js';
import { defineElements } from './define-elements.js';

defineElements({ 'cti-window': CtiWindow });
