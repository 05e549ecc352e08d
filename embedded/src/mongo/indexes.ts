import { MongoFault } from "./errors.ts";
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

const known = [
  "v",
  "key",
  "name",
  "unique",
  "sparse",
  "partialFilterExpression",
  "expireAfterSeconds",
  "background",
  "ns",
  "hidden",
  "collation",
  "storageEngine",
  "wildcardProjection",
  "weights",
  "default_language",
  "language_override",
  "textIndexVersion",
  "2dsphereIndexVersion",
  "bits",
  "min",
  "max",
  "prepareUnique",
  "dropDups",
  "clustered",
];

/** Checks an index specification of createIndexes. Unsupported kinds and options are refused. */
export function parseIndex(spec: unknown, no: number): Index {
  if (!isDoc(spec)) throw new MongoFault(14, "index specification must be an object");
  const { key, name } = spec;
  if (!isDoc(key) || Object.keys(key).length === 0)
    throw new MongoFault(67, "Index keys cannot be empty.");
  if (typeof name !== "string" || name === "")
    throw new MongoFault(9, "The 'name' field is a required property of an index specification");
  for (const k of Object.keys(spec)) {
    if (!known.includes(k))
      throw new MongoFault(
        197,
        `The field '${k}' is not valid for an index specification. Specification: ${JSON.stringify(spec)}`,
      );
    if (
      [
        "collation",
        "hidden",
        "wildcardProjection",
        "weights",
        "storageEngine",
        "prepareUnique",
        "clustered",
      ].includes(k) &&
      !(k === "hidden" && spec[k] === false) &&
      !(k === "collation" && isDoc(spec[k]) && spec[k]["locale"] === "simple")
    )
      throw new MongoFault(67, `the index option '${k}' is not supported by the embedded engine`);
  }
  const fields = Object.entries(key).map(([path, d]): [string, number] => {
    if (typeof d === "string")
      throw new MongoFault(67, `Unknown index plugin or unsupported index kind '${d}'`);
    const n = isNumeric(d) ? toNumber(d) : NaN;
    if (Number.isNaN(n) || n === 0)
      throw new MongoFault(
        67,
        "Values in v:2 index key pattern cannot be of type other than non-zero numbers or strings",
      );
    if (path === "" || path.split(".").some((p) => p === ""))
      throw new MongoFault(67, "Index keys cannot be an empty field.");
    if (path.split(".").some((p) => p.startsWith("$")))
      throw new MongoFault(
        67,
        path.includes("$**")
          ? "wildcard indexes are not supported by the embedded engine"
          : `Index key contains an illegal field name: field name starts with '$'.`,
      );
    return [path, Math.sign(n)];
  });
  const partial = spec["partialFilterExpression"];
  if (partial !== undefined) matcher(partial);
  const ttl = spec["expireAfterSeconds"];
  if (ttl !== undefined && (!isNumeric(ttl) || toNumber(ttl) < 0 || toNumber(ttl) > 0x7fffffff))
    throw new MongoFault(
      67,
      "TTL index expireAfterSeconds option must be within an acceptable range",
    );
  if (ttl !== undefined && (fields.length > 1 || fields[0]![0] === "_id"))
    throw new MongoFault(
      67,
      "TTL indexes are single-field indexes, compound indexes do not support TTL.",
    );
  const unique = truthy(spec["unique"]);
  const sparse = truthy(spec["sparse"]);
  if (partial !== undefined && sparse)
    throw new MongoFault(67, 'cannot mix "partialFilterExpression" and "sparse" options');
  return {
    no,
    name,
    key: fields,
    unique,
    sparse,
    partial: partial as Doc | undefined,
    expireAfterSeconds: ttl === undefined ? undefined : toNumber(ttl),
    multikey: [],
    lossy: false,
    spec: {
      v: 2,
      key,
      name,
      ...(unique ? { unique } : {}),
      ...(sparse ? { sparse } : {}),
      ...(partial !== undefined ? { partialFilterExpression: partial } : {}),
      ...(ttl !== undefined ? { expireAfterSeconds: ttl } : {}),
    },
  };
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
