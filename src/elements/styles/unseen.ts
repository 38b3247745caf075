import { unsafeCSS } from 'lit';

/**
 * Declarations of what screen readers read and nobody sees. By themselves they are no style sheet, and what minifies
 * the sheets of the bundle refuses them as a `css` literal.
 */
export const unseen = unsafeCSS(
  'position: absolute; inline-size: 1px; block-size: 1px; overflow: hidden; clip-path: inset(50%);',
);
