import { CtiCallActions } from '../elements/cti-call-actions.js';
import './cti-action-button.js';
import { defineElements } from './define-elements.js';

defineElements({ 'cti-call-actions': CtiCallActions });
