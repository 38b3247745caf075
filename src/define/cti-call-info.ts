import { CtiCallInfo } from '../elements/cti-call-info.js';
import { defineElements } from './define-elements.js';

defineElements({ 'cti-call-info': CtiCallInfo });
