import { CtiDialPad } from '../elements/cti-dial-pad.js';
import { defineElements } from './define-elements.js';

defineElements({ 'cti-dial-pad': CtiDialPad });
