import { css } from 'lit';
import { unseen } from '../elements/styles/unseen.js';

/** Read by screen readers, seen by nobody. */
export default css`
  .unseen {
    ${unseen}
    white-space: nowrap;
  }
`;
