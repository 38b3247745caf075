/**
 * A number as it is copied from pages, mails and documents, without what cannot be seen (marks of direction, soft
 * hyphens), with plain spaces, and without the scheme of a link (RFC 3966). Its own punctuation and letters stay.
 */
export function pastedNumber(text: string): string {
  return text
    .replace(/\p{Cf}/gu, '')
    .replace(/[\s\p{Z}]+/gu, ' ')
    .trim()
    .replace(/^(?:tel|callto):(?:\/\/)?/i, '');
}

/** Pastes a number without those. Only what would not survive is taken out of the browser's hands: its own paste can
 * be undone. */
export function pasteNumber(event: ClipboardEvent, insert: (text: string) => void): void {
  const text = event.clipboardData?.getData('text/plain') ?? '';
  const clean = pastedNumber(text);
  if (clean === text) return;
  event.preventDefault();
  insert(clean);
}
