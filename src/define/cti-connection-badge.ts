import { CtiConnectionBadge } from '../elements/cti-connection-badge.js';
import { defineElements } from './define-elements.js';

defineElements({ 'cti-connection-badge': CtiConnectionBadge });
