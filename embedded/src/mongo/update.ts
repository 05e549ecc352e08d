import { Long, Timestamp } from "bson";
import { failedToParse, MongoFault } from "./errors.ts";
import type { FieldTest, Filter, Variables } from "./match.ts";
import { compileFilter, matcher, parseFilter, parseTests } from "./match.ts";
import { arithmetic, kindOf, toBig, whole } from "./numbers.ts";
import { sortOrder, unique } from "./operators.ts";
import type { Place } from "./places.ts";
import { find, noPosition, positionOf, put, read } from "./places.ts";
import { documentStages } from "./stages.ts";
import type { Doc } from "./values.ts";
import { clone, compare, equal, isDoc, isNumeric, setField, toNumber, typeName } from "./values.ts";

/** What an update needs to know of the document it is applied to. */
export interface UpdateContext {
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

const single = [
  "$set",
  "$unset",
  "$inc",
  "$mul",
  "$min",
  "$max",
  "$rename",
  "$setOnInsert",
  "$currentDate",
  "$push",
  "$addToSet",
  "$pull",
  "$pullAll",
  "$pop",
  "$bit",
];

/** Parses a replacement document, update operators, or a pipeline. */
export function parseUpdate(u: unknown, arrayFilters: unknown, variables: Variables): Update {
  if (Array.isArray(u)) {
    if (arrayFilters !== undefined)
      throw failedToParse("arrayFilters may not be specified for pipeline-style updates");
    const run = documentStages(u, variables);
    return (doc) => keepId(doc, run(clone(doc)));
  }
  if (!isDoc(u)) throw failedToParse("Update argument must be either an object or an array");
  const keys = Object.keys(u);
  if (!keys[0]?.startsWith("$")) {
    for (const k of keys)
      if (k.startsWith("$"))
        throw new MongoFault(
          52,
          `The dollar ($) prefixed field '${k}' in '${k}' is not allowed in the context of an update's replacement document. Consider using an aggregation pipeline with $replaceWith.`,
        );
    return (doc) => keepId(doc, clone(u));
  }
  const filters = parseArrayFilters(arrayFilters, variables);
  const leaves: Leaf[] = [];
  for (const op of keys) {
    if (!single.includes(op))
      throw failedToParse(
        `Unknown modifier: ${op}. Expected a valid update modifier or pipeline-style update specified as an array`,
      );
    const fields = u[op];
    if (!isDoc(fields))
      throw failedToParse(
        `Modifiers operate on fields but we found type ${typeName(fields)} instead. For example: {$mod: {<field>: ...}} not {${op}: ${JSON.stringify(fields)}}`,
      );
    for (const [path, arg] of Object.entries(fields)) {
      const parts = path.split(".");
      if (parts.some((p) => p === ""))
        throw new MongoFault(
          56,
          path === ""
            ? "An empty update path is not valid."
            : `The update path '${path}' contains an empty field name, which is not allowed.`,
        );
      for (const p of parts)
        if (p.startsWith("$[") && p !== "$[]" && !filters.has(p.slice(2, -1)))
          throw new MongoFault(
            2,
            `No array filter found for identifier '${p.slice(2, -1)}' in path '${path}'`,
          );
      leaves.push({ op, path: parts, arg });
      if (op === "$rename") {
        if (typeof arg !== "string")
          throw new MongoFault(2, `The 'to' field for $rename must be a string: ${path}`);
        leaves.push({ op: "", path: arg.split("."), arg: undefined });
      }
    }
  }
  for (const name of filters.keys())
    if (!leaves.some((l) => l.path.includes(`$[${name}]`)))
      throw failedToParse(`The array filter for identifier '${name}' was not used in the update`);
  refuseConflicts(leaves);
  const order = leaves.filter((l) => l.op !== "").toSorted((a, b) => comparePaths(a.path, b.path));
  return (doc, context) => {
    const result = clone(doc);
    for (const leaf of order) {
      if (leaf.op === "$setOnInsert" && !context.inserting) continue;
      applyLeaf(result, leaf, filters, context, doc);
    }
    if (!context.inserting && !equal(result["_id"], doc["_id"]))
      throw new MongoFault(
        66,
        "Performing an update on the path '_id' would modify the immutable field '_id'",
      );
    return result;
  };
}

function keepId(old: Doc, changed: Doc): Doc {
  if (!("_id" in old)) return changed;
  if ("_id" in changed && !equal(changed["_id"], old["_id"]))
    throw new MongoFault(
      66,
      "After applying the update, the (immutable) field '_id' was found to have been altered",
    );
  const { _id: _old, ...rest } = changed;
  const doc: Doc = { _id: old["_id"] };
  for (const [k, v] of Object.entries(rest)) setField(doc, k, v);
  return doc;
}

function parseArrayFilters(
  list: unknown,
  variables: Variables,
): Map<string, (element: unknown) => boolean> {
  const filters = new Map<string, (element: unknown) => boolean>();
  if (list === undefined) return filters;
  if (!Array.isArray(list)) throw new MongoFault(14, "arrayFilters must be an array");
  for (const f of list) {
    if (!isDoc(f) || Object.keys(f).length === 0)
      throw failedToParse(
        "Cannot use an expression without a top-level field name in arrayFilters",
      );
    const name = topField(f);
    if (!/^[a-z][a-z0-9]*$/i.test(name))
      throw new MongoFault(
        2,
        `The top-level field name must be an alphanumeric string beginning with a lowercase letter, found '${name}'`,
      );
    if (filters.has(name))
      throw failedToParse(
        `Found multiple array filters with the same top-level field name ${name}`,
      );
    const test = matcher(f, variables);
    filters.set(name, (element) => test({ [name]: element }));
  }
  return filters;
}

function topField(f: Doc): string {
  const key = Object.keys(f)[0] ?? "";
  const inner = f[key];
  if (key.startsWith("$") && Array.isArray(inner) && isDoc(inner[0])) return topField(inner[0]);
  return key.split(".")[0]!;
}

function refuseConflicts(leaves: readonly Leaf[]): void {
  const paths = leaves.map((l) => `${l.path.join(".")}.`).toSorted();
  for (let i = 1; i < paths.length; i++)
    if (paths[i]!.startsWith(paths[i - 1]!)) {
      const [a, b] = [paths[i]!.slice(0, -1), paths[i - 1]!.slice(0, -1)];
      throw new MongoFault(40, `Updating the path '${a}' would create a conflict at '${b}'`);
    }
}

/** Fields are changed in the order of their names, numbers by value. */
function comparePaths(a: readonly string[], b: readonly string[]): number {
  for (let i = 0; i < a.length && i < b.length; i++) {
    const [x, y] = [a[i]!, b[i]!];
    if (x === y) continue;
    return /^\d+$/.test(x) && /^\d+$/.test(y) ? Number(x) - Number(y) : x < y ? -1 : 1;
  }
  return a.length - b.length;
}

function applyLeaf(
  doc: Doc,
  leaf: Leaf,
  filters: Map<string, (element: unknown) => boolean>,
  context: UpdateContext,
  before: Doc,
): void {
  const { op, arg } = leaf;
  const creates = !["$unset", "$rename", "$pull", "$pullAll", "$pop"].includes(op);
  for (const path of expand(doc, leaf.path, filters, context, before)) {
    const place = find(doc, path, creates, creates || op.startsWith("$p"));
    if (!place) continue;
    if (op === "$rename") {
      rename(doc, place, String(arg).split("."), leaf.path);
      continue;
    }
    change(place, op, arg, path);
  }
}

/** The concrete paths a path with $, $[] and $[name] stands for. */
function expand(
  doc: Doc,
  path: readonly string[],
  filters: Map<string, (element: unknown) => boolean>,
  context: UpdateContext,
  before: Doc,
): string[][] {
  const at = path.findIndex((p) => p.startsWith("$"));
  if (at < 0) return [[...path]];
  const head = path.slice(0, at);
  const tail = path.slice(at + 1);
  const token = path[at]!;
  if (token === "$") {
    // A document that is made by an upsert was matched by nothing.
    const index = context.inserting ? noPosition() : positionOf(before, head, context);
    return expand(doc, [...head, String(index), ...tail], filters, context, before);
  }
  const array = head.reduce<unknown>(
    (v, p) => (isDoc(v) ? v[p] : Array.isArray(v) ? v[Number(p)] : undefined),
    doc,
  );
  if (!Array.isArray(array)) {
    if (array === undefined)
      throw new MongoFault(
        2,
        `The path '${head.join(".")}' must exist in the document in order to apply array updates.`,
      );
    throw new MongoFault(
      2,
      `Cannot apply array updates to non-array element ${head.join(".")}: ${JSON.stringify(array)}`,
    );
  }
  const test = token === "$[]" ? (): boolean => true : filters.get(token.slice(2, -1))!;
  return array.flatMap((element, i) =>
    test(element) ? expand(doc, [...head, String(i), ...tail], filters, context, before) : [],
  );
}

function remove({ parent, name }: Place): void {
  if (Array.isArray(parent)) {
    if (Number(name) < parent.length) parent[Number(name)] = null;
  } else delete parent[name];
}

function rename(doc: Doc, from: Place, to: string[], path: readonly string[]): void {
  const value = read(from);
  if (value === undefined) return;
  if (Array.isArray(from.parent))
    throw new MongoFault(2, `The source field cannot be an array element, '${path.join(".")}'`);
  remove(from);
  const place = find(doc, to, true);
  if (!place) return;
  if (Array.isArray(place.parent))
    throw new MongoFault(2, `The destination field cannot be an array element, '${to.join(".")}'`);
  // A renamed field goes to the end, even over an old one.
  put(place, value);
}

function change(place: Place, op: string, arg: unknown, path: readonly string[]): void {
  const old = read(place);
  switch (op) {
    case "$set":
    case "$setOnInsert":
      return put(place, clone(arg));
    case "$unset":
      return old === undefined && !Array.isArray(place.parent) ? undefined : remove(place);
    case "$inc":
    case "$mul": {
      if (!isNumeric(arg))
        throw new MongoFault(
          14,
          `Cannot ${op === "$inc" ? "increment" : "multiply"} with non-numeric argument: {${path.join(".")}: ${JSON.stringify(arg)}}`,
        );
      if (old !== undefined && !isNumeric(old))
        throw new MongoFault(
          14,
          `Cannot apply ${op} to a value of non-numeric type. {_id: ...} has the field '${path.at(-1)}' of non-numeric type ${typeName(old)}`,
        );
      return put(
        place,
        op === "$inc"
          ? old === undefined
            ? arg
            : arithmetic(old, arg, "+", true)
          : arithmetic(old ?? 0, arg, "*", true),
      );
    }
    case "$min":
    case "$max":
      if (old === undefined || compare(arg, old) * (op === "$min" ? 1 : -1) < 0)
        put(place, clone(arg));
      return;
    case "$currentDate": {
      if (isDoc(arg) && arg["$type"] === "timestamp")
        return put(place, new Timestamp({ t: Math.floor(Date.now() / 1000), i: 1 }));
      if (arg !== true && arg !== false && !(isDoc(arg) && arg["$type"] === "date"))
        throw new MongoFault(
          2,
          `${typeName(arg)} is not valid type for $currentDate. Please use a boolean ('true') or a $type expression ({$type: 'timestamp/date'}).`,
        );
      return put(place, new Date());
    }
    case "$bit":
      return put(place, bits(old, arg));
    default:
      return changeArray(place, op, arg, old, path);
  }
}

function bits(old: unknown, arg: unknown): unknown {
  if (!isDoc(arg) || Object.keys(arg).length === 0)
    throw new MongoFault(
      2,
      "You must pass in at least one bitwise operation. The format is: {$bit: {field: {and/or/xor: #}}}",
    );
  let value: unknown = old ?? 0;
  for (const [op, mask] of Object.entries(arg)) {
    for (const v of [value, mask])
      if (!["int", "long"].includes(typeName(v)))
        throw new MongoFault(2, `Cannot apply $bit to a value of non-integral type ${typeName(v)}`);
    const [a, b] = [toBig(value), toBig(mask)];
    if (!["and", "or", "xor"].includes(op))
      throw new MongoFault(
        2,
        `The $bit modifier only supports 'and', 'or', and 'xor', not '${op}' which is an unknown operator`,
      );
    value =
      whole(op === "and" ? a & b : op === "or" ? a | b : a ^ b, kindOf(value, mask)) ?? Long.ZERO;
  }
  return value;
}

function changeArray(
  place: Place,
  op: string,
  arg: unknown,
  old: unknown,
  path: readonly string[],
): void {
  if (old === undefined && ["$pull", "$pullAll", "$pop"].includes(op)) return;
  if (old !== undefined && !Array.isArray(old)) {
    if (op === "$pull" || op === "$pullAll")
      throw new MongoFault(2, `Cannot apply ${op} to a non-array value`);
    if (op === "$pop")
      throw new MongoFault(
        14,
        `Path '${path.join(".")}' contains an element of non-array type '${typeName(old)}'`,
      );
    throw new MongoFault(
      2,
      `The field '${path.join(".")}' must be an array but is of type ${typeName(old)} in document`,
    );
  }
  const list = old ?? [];
  switch (op) {
    case "$push":
      return put(place, pushed(list, arg));
    case "$addToSet": {
      const added = isDoc(arg) && "$each" in arg ? arg["$each"] : [arg];
      if (!Array.isArray(added))
        throw new MongoFault(
          14,
          `The argument to $each in $addToSet must be an array but it was of type ${typeName(added)}`,
        );
      const fresh = unique(added).filter((v) => !list.some((x) => equal(x, v)));
      return put(place, [...list, ...clone(fresh)]);
    }
    case "$pull": {
      const pulls = pullTest(arg);
      return put(
        place,
        list.filter((v) => !pulls(v)),
      );
    }
    case "$pullAll":
      if (!Array.isArray(arg))
        throw new MongoFault(
          2,
          `$pullAll requires an array argument but was given a ${typeName(arg)}`,
        );
      return put(
        place,
        list.filter((v) => !arg.some((x) => equal(x, v))),
      );
    case "$pop": {
      const n = isNumeric(arg) ? toNumber(arg) : NaN;
      if (n !== 1 && n !== -1) throw failedToParse(`$pop expects 1 or -1, found: ${String(arg)}`);
      return put(place, n === 1 ? list.slice(0, -1) : list.slice(1));
    }
  }
}

function pullTest(arg: unknown): (v: unknown) => boolean {
  if (isDoc(arg) && !Object.keys(arg)[0]?.startsWith("$")) {
    const test = matcher(arg);
    return (v) => isDoc(v) && test(v);
  }
  if (
    isDoc(arg) ||
    (typeof arg === "object" &&
      arg !== null &&
      ["BSONRegExp"].includes((arg as { _bsontype?: string })._bsontype ?? ""))
  ) {
    const test = compileFilter({
      kind: "field",
      path: "v",
      test: { op: "$elemMatch", filter: undefined, tests: parseTests(arg, {}) },
    });
    return (v) => test({ v: [v] });
  }
  return (v) => equal(v, arg);
}

function pushed(list: unknown[], arg: unknown): unknown[] {
  if (!isDoc(arg) || !("$each" in arg)) return [...list, clone(arg)];
  const each = arg["$each"];
  if (!Array.isArray(each))
    throw new MongoFault(
      2,
      `The argument to $each in $push must be an array but it was of type: ${typeName(each)}`,
    );
  for (const k of Object.keys(arg))
    if (!["$each", "$position", "$slice", "$sort"].includes(k))
      throw new MongoFault(2, `Unrecognized clause in $push: ${k}`);
  const whole = (k: string): number => {
    const v = arg[k];
    const n = isNumeric(v) ? toNumber(v) : NaN;
    if (!Number.isInteger(n))
      throw new MongoFault(
        2,
        `The value for ${k} must be an integer value but was given type: ${typeName(v)}`,
      );
    return n;
  };
  let result = [...list];
  const at = "$position" in arg ? whole("$position") : result.length;
  result.splice(at < 0 ? Math.max(0, result.length + at) : at, 0, ...clone(each));
  if ("$sort" in arg) {
    const order = sortOrder(arg["$sort"], "$push");
    result = result.toSorted(order);
  }
  if ("$slice" in arg) {
    const n = whole("$slice");
    result = n >= 0 ? result.slice(0, n) : result.slice(n);
  }
  return result;
}

/** The values a field must equal, by one test. */
function equals(t: FieldTest): unknown[] {
  if (t.op === "$eq") return [t.value];
  if (t.op === "$in") return t.values.length === 1 && t.patterns.length === 0 ? t.values : [];
  return t.op === "$all" ? t.tests.flatMap(equals) : [];
}

/** The document an upsert begins with: what the filter says by equality. */
export function upsertBase(query: Doc): Doc {
  const doc: Doc = {};
  const add = (f: Filter): void => {
    if (f.kind === "and") f.parts.forEach(add);
    else if (f.kind === "or" && f.parts.length === 1) add(f.parts[0]!);
    else if (f.kind === "field")
      for (const value of equals(f.test)) {
        const place = find(doc, f.path.split("."), true);
        if (!place) return;
        if (read(place) !== undefined && !equal(read(place), value))
          throw new MongoFault(
            54,
            `cannot infer query fields to set, path '${f.path}' is matched twice`,
          );
        put(place, clone(value));
      }
  };
  add(parseFilter(query));
  return doc;
}
