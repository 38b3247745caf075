import { CtiDeviceMenu } from '../elements/cti-device-menu.js';
import { defineElements } from './define-elements.js';

defineElements({ 'cti-device-menu': CtiDeviceMenu });
