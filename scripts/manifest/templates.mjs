/**
 * What an element's source really has: read from its syntax tree, to be held against its documentation.
 */
import ts from 'typescript';

/** What a template's expression may stand for, in a regular expression. */
const anything = '[a-z0-9-]*';

function rawPieces(template) {
  if (ts.isNoSubstitutionTemplateLiteral(template)) return [template.text];
  return [template.head.text, ...template.templateSpans.map(({ literal }) => literal.text)];
}

/** The text that an expression contributes: strings it may evaluate to, else `undefined`. */
function strings(expression) {
  if (ts.isStringLiteralLike(expression)) return [expression.text];
  if (ts.isParenthesizedExpression(expression)) return strings(expression.expression);
  if (ts.isConditionalExpression(expression)) {
    return [...strings(expression.whenTrue), ...strings(expression.whenFalse)];
  }
  if (ts.isTemplateExpression(expression)) return [rawPieces(expression).join(anything)];
  return [anything];
}

/** The source of a template as text, once for every combination that matters: attribute values with their expressions. */
function* attributeValues(template, name) {
  const pieces = rawPieces(template);
  const expressions = ts.isTemplateExpression(template)
    ? template.templateSpans.map(({ expression }) => expression)
    : [];
  // ⟦n⟧, which no template contains, stands for each expression.
  const text = pieces.map((piece, index) => (index ? `⟦${index - 1}⟧${piece}` : piece)).join('');
  const pattern = new RegExp(`\\s${name}=(?:"([^"]*)"|'([^']*)'|(⟦\\d+⟧))`, 'g');
  for (const [, double, single, bare] of text.matchAll(pattern)) {
    yield* expand(double ?? single ?? bare, expressions);
  }
}

function expand(value, expressions) {
  const mark = /⟦(\d+)⟧/.exec(value);
  if (!mark) return [value];
  const [whole, index] = mark;
  return strings(expressions[Number(index)]).flatMap((text) =>
    expand(value.replace(whole, text), expressions),
  );
}

function isHtml(node) {
  return ts.isTaggedTemplateExpression(node) && node.tag.getText() === 'html';
}

/** The types of the event, where a statement constructs one of ours or calls a method that dispatches one. */
function eventTypes(node) {
  const callee = node.expression.getText();
  const isEvent = ts.isNewExpression(node) && /Event$/.test(callee);
  const isDispatch = ts.isCallExpression(node) && /(dispatch|emit)\w*$/i.test(callee);
  const [first] = node.arguments ?? [];
  if (!first || !(isEvent || isDispatch)) return [];
  return strings(first).filter((text) => text.startsWith('cti-'));
}

/**
 * Parts and slots of the templates (as patterns: an expression may be anything), and the events dispatched.
 */
export function readElement(file, source) {
  const tree = ts.createSourceFile(file, source, ts.ScriptTarget.ES2022, true);
  const found = { parts: new Set(), slots: new Set(), events: new Set() };

  function readTemplate(template) {
    for (const value of attributeValues(template, 'part')) {
      value
        .split(/\s+/)
        .filter(Boolean)
        .forEach((part) => found.parts.add(part));
    }
    for (const value of attributeValues(template, 'exportparts')) {
      for (const pair of value.split(',').map((text) => text.trim())) {
        if (pair) found.parts.add(pair.split(':').at(-1).trim());
      }
    }
    for (const piece of [rawPieces(template).join(anything)]) {
      for (const [tag] of piece.matchAll(/<slot[^>]*>/g)) {
        found.slots.add(/\sname=["']?([\w-]+)/.exec(tag)?.[1] ?? '');
      }
    }
  }

  function visit(node) {
    if (isHtml(node)) readTemplate(node.template);
    if (ts.isNewExpression(node) || ts.isCallExpression(node)) {
      eventTypes(node).forEach((type) => found.events.add(type));
    }
    ts.forEachChild(node, visit);
  }
  visit(tree);
  return found;
}
