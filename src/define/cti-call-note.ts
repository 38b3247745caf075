import { CtiCallNote } from '../elements/cti-call-note.js';
import { defineElements } from './define-elements.js';

defineElements({ 'cti-call-note': CtiCallNote });
