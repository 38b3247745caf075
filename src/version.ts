/** Version of this copy of the library; the build writes the one of package.json here (scripts/build.mjs). */
export const version: string = '0.0.0-source';
