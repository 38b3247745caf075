import { expect } from '@open-wc/testing';
import type { Core } from 'sip.js';

import { guardDialog } from '../../../../src/transport/sip/in-dialog.js';

describe('guardDialog', () => {
  function guarded(standing: boolean): {
    readonly dialog: Core.Session;
    readonly timeouts: number[];
  } {
    const timeouts: number[] = [];
    const dialog = {
      delegate: { onAckTimeout: () => timeouts.push(1) },
    } as unknown as Core.Session;
    guardDialog(dialog, { offering: () => false, standing: () => standing, answerLines: () => [] });
    return { dialog, timeouts };
  }

  it('#72 does not end a call again whose ACK is missed after their BYE: sip.js would throw', () => {
    const { dialog, timeouts } = guarded(false);
    dialog.delegate?.onAckTimeout?.();
    expect(timeouts).to.deep.equal([]);
  });

  it('#70 leaves the missing ACK of a call that stands to sip.js', () => {
    const { dialog, timeouts } = guarded(true);
    dialog.delegate?.onAckTimeout?.();
    expect(timeouts).to.deep.equal([1]);
  });
});
