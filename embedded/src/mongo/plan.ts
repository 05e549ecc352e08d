import type { Collection } from "./collection.ts";
import { badValue, Damage } from "./errors.ts";
import { shownScan } from "./shown.ts";
import type { Index } from "./indexes.ts";
import type { Filter } from "./filter.ts";
import { compileFilter } from "./match.ts";
import type { Scan } from "./scan.ts";
import { bestScan, entriesOf } from "./scan.ts";
import type { View } from "./store.ts";
import type { Doc } from "./values.ts";
import { decode } from "./codec.ts";
import { equal, isDoc, isNumeric, toNumber } from "./values.ts";
import type { SortSpec } from "./sort.ts";

/** What a run of a plan has looked at, and found, for explain. */
export class Ran {
  keys = 0;
  docs = 0;
  returned = 0;
}

/** A found document; decoded only where something asks for it, and of that only what the query needs. */
export class Found {
  readonly rid: number;
  readonly bytes: Buffer;
  private readonly needed: ReadonlySet<string> | undefined;
  private decoded: Doc | undefined;
  constructor(rid: number, bytes: Buffer, needed?: ReadonlySet<string>) {
    this.rid = rid;
    this.bytes = bytes;
    this.needed = needed;
  }
  get doc(): Doc {
    if (this.decoded) return this.decoded;
    try {
      return (this.decoded = decode(this.bytes, 0, this.needed));
    } catch (error) {
      throw new Damage(`record ${this.rid} is unreadable`, { cause: error });
    }
  }
}

/**
 * How a query is answered. The rule: a unique key given whole; else the index that binds most fields (a value before
 * several, several before a range), with a bonus for giving the sort; else one that gives the sort; else $or by its
 * branches' indexes; else all documents. What an index cannot decide is tested on the document.
 */
export interface Plan {
  /** Whether the documents come in the order of the sort. */
  readonly sorted: boolean;
  /** `needed`: the fields at the top that somebody will ask for; all when it is not given. */
  run(view: View, ran?: Ran, needed?: ReadonlySet<string>): Iterable<Found>;
  /** Number of matches, `most` at most; by keys alone where those decide. */
  count(view: View, most: number): number;
  /** The stages, innermost last, in MongoDB's shape; `ran` tells what a run of it has looked at. */
  explain(query: Doc, ran?: Ran): Doc;
}

/** Whether a single key or one index that gives the sort answers, so that $or need not be looked into. */
const GOOD_ENOUGH = 20;

export function planQuery(
  collection: Collection,
  filter: Filter,
  sort: SortSpec = [],
  hint?: unknown,
): Plan {
  const natural = naturalHint(hint, sort);
  if (natural) return collectionScan(collection, filter, natural);
  const wanted = hint === undefined ? undefined : hintedIndex(collection, hint);
  const best = bestScan(collection, filter, sort, wanted);
  if (!wanted && (!best || best.score < GOOD_ENOUGH)) {
    const union = unionOf(collection, filter, sort);
    if (union) return union;
  }
  return best ? indexScan(collection, best, filter) : collectionScan(collection, filter, 1);
}

function naturalHint(hint: unknown, sort: SortSpec): 1 | -1 | undefined {
  if (sort.length === 1 && sort[0]![0] === "$natural") return sort[0]![1];
  if (!isDoc(hint) || !("$natural" in hint)) return undefined;
  return isNumeric(hint["$natural"]) && toNumber(hint["$natural"]) < 0 ? -1 : 1;
}

function hintedIndex(collection: Collection, hint: unknown): Index {
  const found = collection.record.indexes.find((i) =>
    typeof hint === "string" ? i.name === hint : isDoc(hint) && equal(i.spec["key"], hint),
  );
  if (found) return found;
  throw badValue(
    "error processing query: planner returned error :: caused by :: hint provided does not correspond to an existing index",
  );
}

function countOf(found: Iterable<unknown>, most: number): number {
  let n = 0;
  for (const _one of found) if (++n >= most) break;
  return n;
}

const isEmpty = (f: Filter): boolean => f.kind === "and" && f.parts.every(isEmpty);

function collectionScan(collection: Collection, filter: Filter, direction: 1 | -1): Plan {
  const all = isEmpty(filter);
  const test = all ? undefined : compileFilter(filter);
  const [start, end] = [collection.start(0), collection.start(1)];
  function* run(view: View, ran = new Ran(), needed?: ReadonlySet<string>): Iterable<Found> {
    for (const [key, bytes] of view.range(start, end, direction < 0)) {
      ran.docs++;
      const found = new Found(key.readUIntBE(6, 6), bytes, needed);
      if (!test || test(found.doc)) yield found;
    }
  }
  return {
    sorted: false,
    run,
    count: (view, most) =>
      all ? Math.min(most, view.count(start, end)) : countOf(run(view), most),
    explain: (query, ran) => ({
      stage: "COLLSCAN",
      ...(all ? {} : { filter: query }),
      ...(ran ? { nReturned: ran.returned, docsExamined: ran.docs } : {}),
      direction: direction > 0 ? "forward" : "backward",
    }),
  };
}

function indexScan(collection: Collection, scan: Scan, filter: Filter): Plan {
  const { index, ranges } = scan;
  const test = scan.exact ? undefined : compileFilter(filter);
  const several = index.multikey.length > 0;
  function* rids(view: View, ran: Ran): Iterable<number> {
    // A document may stand under several keys and counts once.
    const seen = several ? new Set<number>() : undefined;
    for (const [key, value] of entriesOf(view, scan)) {
      ran.keys++;
      const rid = collection.rid(index, key, value);
      if (seen?.has(rid)) continue;
      seen?.add(rid);
      yield rid;
    }
  }
  function* run(view: View, ran = new Ran(), needed?: ReadonlySet<string>): Iterable<Found> {
    for (const rid of rids(view, ran)) {
      const bytes = collection.read(view, rid);
      if (!bytes) throw new Damage(`index ${index.name} of ${collection.ns} leads to no document`);
      ran.docs++;
      const found = new Found(rid, bytes, needed);
      if (!test || test(found.doc)) yield found;
    }
  }
  return {
    sorted: scan.sorted,
    run,
    count: (view, most) => {
      if (test) return countOf(run(view), most);
      if (several) return countOf(rids(view, new Ran()), most);
      return Math.min(
        ranges.reduce((n, [start, end]) => n + view.count(start, end), 0),
        most,
      );
    },
    explain: (query, ran) => ({
      stage: "FETCH",
      ...(test ? { filter: query } : {}),
      ...(ran ? { nReturned: ran.returned, docsExamined: ran.docs } : {}),
      inputStage: shownScan(scan, ran),
    }),
  };
}

/** A query whose $or has an index for each branch. */
function unionOf(collection: Collection, filter: Filter, sort: SortSpec): Plan | undefined {
  const parts = filter.kind === "and" ? filter.parts : [filter];
  const or = parts.find((p) => p.kind === "or" && p.parts.length > 0);
  if (!or || !("parts" in or)) return undefined;
  const others = parts.filter((p) => p !== or);
  const plans: Plan[] = [];
  for (const branch of or.parts) {
    const both: Filter = { kind: "and", parts: [branch, ...others] };
    const scan = bestScan(collection, both, []);
    if (!scan) return undefined;
    plans.push(indexScan(collection, scan, both));
  }
  const branches: Ran[] = [];
  function* run(view: View, ran = new Ran(), needed?: ReadonlySet<string>): Iterable<Found> {
    const seen = new Set<number>();
    for (const [i, plan] of plans.entries()) {
      const own = (branches[i] = new Ran());
      for (const found of plan.run(view, own, needed)) {
        own.returned++;
        if (seen.has(found.rid)) continue;
        seen.add(found.rid);
        yield found;
      }
      ran.keys += own.keys;
      ran.docs += own.docs;
    }
  }
  return {
    sorted: sort.length === 0,
    run,
    count: (view, most) => countOf(run(view), most),
    explain: (query, ran) => {
      const n = ran ? { nReturned: ran.returned } : {};
      const inputStages = plans.map((p, i) => p.explain(query, ran && branches[i]));
      return { stage: "SUBPLAN", ...n, inputStage: { stage: "OR", ...n, inputStages } };
    },
  };
}
