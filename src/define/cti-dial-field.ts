import { CtiDialField } from '../elements/cti-dial-field.js';
import { defineElements } from './define-elements.js';

defineElements({ 'cti-dial-field': CtiDialField });
