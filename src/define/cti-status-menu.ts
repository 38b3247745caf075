import { CtiStatusMenu } from '../elements/cti-status-menu.js';
import { defineElements } from './define-elements.js';

defineElements({ 'cti-status-menu': CtiStatusMenu });
