import { defineElements } from './define/define-elements.js';
import { CtiActionButton } from './elements/cti-action-button.js';
import { CtiCallActions } from './elements/cti-call-actions.js';
import { CtiCallInfo } from './elements/cti-call-info.js';
import { CtiCallLink } from './elements/cti-call-link.js';
import { CtiCallList } from './elements/cti-call-list.js';
import { CtiConnectionBadge } from './elements/cti-connection-badge.js';
import { CtiDialField } from './elements/cti-dial-field.js';
import { CtiDialPad } from './elements/cti-dial-pad.js';
import { CtiStatusMenu } from './elements/cti-status-menu.js';
import { CtiPanel } from './panel/cti-panel.js';
import { registerLateElements } from './panel/late-elements.js';
import { registerTransport } from './panel/transports.js';

/** The panel first: an element that is upgraded before its panel finds no controller at once. */
defineElements({
  'cti-panel': CtiPanel,
  'cti-dial-field': CtiDialField,
  'cti-dial-pad': CtiDialPad,
  'cti-status-menu': CtiStatusMenu,
  'cti-connection-badge': CtiConnectionBadge,
  'cti-call-list': CtiCallList,
  'cti-action-button': CtiActionButton,
  'cti-call-actions': CtiCallActions,
  'cti-call-info': CtiCallInfo,
  'cti-call-link': CtiCallLink,
});

registerTransport('sip', async () => {
  const { createSipTransport } = await import('./transport/sip/index.js');
  return createSipTransport();
});

registerLateElements('cti-window', async () => {
  const { defineLateElements } = await import('./define/late-elements.js');
  return defineLateElements();
});
