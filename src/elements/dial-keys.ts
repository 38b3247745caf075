/** ITU-T E.161: the keys of a telephone and their letters. */
export const dialKeys = [
  ['1', ''],
  ['2', 'ABC'],
  ['3', 'DEF'],
  ['4', 'GHI'],
  ['5', 'JKL'],
  ['6', 'MNO'],
  ['7', 'PQRS'],
  ['8', 'TUV'],
  ['9', 'WXYZ'],
  ['*', ''],
  ['0', '+'],
  ['#', ''],
] as const;
export type DialKey = (typeof dialKeys)[number][0];

/** On the Russian layout the key of `#` writes this. */
const sameKey: Readonly<Record<string, DialKey>> = { '№': '#' };

/** Index of the key that is meant by `KeyboardEvent.key`; -1: none. */
export function dialKeyIndex(key: string): number {
  const meant = sameKey[key] ?? key;
  return dialKeys.findIndex(([each]) => each === meant);
}

const columns = 3;
const steps: Readonly<Record<string, number>> = {
  ArrowLeft: -1,
  ArrowRight: 1,
  ArrowUp: -columns,
  ArrowDown: columns,
};

/** Where an arrow key leads from a key; the same key at the edge. `undefined`: not an arrow. */
export function neighbourOf(index: number, arrow: string): number | undefined {
  const step = steps[arrow];
  if (step === undefined) return undefined;
  return dialKeys[index + step] ? index + step : index;
}
