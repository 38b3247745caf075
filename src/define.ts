import { CtiDialField } from './elements/cti-dial-field.js';
import { CtiPanel } from './panel/cti-panel.js';
import { registerTransport } from './panel/transports.js';

/** The panel first: an element that is upgraded before its panel finds no controller at once. */
const elements = {
  'cti-panel': CtiPanel,
  'cti-dial-field': CtiDialField,
};

registerTransport('sip', async () => {
  const { createSipTransport } = await import('./transport/sip/index.js');
  return createSipTransport();
});

// A second copy of the library on the page finds the tags taken, and leaves them.
for (const [tag, element] of Object.entries(elements)) {
  if (!customElements.get(tag)) customElements.define(tag, element);
}
