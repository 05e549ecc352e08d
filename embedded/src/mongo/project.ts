import { badValue, unsupported } from "./errors.ts";
import type { Scope } from "./expression.ts";
import { compileExpression, scopeOf, splitPath } from "./expression.ts";
import type { Filter, Variables } from "./filter.ts";
import { parseTests } from "./filter.ts";
import { compileFilter } from "./match.ts";
import { operators, refused } from "./operators.ts";
import { positionOf } from "./places.ts";
import type { Doc } from "./values.ts";
import { fieldOf, isDoc, isNumeric, setField, toNumber, truthy } from "./values.ts";
import { fault } from "./words.ts";

/** What is done with a field: it is made of what it was, or computed, whether it was there or not. */
interface Leaf {
  readonly computes: boolean;
  readonly value: (old: unknown, scope: Scope) => unknown;
}
/** What is done with the fields of a document; `computes` where one below is computed. */
interface Tree {
  readonly fields: Map<string, Leaf | Tree>;
  computes: boolean;
}
const newTree = (): Tree => ({ fields: new Map(), computes: false });

const made = (value: (old: unknown) => unknown): Leaf => ({ computes: false, value });
const keep = made((old) => old);
const drop = made(() => undefined);
function computed(e: unknown, variables: Variables): Leaf {
  const run = compileExpression(e, variables);
  return { computes: true, value: (_old, scope) => run(scope) };
}

/** `collisions`: the codes for a path that is there already, and for one below such. */
function addLeaf(tree: Tree, path: string, leaf: Leaf, collisions = [31250, 31249]): void {
  const parts = splitPath(path);
  let level = tree;
  for (const [i, part] of parts.entries()) {
    level.computes ||= leaf.computes;
    const there = level.fields.get(part);
    if (i === parts.length - 1) {
      if (there) throw fault(collisions[0]!, path);
      level.fields.set(part, leaf);
    } else {
      if (there && !("fields" in there))
        throw fault(collisions[1]!, path, parts.slice(i + 1).join("."));
      const inner = there ?? newTree();
      level.fields.set(part, inner);
      level = inner;
    }
  }
}

/** A projection of find or $project as a function of document. `filter` is needed for the positional projection only. */
export function parseProjection(
  spec: unknown,
  isFind: boolean,
  variables: Variables = {},
  filter?: Filter,
): (doc: Doc) => Doc {
  if (!isDoc(spec)) throw badValue("projection must be an object");
  if (Object.keys(spec).length === 0) {
    if (isFind) return (doc) => doc;
    throw fault(51272);
  }
  const tree = newTree();
  let including: boolean | undefined;
  let excludes = false;
  let positional: string | undefined;

  const mode = (wanted: boolean, path: string): void => {
    if (including !== undefined && including !== wanted) throw fault(wanted ? 31253 : 31254, path);
    including = wanted;
  };
  const leafOf = (path: string, value: unknown): Leaf => {
    if (isNumeric(value) || typeof value === "boolean") {
      const keeps = truthy(value);
      if (path !== "_id") mode(keeps, path);
      else excludes ||= !keeps;
      return keeps ? keep : drop;
    }
    const op = isDoc(value) ? Object.keys(value)[0]! : undefined;
    const cut = isFind && op === "$slice" ? slice((value as Doc)[op]) : undefined;
    if (cut) {
      excludes = true;
      return cut;
    }
    if (isFind && op === "$elemMatch") {
      mode(true, path);
      return elemMatch(value as Doc, variables);
    }
    if (op === "$meta") throw unsupported("$meta");
    if (op && !Object.hasOwn(operators, op) && !refused.has(op)) throw fault(31325, op);
    if (path !== "_id") mode(true, path);
    return computed(value, variables);
  };
  for (const [path, value] of fieldsOf(spec, 51270)) {
    const leaf = leafOf(path, value);
    const isPositional = isFind && leaf === keep && path.endsWith(".$");
    if (isPositional && positional !== undefined) throw fault(31276);
    if (isPositional) positional = path.slice(0, -2);
    addLeaf(tree, isPositional ? positional! : path, leaf);
  }
  const keeps = including ?? !excludes;
  if (keeps && !tree.fields.has("_id")) tree.fields.set("_id", keep);
  return (doc) => {
    const source = positional === undefined ? doc : withPosition(doc, positional, filter);
    return projectDoc(source, tree, keeps, scopeOf(doc));
  };
}

/** The paths of a specification with what each is to be: a document of no operator has more of them. */
function* fieldsOf(spec: Doc, emptyCode: number, above = ""): Iterable<[string, unknown]> {
  for (const [name, value] of Object.entries(spec)) {
    const path = above + name;
    const first = isDoc(value) ? Object.keys(value)[0] : "$";
    if (first === undefined) throw fault(emptyCode, path);
    if (first.startsWith("$")) yield [path, value];
    else yield* fieldsOf(value as Doc, emptyCode, `${path}.`);
  }
}

/** What find's $slice keeps of an array; undefined when it is the expression of that name. */
function slice(arg: unknown): Leaf | undefined {
  const numbers = (Array.isArray(arg) ? arg : [arg]).map((n) => (isNumeric(n) ? toNumber(n) : NaN));
  const [a, b] = numbers;
  if (a === undefined || numbers.length > 2 || !numbers.every((n) => Number.isInteger(n)))
    return undefined;
  if (b !== undefined && b <= 0) throw fault(28729, b);
  const skip = b === undefined ? Math.min(a, 0) : a;
  const limit = b ?? Math.abs(a);
  return made((old) => (Array.isArray(old) ? old.slice(skip).slice(0, limit) : old));
}

/** The first element that fits. */
function elemMatch(spec: Doc, variables: Variables): Leaf {
  const test = compileFilter({ kind: "field", path: "v", test: parseTests(spec, variables)[0]! });
  return made((old) => {
    const i = Array.isArray(old) ? old.findIndex((element) => test({ v: [element] })) : -1;
    return i < 0 ? undefined : [(old as unknown[])[i]];
  });
}

/** The document with of the array at the path only the element that the filter found. */
function withPosition(doc: Doc, path: string, filter: Filter | undefined): Doc {
  const parts = path.split(".");
  const array = parts.reduce<unknown>(fieldOf, doc);
  if (!Array.isArray(array)) return doc;
  if (!filter) throw fault(51246);
  return setAt(doc, parts, [array[positionOf(doc, parts, { filter })]]);
}

function projectDoc(doc: Doc, tree: Tree, keeps: boolean, scope: Scope): Doc {
  const result: Doc = {};
  for (const name of Object.keys(doc)) {
    const node = tree.fields.get(name);
    let value: unknown = keeps ? undefined : doc[name];
    if (node) value = projectValue(doc[name], node, keeps, scope);
    if (value !== undefined) setField(result, name, value);
  }
  if (!tree.computes) return result;
  for (const [name, node] of tree.fields) {
    if (!node.computes || ("fields" in node && Object.hasOwn(doc, name))) continue;
    const value =
      "fields" in node ? projectDoc({}, node, keeps, scope) : node.value(undefined, scope);
    if (value === undefined) delete result[name];
    else setField(result, name, value);
  }
  return result;
}

function projectValue(value: unknown, node: Leaf | Tree, keeps: boolean, scope: Scope): unknown {
  // Of a computed field the place is kept; its value comes later.
  if (!("fields" in node)) return node.computes ? null : node.value(value, scope);
  if (isDoc(value)) return projectDoc(value, node, keeps, scope);
  if (Array.isArray(value))
    return value
      .map((element) => projectValue(element, node, keeps, scope))
      .filter((element) => element !== undefined);
  if (node.computes) return projectDoc({}, node, keeps, scope);
  return keeps ? undefined : value;
}

/** $addFields: sets computed fields at paths, in every element of arrays on the way. */
export function parseAddFields(spec: unknown, variables: Variables): (doc: Doc) => Doc {
  if (!isDoc(spec) || Object.keys(spec).length === 0) throw fault(40177);
  const tree = newTree();
  for (const [path, value] of fieldsOf(spec, 40180))
    addLeaf(tree, path, computed(value, variables), [40176, 40176]);
  return (doc) => projectDoc(doc, tree, false, scopeOf(doc));
}

/** A copy with a value at a path; what is no document on the way becomes one, undefined takes the field away. */
export function setAt(doc: unknown, [name, ...rest]: readonly string[], value: unknown): Doc {
  const copy: Doc = isDoc(doc) ? { ...doc } : {};
  const inner = rest.length > 0 ? setAt(fieldOf(copy, name!), rest, value) : value;
  if (inner === undefined) delete copy[name!];
  else setField(copy, name!, inner);
  return copy;
}
