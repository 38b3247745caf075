/** Exports of modules, by a name for the module and their own. */
export type Lent = Readonly<Record<string, Readonly<Record<string, unknown>>>>;

/** What the bundle lends the file beside it. Written by the bundler, which knows what that file needs. */
export const lent: Lent = {};
