import { CtiTransferForm } from '../elements/cti-transfer-form.js';
import { defineElements } from './define-elements.js';

defineElements({ 'cti-transfer-form': CtiTransferForm });
