import { batchSizeOf } from "./cursors.ts";
import { type Call, collectionOf, letOf, namespace, surroundings } from "./engine.ts";
import { failedToParse, typeMismatch, MongoFault, unsupported } from "./errors.ts";
import { parseFilter } from "./filter.ts";
import { Found, planQuery } from "./plan.ts";
import { compilePipeline } from "./stages.ts";
import type { View } from "./store.ts";
import { encode } from "./codec.ts";
import { type Doc, isDoc, isNumeric, toNumber } from "./values.ts";
import { intoCollection } from "./out.ts";
import { parseSort } from "./sort.ts";
import { hintOf, ordered, refuse, sight } from "./reads.ts";

/** The stages at the beginning that an index can answer, and the rest; a limit among them is left in it. */
export function leading(pipeline: unknown[]): {
  filter: Doc;
  sort: Doc | undefined;
  limit: number;
  rest: unknown[];
} {
  const rest = [...pipeline];
  const filters: Doc[] = [];
  for (let match; isDoc((match = only(rest[0], "$match"))); rest.shift()) filters.push(match);
  const given = only(rest[0], "$sort");
  const sort = isDoc(given) && Object.keys(given).length > 0 ? given : undefined;
  if (sort) rest.shift();
  const limit = only(rest[0], "$limit");
  const [filter = {}] = filters.length > 1 ? [{ $and: filters }] : filters;
  return { filter, sort, limit: isNumeric(limit) ? toNumber(limit) : 0, rest };
}

/** What a stage is given, if it is of this name. */
const only = (stage: unknown, name: string): unknown =>
  isDoc(stage) && Object.keys(stage).length === 1 ? stage[name] : undefined;

export async function aggregate(call: Call): Promise<Doc> {
  const { body, engine, transaction } = call;
  refuse(body, ["collation"]);
  if (!Array.isArray(body["pipeline"])) throw typeMismatch("'aggregate.pipeline' must be an array");
  if (!isDoc(body["cursor"])) throw failedToParse("The 'cursor' option is required");
  const batchSize = batchSizeOf(body["cursor"]["batchSize"]);
  const pipeline = [...body["pipeline"]];
  const last = pipeline.at(-1);
  const output = isDoc(last) && ("$out" in last || "$merge" in last) ? last : undefined;
  if (output) pipeline.pop();
  if (output && isDoc(body["readConcern"]) && body["readConcern"]["level"] === "linearizable")
    throw new MongoFault(72, "$out and $merge cannot have a 'linearizable' read concern level");
  const isDatabase = isNumeric(body["aggregate"]);
  const ns = isDatabase ? `${call.db}.$cmd.aggregate` : namespace(call, "aggregate");
  if (isDatabase) pipeline[0] = ownInput(call, pipeline[0]);
  const { view, close } = sight(call, true);
  let docs: Iterable<Doc | Found>;
  try {
    docs = aggregation(call, view, isDatabase ? undefined : ns, pipeline);
    if (output) {
      await intoCollection(
        call,
        output,
        Array.from(docs, (d) => (d instanceof Found ? d.doc : d)),
      );
      docs = [];
    }
  } catch (error) {
    close();
    throw error;
  }
  return engine.cursors.first(ns, encoded(docs), { batchSize, close, transaction });
}

/** The first stage of a pipeline on a database, which makes its input. */
function ownInput({ engine }: Call, stage: unknown): Doc {
  const [name = ""] = isDoc(stage) ? Object.keys(stage) : [];
  if (name === "$documents") return stage as Doc;
  if (name === "$listLocalSessions") return { $documents: { $literal: engine.sessions.list() } };
  if (name === "$currentOp" || name === "$changeStream") throw unsupported(`the stage ${name}`);
  throw new MongoFault(73, `{aggregate: 1} is not valid for '${name}'; a collection is required.`);
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
  const counted = order.length === 0 ? countOf(rest) : undefined;
  if (counted) {
    const n = plan.count(view, counted.skip + counted.limit) - counted.skip;
    return n > 0 ? [{ _id: 1, n }] : [];
  }
  const input = ordered(plan, view, { sort: order, skip: 0, limit });
  return rest.length === 0 ? input : run(docsOf(input));
}

function* docsOf(found: Iterable<Found>): Iterable<Doc> {
  for (const f of found) yield f.doc;
}

/** How drivers count documents (after a $skip and a $limit): for this no documents are needed. */
const COUNT = encode({ $group: { _id: 1, n: { $sum: 1 } } });
function countOf(rest: readonly unknown[]): { skip: number; limit: number } | undefined {
  const stages = [...rest];
  const skip = only(stages[0], "$skip");
  if (isNumeric(skip)) stages.shift();
  const limit = only(stages[0], "$limit");
  if (isNumeric(limit)) stages.shift();
  const [stage] = stages;
  if (stages.length !== 1 || !isDoc(stage) || !encode(stage).equals(COUNT)) return undefined;
  return {
    skip: isNumeric(skip) ? toNumber(skip) : 0,
    limit: isNumeric(limit) ? toNumber(limit) : Infinity,
  };
}
