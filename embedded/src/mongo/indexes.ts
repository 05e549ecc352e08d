import { conjuncts, isMadeOf } from "./bounds.ts";
import { failedToParse, typeMismatch, MongoFault } from "./errors.ts";
import type { FieldTest } from "./filter.ts";
import { parseFilter } from "./filter.ts";
import { encodeKey, isLong, shorten } from "./keys.ts";
import { compileFilter } from "./match.ts";
import { keyText } from "./overlay.ts";
import type { Doc } from "./values.ts";
import { equal, fieldOf, isDoc, isNumeric, toNumber, truthy } from "./values.ts";
import { fault } from "./words.ts";

/** One index as it is kept. `multikey` lists the fields that held an array once; `lossy`: some key was too long. */
export interface Index {
  no: number;
  name: string;
  key: [path: string, direction: number][];
  unique: boolean;
  sparse: boolean;
  partial: Doc | undefined | null;
  expireAfterSeconds: number | undefined | null;
  multikey: number[];
  lossy: boolean;
  /** As it was asked for, for listIndexes. */
  spec: Doc;
}

/** Options that are kept or mean nothing; all others are refused. */
const KNOWN = new Set([
  'v', 'key', 'name', 'unique', 'sparse', 'partialFilterExpression', 'expireAfterSeconds', 'background', 'ns', 'dropDups',
]); // prettier-ignore
const cannot = (message: string): MongoFault => new MongoFault(67, message);

/** Checks an index specification of createIndexes. Unsupported kinds and options are refused. */
export function parseIndex(spec: unknown, no: number): Index {
  if (!isDoc(spec)) throw typeMismatch("index specification must be an object");
  const { key, name, expireAfterSeconds: seconds, partialFilterExpression: partial } = spec;
  if (!isDoc(key) || Object.keys(key).length === 0) throw cannot("Index keys cannot be empty.");
  if (typeof name !== "string" || name === "")
    throw failedToParse("The 'name' field of an index specification is required");
  for (const [k, v] of Object.entries(spec))
    if (!KNOWN.has(k) && v !== false && fieldOf(v, "locale") !== "simple") throw fault(197, k);
  const [unique, sparse] = [truthy(spec["unique"]), truthy(spec["sparse"])];
  if (partial !== undefined && !isMadeOf(parseFilter(partial), isHeld))
    throw cannot(`Expression not supported in partial index: ${JSON.stringify(partial)}`);
  if (partial !== undefined && sparse)
    throw cannot('cannot mix "partialFilterExpression" and "sparse" options');
  const fields = Object.entries(key).map(parseField);
  if (seconds !== undefined) checkTtl(seconds, fields);
  const asked = { unique, sparse, partialFilterExpression: partial, expireAfterSeconds: seconds };
  const options = Object.entries(asked).filter(([, v]) => v !== undefined && v !== false);
  return {
    no,
    name,
    key: fields,
    unique,
    sparse,
    partial: partial as Doc | undefined,
    expireAfterSeconds: seconds === undefined ? undefined : toNumber(seconds as number),
    multikey: [],
    lossy: false,
    spec: { v: 2, key, name, ...Object.fromEntries(options) },
  };
}

function parseField([path, d]: [string, unknown]): [string, number] {
  if (typeof d === "string") throw cannot(`Unknown index plugin or unsupported index kind '${d}'`);
  const direction = isNumeric(d) ? Math.sign(toNumber(d)) : 0;
  if (!direction) throw cannot("Values in an index key pattern must be non-zero numbers");
  if (path.split(".").some((p) => p === "" || p.startsWith("$")))
    throw cannot(`Index key contains an illegal field name: ${path}`);
  return [path, direction];
}

/** A partial index's filter tells by single fields what is there, never what is not. */
const isHeld = (t: FieldTest): boolean =>
  (t.op === "$in" && t.patterns.length === 0) ||
  (t.op === "$value" && t.types !== undefined) ||
  t.op === "$exists" ||
  "value" in t;

function checkTtl(seconds: unknown, fields: Index["key"]): void {
  const n = isNumeric(seconds) ? toNumber(seconds) : NaN;
  if (!(n >= 0 && n <= 0x7fffffff))
    throw cannot("TTL index expireAfterSeconds option must be within an acceptable range");
  if (fields.length > 1 || fields[0]![0] === "_id")
    throw cannot("TTL indexes are single-field indexes, compound indexes do not support TTL.");
}

/** Whether two specifications make the same index, whatever its name. */
export const sameIndex = (a: Index, b: Index): boolean =>
  equal({ ...a.spec, name: "" }, { ...b.spec, name: "" });

/** An index by its name or its key. */
export const findIndex = (indexes: readonly Index[], asked: unknown): Index | undefined =>
  indexes.find((i) =>
    typeof asked === "string" ? i.name === asked : isDoc(asked) && equal(i.spec["key"], asked),
  );

function parsedPartial(partial: Doc) {
  const filter = parseFilter(partial);
  return { tests: conjuncts(filter), holds: compileFilter(filter) };
}
const partials = new WeakMap<Doc, ReturnType<typeof parsedPartial>>();

/** What a partial index asks of the documents it holds. */
export function partialOf(partial: Doc): ReturnType<typeof parsedPartial> {
  const parsed = partials.get(partial) ?? parsedPartial(partial);
  partials.set(partial, parsed);
  return parsed;
}

export interface IndexKeys {
  /** Encoded keys, each once. */
  keys: Buffer[];
  /** Fields that hold an array in this document. */
  multikey: number[];
  lossy: boolean;
}

/** The keys of a document in an index; none if a sparse or partial index leaves it out. */
export function keysOf(index: Index, doc: Doc): IndexKeys {
  const multikey = new Set<number>();
  const keys = new Map<string, Buffer>();
  let lossy = false;
  const directions = index.key.map(([, d]) => d);
  const parts = index.key.map(([path]): Part => ({ value: doc, path: path.split(".") }));
  const isIn = !index.partial || partialOf(index.partial).holds(doc);
  const rows: unknown[][] = [];
  if (isIn) addRows(rows, parts, index, multikey);
  if (!index.sparse || rows.some((row) => row.some((v) => v !== undefined)))
    for (const row of rows) {
      const values = row.map((v) => (v === undefined ? null : v === EMPTY ? undefined : v));
      const long = encodeKey(values, directions);
      lossy ||= isLong(long);
      const key = shorten(long);
      keys.set(keyText(key), key);
    }
  return { keys: [...keys.values()], multikey: keys.size ? [...multikey] : [], lossy };
}

/** A value on a field's way, and the rest of the way; without one when it is reached. */
interface Part {
  readonly value: unknown;
  readonly path: string[] | undefined;
}

/** Stands for the element of an empty array, which is indexed as undefined, below null. */
const EMPTY = Symbol("empty array");

/** Adds the values of an index's fields, a row for each element of the array on their ways; a missing one is undefined. */
function addRows(rows: unknown[][], parts: Part[], index: Index, multikey: Set<number>): void {
  const reached = parts.map(follow);
  const waiting = reached.filter(({ path }) => path);
  const array = waiting[0]?.value as unknown[] | undefined;
  if (!array) rows.push(reached.map(({ value }) => value));
  if (waiting.some(({ value }) => value !== array))
    throw fault(171, index.key.map(([p]) => `[${p}]`).join(" "));
  for (const [i, { path }] of reached.entries()) if (path) multikey.add(i);
  for (const element of array?.length === 0 ? [EMPTY] : (array ?? []))
    addRows(
      rows,
      reached.map((part) => entered(part, element)),
      index,
      multikey,
    );
}

/** Goes on to the field's value, or to an array on the way. */
function follow({ value, path }: Part): Part {
  if (!path) return { value, path };
  for (const [at, name] of path.entries()) {
    if (!Array.isArray(value)) value = fieldOf(value, name);
    else if (namesElement(value, name)) value = value[Number(name)];
    else return { value, path: path.slice(at) };
  }
  return { value, path: Array.isArray(value) ? [] : undefined };
}

const namesElement = (array: unknown[], name: string): boolean =>
  /^(0|[1-9]\d*)$/.test(name) &&
  Number(name) < array.length &&
  !array.some((e) => isDoc(e) && Object.hasOwn(e, name));

/** Goes into an element of an array. Only documents are looked into; a scalar among them has no such field. */
function entered({ value, path }: Part, element: unknown): Part {
  if (!path) return { value, path };
  if (path.length === 0) return { value: element, path: undefined };
  return isDoc(element) ? { value: element, path } : { value: undefined, path: undefined };
}
