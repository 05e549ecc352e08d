import { needsOf } from "./bounds.ts";
import { failedToParse, typeMismatch, MongoFault } from "./errors.ts";
import { encodeKey, isLong, shorten } from "./keys.ts";
import { matcher } from "./match.ts";
import type { Doc } from "./values.ts";
import { equal, isDoc, isNumeric, toNumber, truthy } from "./values.ts";

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

/** Options that are kept or mean nothing, and those that are refused. */
const KNOWN = new Set([
  'v', 'key', 'name', 'unique', 'sparse', 'partialFilterExpression', 'expireAfterSeconds', 'background', 'ns', 'dropDups',
]); // prettier-ignore
const REFUSED = new Set([
  'hidden', 'collation', 'storageEngine', 'wildcardProjection', 'weights', 'default_language', 'language_override', 'textIndexVersion',
  '2dsphereIndexVersion', 'bits', 'min', 'max', 'prepareUnique', 'clustered',
]); // prettier-ignore

const cannot = (message: string): MongoFault => new MongoFault(67, message);

/** Checks an index specification of createIndexes. Unsupported kinds and options are refused. */
export function parseIndex(spec: unknown, no: number): Index {
  if (!isDoc(spec)) throw typeMismatch("index specification must be an object");
  const { key, name, unique, sparse, partialFilterExpression: partial, expireAfterSeconds } = spec;
  if (!isDoc(key) || Object.keys(key).length === 0) throw cannot("Index keys cannot be empty.");
  if (typeof name !== "string" || name === "")
    throw failedToParse("The 'name' field is a required property of an index specification");
  for (const [k, v] of Object.entries(spec)) {
    const isIdle = v === false || (isDoc(v) && v["locale"] === "simple");
    if (REFUSED.has(k) && !isIdle)
      throw cannot(`the index option '${k}' is not supported by the embedded engine`);
    if (!REFUSED.has(k) && !KNOWN.has(k))
      throw new MongoFault(
        197,
        `The field '${k}' is not valid for an index specification. Specification: ${JSON.stringify(spec)}`,
      );
  }
  const fields = Object.entries(key).map(parseField);
  if (partial !== undefined) checkPartial(partial);
  if (partial !== undefined && truthy(sparse))
    throw cannot('cannot mix "partialFilterExpression" and "sparse" options');
  const seconds = expireAfterSeconds === undefined ? undefined : ttlOf(expireAfterSeconds, fields);
  return {
    no,
    name,
    key: fields,
    unique: truthy(unique),
    sparse: truthy(sparse),
    partial: partial as Doc | undefined,
    expireAfterSeconds: seconds,
    multikey: [],
    lossy: false,
    spec: {
      v: 2,
      key,
      name,
      ...(truthy(unique) ? { unique: true } : {}),
      ...(truthy(sparse) ? { sparse: true } : {}),
      ...(partial !== undefined ? { partialFilterExpression: partial } : {}),
      ...(seconds !== undefined ? { expireAfterSeconds } : {}),
    },
  };
}

function parseField([path, d]: [string, unknown]): [string, number] {
  if (typeof d === "string") throw cannot(`Unknown index plugin or unsupported index kind '${d}'`);
  const n = isNumeric(d) ? toNumber(d) : NaN;
  if (Number.isNaN(n) || n === 0)
    throw cannot(
      "Values in v:2 index key pattern cannot be of type other than non-zero numbers or strings",
    );
  const parts = path.split(".");
  if (parts.some((p) => p === "")) throw cannot("Index keys cannot be an empty field.");
  if (path.includes("$**"))
    throw cannot("wildcard indexes are not supported by the embedded engine");
  if (parts.some((p) => p.startsWith("$")))
    throw cannot("Index key contains an illegal field name: field name starts with '$'.");
  return [path, Math.sign(n)];
}

const IN_PARTIAL = new Set(["$eq", "$gt", "$gte", "$lt", "$lte", "$in", "$type", "$exists"]);
/** A partial index's filter tells by single fields what is there, never what is not. */
function checkPartial(partial: unknown): void {
  matcher(partial);
  for (const [path, want] of Object.entries(partial as Doc))
    for (const [op, arg] of needsOf(want))
      if (path.startsWith("$") || !IN_PARTIAL.has(op) || (op === "$exists" && !truthy(arg)))
        throw cannot(`Expression not supported in partial index: ${path} ${op}`);
}

function ttlOf(seconds: unknown, fields: Index["key"]): number {
  const n = isNumeric(seconds) ? toNumber(seconds) : NaN;
  if (!(n >= 0 && n <= 0x7fffffff))
    throw cannot("TTL index expireAfterSeconds option must be within an acceptable range");
  if (fields.length > 1 || fields[0]![0] === "_id")
    throw cannot("TTL indexes are single-field indexes, compound indexes do not support TTL.");
  return n;
}

/** Whether two specifications make the same index. */
export const sameIndex = (a: Index, b: Index): boolean =>
  sameKey(a, b) &&
  a.unique === b.unique &&
  a.sparse === b.sparse &&
  equal(a.partial ?? null, b.partial ?? null) &&
  (a.expireAfterSeconds ?? null) === (b.expireAfterSeconds ?? null);
export const sameKey = (a: Index, b: Index): boolean =>
  a.key.length === b.key.length &&
  a.key.every(([p, d], i) => b.key[i]![0] === p && b.key[i]![1] === d);

export interface IndexKeys {
  /** Encoded keys, each once. */
  keys: Buffer[];
  /** Fields that hold an array in this document. */
  multikey: number[];
  lossy: boolean;
}

const none: IndexKeys = { keys: [], multikey: [], lossy: false };
const filters = new WeakMap<Doc, (doc: Doc) => boolean>();

/** The keys of a document in an index; none if a sparse or partial index leaves it out. */
export function keysOf(index: Index, doc: Doc): IndexKeys {
  if (index.partial) {
    let test = filters.get(index.partial);
    if (!test) filters.set(index.partial, (test = matcher(index.partial)));
    if (!test(doc)) return none;
  }
  const directions = index.key.map(([, d]) => d);
  const rows: unknown[][] = [];
  const multikey = new Set<number>();
  const present = { any: false };
  extract(
    index.key.map(([path]) => ({ value: doc as unknown, path: path.split(".") })),
    rows,
    multikey,
    present,
    index,
  );
  if (index.sparse && !present.any) return none;
  const keys = new Map<string, Buffer>();
  let lossy = false;
  for (const row of rows) {
    const long = encodeKey(row, directions);
    lossy ||= isLong(long);
    const key = shorten(long);
    if (rows.length === 1) return { keys: [key], multikey: [...multikey], lossy };
    keys.set(key.toString("latin1"), key);
  }
  return { keys: [...keys.values()], multikey: [...multikey], lossy };
}

interface Part {
  value: unknown;
  path: string[];
}

/** Follows all fields to the first array on their ways, and goes on with each of its elements in turn. */
function extract(
  parts: Part[],
  rows: unknown[][],
  multikey: Set<number>,
  present: { any: boolean },
  index: Index,
): void {
  let array: unknown[] | undefined;
  const waiting: number[] = [];
  const reached = parts.map((part, i): Part => {
    let { value } = part;
    let at = 0;
    while (at < part.path.length) {
      if (Array.isArray(value)) {
        const name = part.path[at]!;
        if (
          /^(0|[1-9]\d*)$/.test(name) &&
          Number(name) < value.length &&
          !value.some((e) => isDoc(e) && Object.hasOwn(e, name))
        ) {
          value = value[Number(name)];
          at++;
          continue;
        }
        break;
      }
      value =
        isDoc(value) && Object.hasOwn(value, part.path[at]!) ? value[part.path[at]!] : undefined;
      at++;
      if (value === undefined) return { value: undefined, path: [] };
    }
    if (Array.isArray(value) && !(part.path.length === 0)) {
      if (array && array !== value)
        throw new MongoFault(
          171,
          `cannot index parallel arrays ${index.key.map(([p]) => `[${p}]`).join(" ")}`,
        );
      array = value;
      waiting.push(i);
      multikey.add(i);
      return { value, path: part.path.slice(at) };
    }
    return { value, path: [] };
  });
  if (!array) {
    for (const { value } of reached) if (value !== undefined) present.any = true;
    rows.push(
      reached.map(({ value }) =>
        value === undefined ? null : value === EMPTY ? undefined : value,
      ),
    );
    return;
  }
  const elements: unknown[] = array.length === 0 ? [EMPTY] : array;
  for (const element of elements)
    extract(
      reached.map((part, i): Part => {
        if (!waiting.includes(i)) return { value: part.value, path: [] };
        if (part.path.length === 0) {
          present.any = true;
          return { value: element, path: [] };
        }
        // Only documents are looked into; a scalar among them has no such field.
        return isDoc(element)
          ? { value: element, path: part.path }
          : { value: undefined, path: [] };
      }),
      rows,
      multikey,
      present,
      index,
    );
}

/** Stands for the element of an empty array, which is indexed as undefined, below null. */
const EMPTY = Symbol("empty array");
