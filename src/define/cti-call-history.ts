import { CtiCallHistory } from '../elements/cti-call-history.js';
import { defineElements } from './define-elements.js';

defineElements({ 'cti-call-history': CtiCallHistory });
