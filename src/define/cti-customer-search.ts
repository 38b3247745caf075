import { CtiCustomerSearch } from '../elements/cti-customer-search.js';
import { defineElements } from './define-elements.js';

defineElements({ 'cti-customer-search': CtiCustomerSearch });
