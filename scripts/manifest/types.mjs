/**
 * Types as a reader of the manifest needs them: the analyzer copies their text, which is often a name that means
 * nothing outside its file, such as `FieldValues['layout']`.
 */
import ts from 'typescript';

const root = new URL('../../', import.meta.url);

function programOf(files) {
  const path = new URL('tsconfig.build.json', root).pathname;
  const { config } = ts.readConfigFile(path, ts.sys.readFile);
  const { options } = ts.parseJsonConfigFileContent(config, ts.sys, new URL('.', root).pathname);
  return ts.createProgram(files, options);
}

/** The literals that a type may be, `undefined` where it is more than these. */
function literals(checker, type) {
  const members = type.isUnion() ? type.types : [type];
  const isOne = ({ flags }) =>
    flags & (ts.TypeFlags.StringLiteral | ts.TypeFlags.NumberLiteral | ts.TypeFlags.Undefined);
  if (members.length < 2 || !members.every(isOne)) return undefined;
  return members
    .filter(({ flags }) => !(flags & ts.TypeFlags.Undefined))
    .map((member) => checker.typeToString(member).replaceAll('"', "'"))
    .join(' | ');
}

/** A better text than the one that was copied, where there is one. */
function textOf(checker, symbol, { node, copied = '' }) {
  const type = checker.getTypeOfSymbolAtLocation(symbol, node);
  const isIndexed = /\w\['\w+'\]/.test(copied);
  return literals(checker, type) ?? (isIndexed ? checker.typeToString(type, node) : undefined);
}

/** Writes the literals of unions into the fields and attributes of the manifest's classes. */
export function spellTypesOut(modules) {
  const program = programOf(modules.map(({ path }) => new URL(path, root).pathname));
  const checker = program.getTypeChecker();
  for (const { path, declarations } of modules) {
    const source = program.getSourceFile(new URL(path, root).pathname);
    for (const node of source.statements.filter(ts.isClassDeclaration)) {
      const declaration = declarations.find(({ name }) => name === node.name?.text);
      const type = checker.getTypeAtLocation(node);
      for (const member of declaration?.members ?? []) {
        const symbol = member.kind === 'field' && !member.static && type.getProperty(member.name);
        const text = symbol && textOf(checker, symbol, { node, copied: member.type?.text });
        if (!text) continue;
        member.type = { text };
        const attribute = declaration.attributes?.find(
          ({ fieldName }) => fieldName === member.name,
        );
        if (attribute) attribute.type = { text };
      }
    }
  }
}
