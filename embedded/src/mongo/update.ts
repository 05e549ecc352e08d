import { badValue, failedToParse, typeMismatch, unsupported } from "./errors.ts";
import type { Filter, Variables } from "./filter.ts";
import { parseFilter } from "./filter.ts";
import { sortOrder, unique } from "./gather.ts";
import { matcher } from "./match.ts";
import { arithmetic } from "./numbers.ts";
import type { ArrayFilters, Place, Takes } from "./places.ts";
import { expand, find, parseArrayFilters, positionOf, put, read } from "./places.ts";
import { documentStages } from "./stages.ts";
import type { Doc } from "./values.ts";
import { clone, compare, equal, isDoc, isNumeric, toNumber, typeName } from "./values.ts";
import { fault } from "./words.ts";

/** What an update needs to know of the document it is applied to. */
interface UpdateContext {
  readonly filter: Filter;
  readonly inserting: boolean;
}
/** Gives the changed copy of a document. */
export type Update = (doc: Doc, context: UpdateContext) => Doc;

interface Leaf {
  readonly op: string;
  readonly path: string[];
  readonly arg: unknown;
}

type Modifier = (old: unknown, arg: unknown, path: string) => unknown;
const copied: Modifier = (_old, arg) => clone(arg);
/** What becomes of a value by an operator; where there is none it is given undefined. */
const modifiers: { [op: string]: Modifier } = {
  $set: copied,
  $setOnInsert: copied,
  $inc: computed("+"),
  $mul: computed("*"),
  $min: (old, arg) => (old === undefined || compare(arg, old) < 0 ? clone(arg) : old),
  $max: (old, arg) => (old === undefined || compare(arg, old) > 0 ? clone(arg) : old),
  $currentDate: (_old, arg) => {
    if (typeof arg !== "boolean") throw unsupported("$currentDate with a $type");
    return new Date();
  },
  $push: ofArray(pushed),
  $addToSet: ofArray((list, arg) => {
    const added = isDoc(arg) && "$each" in arg ? arg["$each"] : [arg];
    if (!Array.isArray(added)) throw typeMismatch("$each in $addToSet must be an array");
    return [...list, ...clone(unique(added).filter((v) => !list.some((x) => equal(x, v))))];
  }),
  $pull: ofArray((list, arg) => {
    const pulls = pullTest(arg);
    return list.filter((v) => !pulls(v));
  }),
  $pullAll: ofArray((list, arg) => {
    if (!Array.isArray(arg)) throw badValue(`$pullAll requires an array, not ${typeName(arg)}`);
    return list.filter((v) => !arg.some((x) => equal(x, v)));
  }),
  $pop: ofArray((list, arg) => {
    const n = isNumeric(arg) ? toNumber(arg) : NaN;
    if (n !== 1 && n !== -1) throw failedToParse(`$pop expects 1 or -1, found: ${String(arg)}`);
    return n === 1 ? list.slice(0, -1) : list.slice(1);
  }, typeMismatch),
};

function computed(sign: "+" | "*"): Modifier {
  return (old, arg, path) => {
    if (!isNumeric(arg)) throw typeMismatch(`Cannot compute ${path} with a non-numeric argument`);
    if (old === undefined && sign === "+") return arg;
    if (old !== undefined && !isNumeric(old))
      throw typeMismatch(`Cannot compute with ${path} of non-numeric type ${typeName(old)}`);
    return arithmetic(old ?? 0, arg, sign, true);
  };
}

function ofArray(change: (list: unknown[], arg: unknown) => unknown[], wrong = badValue): Modifier {
  return (old, arg, path) => {
    if (old !== undefined && !Array.isArray(old))
      throw wrong(`The field '${path}' must be an array but is of type ${typeName(old)}`);
    return change(old ?? [], arg);
  };
}

/** What $pull takes away: documents that match a filter, values that pass tests, or equal ones. */
function pullTest(arg: unknown): (v: unknown) => boolean {
  if (isDoc(arg) && !Object.keys(arg)[0]?.startsWith("$")) {
    const test = matcher(arg);
    return (v) => isDoc(v) && test(v);
  }
  if (!isDoc(arg) && typeName(arg) !== "regex") return (v) => equal(v, arg);
  // Arrays among the elements are looked into, as everywhere.
  const test = matcher({ v: arg });
  return (v) => test({ v });
}

function pushed(list: unknown[], arg: unknown): unknown[] {
  if (!isDoc(arg) || !("$each" in arg)) return [...list, clone(arg)];
  const { $each: each, $position: position, $slice: slice, $sort: sort, ...others } = arg;
  if (!Array.isArray(each)) throw badValue("$each in $push must be an array");
  const [other] = Object.keys(others);
  if (other !== undefined) throw badValue(`Unrecognized clause in $push: ${other}`);
  const at = position === undefined ? list.length : whole("$position", position);
  const result = list.toSpliced(at, 0, ...clone(each));
  const sorted = sort === undefined ? result : result.toSorted(sortOrder(sort, "$push"));
  const n = slice === undefined ? Infinity : whole("$slice", slice);
  return n >= 0 ? sorted.slice(0, n) : sorted.slice(n);
}

function whole(name: string, v: unknown): number {
  const n = isNumeric(v) ? toNumber(v) : NaN;
  if (!Number.isInteger(n)) throw badValue(`The value for ${name} must be an integer value`);
  return n;
}

/** Those that take something away make nothing on the way to it. */
const TAKING = new Set(["$unset", "$rename", "$pull", "$pullAll", "$pop"]);

/** Parses a replacement document, update operators, or a pipeline. */
export function parseUpdate(u: unknown, arrayFilters: unknown, variables: Variables): Update {
  if (Array.isArray(u)) {
    if (arrayFilters !== undefined)
      throw failedToParse("arrayFilters may not be specified for pipeline-style updates");
    const run = documentStages(u, variables);
    return (doc) => keepId(doc, run(clone(doc)));
  }
  if (!isDoc(u)) throw failedToParse("Update argument must be either an object or an array");
  if (!Object.keys(u)[0]?.startsWith("$")) {
    for (const k of Object.keys(u)) if (k.startsWith("$")) throw fault(52, k, k);
    return (doc) => keepId(doc, clone(u));
  }
  const filters = parseArrayFilters(arrayFilters, variables);
  const leaves = Object.entries(u).flatMap(([op, fields]) => parseModifier(op, fields, filters));
  for (const name of filters.keys())
    if (!leaves.some((l) => l.path.includes(`$[${name}]`)))
      throw failedToParse(`The array filter for identifier '${name}' was not used in the update`);
  refuseConflicts(leaves);
  const order = leaves.toSorted((a, b) => comparePaths(a.path, b.path));
  return (before, context) => {
    const doc = clone(before);
    const takes: Takes = (token, array) => {
      if (token !== "$") return filters.get(token.slice(2, -1)) ?? (() => true);
      // A document that is made by an upsert was matched by nothing.
      const position = positionOf(context.inserting ? {} : before, array, context);
      return (_element, i) => i === position;
    };
    for (const leaf of order)
      if (leaf.op !== "$setOnInsert" || context.inserting)
        for (const way of expand(doc, leaf.path, takes)) applyAt(doc, way, leaf);
    if (!context.inserting && !equal(doc["_id"], before["_id"])) throw fault(66);
    return doc;
  };
}

function parseModifier(op: string, fields: unknown, filters: ArrayFilters): Leaf[] {
  if (op === "$bit") throw unsupported(op);
  if (op !== "$unset" && op !== "$rename" && !Object.hasOwn(modifiers, op))
    throw failedToParse(`Unknown modifier: ${op}. Expected a valid update modifier or a pipeline`);
  if (!isDoc(fields)) throw failedToParse(`${op} operates on fields, not ${typeName(fields)}`);
  return Object.entries(fields).map(([field, arg]) => {
    const path = field.split(".");
    if (path.includes("")) throw fault(56, field);
    for (const p of path)
      if (p.startsWith("$") && p !== "$" && p !== "$[]" && !filters.has(p.slice(2, -1)))
        throw badValue(`No array filter found for identifier '${p.slice(2, -1)}' in '${field}'`);
    if (op === "$rename" && typeof arg !== "string")
      throw badValue(`The 'to' field for $rename must be a string: ${field}`);
    return { op, path, arg };
  });
}

function keepId(old: Doc, changed: Doc): Doc {
  if (!("_id" in old)) return changed;
  if ("_id" in changed && !equal(changed["_id"], old["_id"])) throw fault(66);
  const { _id: _old, ...rest } = changed;
  return { _id: old["_id"], ...rest };
}

const isWithin = (path: string, other: string): boolean => `${path}.`.startsWith(`${other}.`);

/** A path, and what is below it, may be named once; $rename names two. */
function refuseConflicts(leaves: readonly Leaf[]): void {
  const paths = leaves.map(({ path }) => path.join("."));
  for (const { op, arg } of leaves) if (op === "$rename") paths.push(String(arg));
  for (const [i, path] of paths.entries()) {
    const other = paths.find((p, j) => i !== j && isWithin(path, p));
    if (other !== undefined) throw fault(40, path, other);
  }
}

/** Fields are changed in the order of their names, numbers by value. */
function comparePaths(a: readonly string[], b: readonly string[]): number {
  const i = a.findIndex((name, at) => name !== b[at]);
  const [x, y] = [a[i], b[i]];
  if (x === undefined || y === undefined) return a.length - b.length;
  return /^\d+$/.test(x) && /^\d+$/.test(y) ? Number(x) - Number(y) : x < y ? -1 : 1;
}

function applyAt(doc: Doc, path: string[], { op, arg }: Leaf): void {
  const place = find(doc, path, !TAKING.has(op), op !== "$unset");
  const old = place && read(place);
  if (!place || (old === undefined && TAKING.has(op))) return;
  if (op === "$unset") remove(place);
  else if (op === "$rename") rename(doc, place, String(arg));
  else put(place, modifiers[op]!(old, arg, path.join(".")));
}

function remove({ parent, name }: Place): void {
  if (Array.isArray(parent)) parent[Number(name)] = null;
  else delete parent[name];
}

function rename(doc: Doc, from: Place, to: string): void {
  const value = read(from);
  if (Array.isArray(from.parent)) throw badValue("$rename: the source is an array element");
  remove(from);
  const place = find(doc, to.split("."), true)!;
  if (Array.isArray(place.parent)) throw badValue(`$rename: '${to}' is an array element`);
  put(place, value);
}

/** The document an upsert begins with: what the filter says by equality, of no field or part of it twice. */
export function upsertBase(query: Doc): Doc {
  const doc: Doc = {};
  const paths: string[] = [];
  const add = (f: Filter): void => {
    if (f.kind === "and") f.parts.forEach(add);
    if (f.kind !== "field" || f.test.op !== "$in") return;
    const { values, patterns } = f.test;
    if (values.length !== 1 || patterns.length > 0) return;
    const other = paths.find((p) => isWithin(p, f.path) || isWithin(f.path, p));
    if (other !== undefined) throw fault(54, f.path, other);
    paths.push(f.path);
    put(find(doc, f.path.split("."), true)!, clone(values[0]));
  };
  add(parseFilter(query));
  return doc;
}
