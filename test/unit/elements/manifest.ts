interface Named {
  readonly name: string;
}

/** What custom-elements.json says of one element. */
export interface ElementManifest {
  readonly tagName?: string;
  readonly cssParts?: readonly Named[];
  readonly events?: readonly Named[];
  readonly slots?: readonly Named[];
}

/** @throws when the manifest does not know the tag: `npm run manifest` */
export async function manifestOf(tag: string): Promise<ElementManifest> {
  const url = new URL('../../../custom-elements.json', import.meta.url);
  const manifest = (await (await fetch(url, { cache: 'no-store' })).json()) as {
    readonly modules: readonly { readonly declarations: readonly ElementManifest[] }[];
  };
  const found = manifest.modules
    .flatMap(({ declarations }) => declarations)
    .find(({ tagName }) => tagName === tag);
  if (!found) throw new Error(`${tag} is not in custom-elements.json: npm run manifest`);
  return found;
}

export function namesOf(list: readonly Named[] = []): string[] {
  return list.map(({ name }) => name);
}
