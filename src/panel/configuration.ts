import * as v from 'valibot';
import { CtiError } from '../base/error.js';
import { defaultLimit } from '../history/indexed-db-history.js';
import {
  documentSchema,
  fields,
  fromAttribute,
  type FieldName,
  type FieldValues,
  type ReadDocument,
} from './configuration-fields.js';
import {
  defaultRecordTarget,
  defaultShortcuts,
  type PanelSettings,
  type Shortcuts,
} from './settings.js';
import { parseShortcut, shortcutOf } from './shortcut-keys.js';

const layers = ['hand', 'attribute'] as const;
type Layer = (typeof layers)[number];

type Defaults = Pick<
  FieldValues,
  | 'tabs'
  | 'leave'
  | 'ring'
  | 'ringVolume'
  | 'initialStatus'
  | 'layout'
  | 'declineCode'
  | 'maxCalls'
  | 'acceptTransfers'
  | 'manual'
  | 'shortcuts'
  | 'history'
  | 'historyLimit'
  | 'screenPop'
  | 'recordOrigins'
  | 'recordTarget'
>;

const defaults: Defaults & Partial<FieldValues> = {
  tabs: 'single',
  leave: 'end',
  ring: 'always',
  ringVolume: 1,
  initialStatus: 'last',
  layout: 'auto',
  declineCode: 486,
  maxCalls: 4,
  acceptTransfers: 'never',
  manual: false,
  shortcuts: defaultShortcuts,
  history: 'local',
  historyLimit: defaultLimit,
  screenPop: 'none',
  recordOrigins: [],
  recordTarget: defaultRecordTarget,
};

const blank: ReadDocument = Object.freeze({});

/** Paths only: what is wrong may be a password. */
function placesOf(issues: readonly v.GenericIssue[]): string {
  return [...new Set(issues.map((issue) => v.getDotPath(issue) ?? 'all of it'))].join(', ');
}

/**
 * What a configuration document says.
 * @throws CtiError `invalid-configuration`: the message names the values that are wrong
 */
export function readDocument(given: unknown): ReadDocument {
  // To valibot an array is an object too.
  const parsed = v.safeParse(documentSchema, Array.isArray(given) ? undefined : given);
  if (parsed.success) return parsed.output;
  const message = `The configuration is not valid: ${placesOf(parsed.issues)}`;
  throw new CtiError('invalid-configuration', { message });
}

/**
 * The configuration of a panel in its three layers: what a page sets by hand beats an attribute, which beats the
 * document. A value that makes no sense is not taken, and a warning is logged.
 */
export class Configuration {
  #document = blank;
  readonly #layers = {
    hand: new Map<FieldName, unknown>(),
    attribute: new Map<FieldName, unknown>(),
  };
  readonly #warn: (message: string) => void;

  constructor(warn: (message: string) => void) {
    this.#warn = warn;
  }

  /** The value in force. */
  get<K extends FieldName>(
    name: K,
  ): FieldValues[K] | (K extends keyof Defaults ? never : undefined);
  get<K extends FieldName>(name: K): FieldValues[K] | undefined {
    return this.#said(name) ?? (defaults as Partial<FieldValues>)[name];
  }

  #said<K extends FieldName>(name: K): FieldValues[K] | undefined {
    for (const layer of layers) {
      const value = this.#layers[layer].get(name);
      if (value !== undefined) return value as FieldValues[K];
    }
    const { [name as keyof ReadDocument]: value } = this.#document;
    // A document's credentials and ICE servers are not the functions of the properties.
    return name === 'credentials' ? undefined : (value as FieldValues[K] | undefined);
  }

  get document(): ReadDocument {
    return this.#document;
  }

  set document(document: ReadDocument | undefined) {
    this.#document = document ?? blank;
    this.#warnOfKeys(this.#document.shortcuts);
  }

  /** `undefined` and `null` take the value back. */
  set(name: FieldName, value: unknown): void {
    this.#put('hand', name, value ?? undefined);
  }

  setAttribute(name: FieldName, text: string | null): void {
    const read = fromAttribute[name];
    this.#put('attribute', name, text === null ? undefined : read ? read(text) : text);
  }

  #put(layer: Layer, name: FieldName, value: unknown): void {
    const values = this.#layers[layer];
    if (value === undefined) return void values.delete(name);
    const parsed = v.safeParse(fields[name], value);
    if (parsed.success) {
      if (name === 'shortcuts') this.#warnOfKeys(parsed.output as FieldValues['shortcuts']);
      return void values.set(name, parsed.output);
    }
    // An attribute that has become nonsense no longer says what it said before.
    if (layer === 'attribute') values.delete(name);
    this.#warn(`${name}: a value that cannot be used was ignored`);
  }

  #warnOfKeys(table: FieldValues['shortcuts'] | undefined): void {
    const keys = Object.entries(table || {}) as [string, string][];
    for (const [action, text] of keys) {
      if (text !== '' && !parseShortcut(text))
        this.#warn(`shortcuts.${action}: a value that cannot be used was ignored`);
    }
  }

  get settings(): PanelSettings {
    const shortcuts = this.get('shortcuts');
    return {
      userId: this.get('userId') ?? this.get('uri') ?? '',
      tabs: this.get('tabs'),
      leave: this.get('leave'),
      ring: this.get('ring'),
      ringVolume: this.get('ringVolume'),
      initialStatus: this.get('initialStatus'),
      shortcuts: shortcuts && readable({ ...defaultShortcuts, ...shortcuts }),
      layout: this.get('layout'),
      screenPop: this.get('screenPop'),
      recordOrigins: this.get('recordOrigins'),
      recordTarget: this.get('recordTarget'),
    };
  }
}

/** What is no key is none, for the keyboard and for those who read it. */
function readable(table: Shortcuts): Shortcuts {
  return Object.fromEntries(
    Object.entries(table).map(([action, text]: [string, string]) => {
      const keys = parseShortcut(text);
      return [action, keys ? shortcutOf(keys) : ''];
    }),
  );
}
