import { CtiCallList } from '../elements/cti-call-list.js';
import { defineElements } from './define-elements.js';

defineElements({ 'cti-call-list': CtiCallList });
