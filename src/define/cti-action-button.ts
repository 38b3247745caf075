import { CtiActionButton } from '../elements/cti-action-button.js';
import { defineElements } from './define-elements.js';

defineElements({ 'cti-action-button': CtiActionButton });
