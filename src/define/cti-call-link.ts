import { CtiCallLink } from '../elements/cti-call-link.js';
import { defineElements } from './define-elements.js';

defineElements({ 'cti-call-link': CtiCallLink });
