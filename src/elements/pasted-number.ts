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
