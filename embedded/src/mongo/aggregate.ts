import { batchSizeOf } from "./cursors.ts";
import type { Call } from "./engine.ts";
import { collectionOf, letOf, namespace, surroundings } from "./engine.ts";
import { failedToParse, typeMismatch, MongoFault, unsupported } from "./errors.ts";
import { parseFilter } from "./filter.ts";
import { Found, planQuery } from "./plan.ts";
import { compilePipeline } from "./stages.ts";
import type { View } from "./store.ts";
import type { Doc } from "./values.ts";
import { encode } from "./codec.ts";
import { isDoc, isNumeric, toNumber } from "./values.ts";
import { intoCollection } from "./out.ts";
import { parseSort } from "./sort.ts";
import { hintOf, ordered, refuse, sight } from "./reads.ts";

/** The stages at the beginning that an index can answer, and the rest. */
export function leading(pipeline: unknown[]): {
  filter: Doc;
  sort: Doc | undefined;
  limit: number;
  rest: unknown[];
} {
  const rest = [...pipeline];
  const filters: unknown[] = [];
  const next = (name: string): unknown =>
    isDoc(rest[0]) && Object.keys(rest[0]).length === 1 ? rest[0][name] : undefined;
  while (isDoc(next("$match"))) {
    filters.push(next("$match"));
    rest.shift();
  }
  const sort = next("$sort");
  if (isDoc(sort) && Object.keys(sort).length > 0) rest.shift();
  const limit = next("$limit");
  return {
    filter:
      filters.length === 1 ? (filters[0] as Doc) : filters.length > 1 ? { $and: filters } : {},
    sort: isDoc(sort) && Object.keys(sort).length > 0 ? sort : undefined,
    limit: isNumeric(limit) ? toNumber(limit) : 0,
    rest,
  };
}

export async function aggregate(call: Call): Promise<Doc> {
  const { body, engine, transaction } = call;
  refuse(body, "collation");
  if (!Array.isArray(body["pipeline"]))
    throw typeMismatch(
      "BSON field 'aggregate.pipeline' is missing or of the wrong type, expected type 'array'",
    );
  const pipeline = [...body["pipeline"]];
  if (!isDoc(body["cursor"]))
    throw failedToParse(
      "The 'cursor' option is required, except for aggregate with the explain argument",
    );
  const batchSize = batchSizeOf(body["cursor"]["batchSize"]);
  const last = pipeline.at(-1);
  const output = isDoc(last) && ("$out" in last || "$merge" in last) ? pipeline.pop() : undefined;
  const isDatabase = isNumeric(body["aggregate"]);
  const ns = isDatabase ? `${call.db}.$cmd.aggregate` : namespace(call, "aggregate");
  if (isDatabase && isDoc(pipeline[0]) && "$listLocalSessions" in pipeline[0])
    pipeline[0] = { $documents: { $literal: engine.sessions.list() } };
  if (output && isDoc(body["readConcern"]) && body["readConcern"]["level"] === "linearizable")
    throw new MongoFault(
      72,
      "$out and $merge cannot be used with a 'linearizable' read concern level",
    );
  if (isDatabase && !(isDoc(pipeline[0]) && "$documents" in pipeline[0])) {
    const first = isDoc(pipeline[0]) ? Object.keys(pipeline[0])[0] : undefined;
    if (first?.startsWith("$") && ["$currentOp", "$changeStream"].includes(first))
      throw unsupported(`the stage ${first}`);
    throw new MongoFault(
      73,
      `{aggregate: 1} is not valid for '${first ?? ""}'; a collection is required.`,
    );
  }
  const { view, close } = sight(call, true);
  try {
    const docs = aggregation(call, view, isDatabase ? undefined : ns, pipeline);
    if (output) {
      const all = Array.from(docs, (d) => (d instanceof Found ? d.doc : d));
      close();
      await intoCollection(call, output as Doc, all);
      return engine.cursors.first(ns, [], {
        batchSize,
        single: false,
        close: () => undefined,
        transaction,
      });
    }
    return engine.cursors.first(ns, encoded(docs), {
      batchSize,
      single: false,
      close,
      transaction,
    });
  } catch (error) {
    close();
    throw error;
  }
}

function* encoded(docs: Iterable<Doc | Found>): Iterable<Buffer> {
  for (const d of docs) yield d instanceof Found ? d.bytes : encode(d);
}

/** The result of a pipeline; `ns` is undefined for one that has no input but makes its own. */
function aggregation(
  call: Call,
  view: View,
  ns: string | undefined,
  pipeline: unknown[],
): Iterable<Doc | Found> {
  const variables = letOf(call.body);
  const around = surroundings(call, view, variables);
  if (ns === undefined) return compilePipeline(pipeline, around)([]);
  const { filter, sort, limit, rest } = leading(pipeline);
  const parsed = parseFilter(filter, variables);
  const run = compilePipeline(rest, around);
  const collection = collectionOf(call, ns);
  if (!collection) return run([]);
  const order = parseSort(sort);
  const plan = planQuery(collection, parsed, order, hintOf(call.body));
  const counted = countStage(rest);
  if (counted && order.length === 0) {
    const most = counted.limit > 0 ? counted.skip + counted.limit : Infinity;
    const n = plan.count(view, most) - counted.skip;
    return n > 0 ? [counted.result(n)] : [];
  }
  const input = ordered(plan, view, { sort: order, skip: 0, limit });
  return rest.length === 0 ? input : run(docsOf(input));
}

function* docsOf(found: Iterable<Found>): Iterable<Doc> {
  for (const f of found) yield f.doc;
}

/** A pipeline that only counts, as drivers make for countDocuments, needs no documents. */
function countStage(
  rest: unknown[],
): { skip: number; limit: number; result: (n: number) => Doc } | undefined {
  const stages = [...rest];
  const number = (name: string): number => {
    const stage = stages[0];
    const v = isDoc(stage) ? stage[name] : undefined;
    if (!isNumeric(v)) return 0;
    stages.shift();
    return toNumber(v);
  };
  const skip = number("$skip");
  const limit = number("$limit");
  const stage = stages[0];
  if (stages.length !== 1 || !isDoc(stage)) return undefined;
  const named = stage["$count"];
  if (typeof named === "string") return { skip, limit, result: (n) => ({ [named]: n }) };
  const group = stage["$group"];
  if (!isDoc(group) || Object.keys(group).length !== 2) return undefined;
  const { _id, n: sum } = group;
  if (
    (_id !== null && !isNumeric(_id)) ||
    !isDoc(sum) ||
    sum["$sum"] !== 1 ||
    Object.keys(sum).length !== 1
  )
    return undefined;
  return { skip, limit, result: (n) => ({ _id, n }) };
}
