import { Timestamp } from "bson";
import { badValue, failedToParse, MongoFault, typeMismatch, unsupported } from "./errors.ts";
import type { FieldTest, Filter, Variables } from "./filter.ts";
import { parseFilter } from "./filter.ts";
import { arithmetic } from "./numbers.ts";
import type { Place } from "./places.ts";
import { find, put, read } from "./places.ts";
import { documentStages } from "./stages.ts";
import { changeArray } from "./update-arrays.ts";
import type { ArrayFilters, UpdateContext } from "./update-paths.ts";
import { expand, parseArrayFilters } from "./update-paths.ts";
import type { Doc } from "./values.ts";
import { clone, compare, equal, isDoc, isNumeric, setField, typeName } from "./values.ts";

/** Gives the changed copy of a document. */
export type Update = (doc: Doc, context: UpdateContext) => Doc;

interface Leaf {
  readonly op: string;
  readonly path: string[];
  readonly arg: unknown;
}

const MODIFIERS = [
  '$set', '$unset', '$inc', '$mul', '$min', '$max', '$rename', '$setOnInsert', '$currentDate', '$push', '$addToSet', '$pull', '$pullAll', '$pop',
]; // prettier-ignore

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
    if (op === "$bit") throw unsupported(op);
    if (!MODIFIERS.includes(op))
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
          throw badValue(
            `No array filter found for identifier '${p.slice(2, -1)}' in path '${path}'`,
          );
      leaves.push({ op, path: parts, arg });
      if (op === "$rename") {
        if (typeof arg !== "string")
          throw badValue(`The 'to' field for $rename must be a string: ${path}`);
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
  filters: ArrayFilters,
  context: UpdateContext,
  before: Doc,
): void {
  const { op, arg } = leaf;
  const creates = !["$unset", "$rename", "$pull", "$pullAll", "$pop"].includes(op);
  for (const path of expand(doc, leaf.path, filters, context, before)) {
    const place = find(doc, path, creates, op !== "$unset");
    if (!place) continue;
    if (op === "$rename") {
      rename(doc, place, String(arg).split("."), leaf.path);
      continue;
    }
    change(place, op, arg, path);
  }
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
    throw badValue(`The source field cannot be an array element, '${path.join(".")}'`);
  remove(from);
  const place = find(doc, to, true);
  if (!place) return;
  if (Array.isArray(place.parent))
    throw badValue(`The destination field cannot be an array element, '${to.join(".")}'`);
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
        throw typeMismatch(
          `Cannot ${op === "$inc" ? "increment" : "multiply"} with non-numeric argument: {${path.join(".")}: ${JSON.stringify(arg)}}`,
        );
      if (old !== undefined && !isNumeric(old))
        throw typeMismatch(
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
        throw badValue(
          `${typeName(arg)} is not valid type for $currentDate. Please use a boolean ('true') or a $type expression ({$type: 'timestamp/date'}).`,
        );
      return put(place, new Date());
    }
    default:
      return changeArray(place, op, arg, old, path);
  }
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
  const paths: string[] = [];
  const add = (f: Filter): void => {
    if (f.kind === "and") f.parts.forEach(add);
    else if (f.kind === "or" && f.parts.length === 1) add(f.parts[0]!);
    else if (f.kind === "field")
      for (const value of equals(f.test)) {
        refuseTwice(paths, f.path);
        const place = find(doc, f.path.split("."), true);
        if (place) put(place, clone(value));
      }
  };
  add(parseFilter(query));
  return doc;
}

/** What a filter says of one field, or of what it is part of, must be said once. */
function refuseTwice(paths: string[], path: string): void {
  for (const other of paths)
    if (`${other}.`.startsWith(`${path}.`) || `${path}.`.startsWith(`${other}.`))
      throw new MongoFault(
        54,
        path === other
          ? `cannot infer query fields to set, path '${path}' is matched twice`
          : `cannot infer query fields to set, both paths '${path}' and '${other}' are matched`,
      );
  paths.push(path);
}
