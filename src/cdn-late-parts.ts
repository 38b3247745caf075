/** What the file of the late elements beside the script-tag bundles exports. */
export { defineLateElements } from './define/late-elements.js';
export { loadRecordKeeper } from './panel/record-keeper.js';
