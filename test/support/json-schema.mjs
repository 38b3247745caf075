/** Keywords that say nothing about whether a value fits. */
const words = ['description', 'default', 'example'];

const typeOf = (value) => {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'array';
  return Number.isInteger(value) ? 'integer' : typeof value;
};

/** Keywords that look at the value alone. */
const fits = {
  type: (value, types) => [types].flat().includes(typeOf(value)),
  enum: (value, allowed) => allowed.includes(value),
  minLength: (value, least) => value.length >= least,
  maxLength: (value, most) => value.length <= most,
  minimum: (value, least) => value >= least,
  required: (value, names) => names.every((name) => Object.hasOwn(value, name)),
};

/** Keywords that look into it: what is there, its schema, and its place. */
const inside = {
  items: (value, schema) => value.map((item, index) => [item, schema, `[${index}]`]),
  properties: (value, schemas) =>
    Object.entries(value).map(([name, item]) => [
      item,
      Object.hasOwn(schemas, name) ? schemas[name] : undefined,
      `.${name}`,
    ]),
};

/**
 * Checks values against the schemas of an OpenAPI document (JSON Schema 2020-12, the keywords that ours uses: another
 * is an error, and not passed over). A property that a schema does not name is wrong: the document is to be complete.
 */
export class SchemaChecker {
  #document;
  #seen = new Set();

  constructor(document) {
    this.#document = document;
  }

  /** The node itself, or what its `$ref` stands for. */
  resolve(node) {
    if (!node?.$ref) return node;
    const path = node.$ref.replace(/^#\//, '').split('/');
    const found = path.reduce((parent, name) => parent?.[name], this.#document);
    if (!found) throw new Error(`${node.$ref} leads nowhere`);
    return this.resolve(found);
  }

  /** What is wrong with a value: nothing, or sentences. */
  check(value, given, place = 'value') {
    const schema = this.resolve(given);
    if (!schema) return [`${place} is not documented`];
    this.#seen.add(schema);
    if (!fits.type(value, schema.type)) return [`${place} is no ${schema.type}`];
    return Object.entries(schema).flatMap(([name, said]) => {
      if (words.includes(name)) return [];
      if (fits[name]) return fits[name](value, said) ? [] : [`${place} breaks ${name}: ${said}`];
      if (!inside[name]) throw new Error(`The checker does not know ${name}`);
      const below = inside[name](value, said);
      return below.flatMap(([item, own, step]) => this.check(item, own, place + step));
    });
  }

  /** The places in a schema that no value has had yet. */
  unseen(given, place) {
    const schema = this.resolve(given);
    const below = Object.entries(schema.properties ?? {});
    return [
      ...(this.#seen.has(schema) ? [] : [place]),
      ...below.flatMap(([name, own]) => this.unseen(own, `${place}.${name}`)),
      ...(schema.items ? this.unseen(schema.items, `${place}[]`) : []),
    ];
  }
}
