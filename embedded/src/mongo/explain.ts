import type { Call } from "./engine.ts";
import { collectionOf, namespace } from "./engine.ts";
import { MongoFault, typeMismatch } from "./errors.ts";
import { planQuery, Ran } from "./plan.ts";
import { leading } from "./aggregate.ts";
import { hintOf, ordered, parseQuery } from "./reads.ts";
import type { Doc } from "./values.ts";
import { isDoc } from "./values.ts";

/** An aggregate command that asks to be explained. */
export const explainAggregate = (call: Call, verbosity: string): Doc =>
  explain({ ...call, body: { explain: call.body, verbosity } });

/** explain, in MongoDB's shape. */
export function explain(call: Call): Doc {
  const { explain: command, verbosity } = call.body;
  if (!isDoc(command)) throw typeMismatch("explain needs a command");
  const name = Object.keys(command)[0]!;
  if (!EXPLAINED.includes(name)) throw new MongoFault(59, `cannot explain ${name}`);
  const inner: Call = { ...call, body: command };
  const { filter, query: q, pipeline, updates, deletes } = command;
  const [write] = (updates ?? deletes ?? []) as Doc[];
  const { rest, ...leads } = leading(Array.isArray(pipeline) ? pipeline : []);
  const body = write
    ? { filter: write["q"], hint: write["hint"] }
    : { ...command, ...(pipeline ? leads : { filter: filter ?? q }) };
  const ns = namespace(inner, name);
  const plans = explained(inner, ns, body, verbosity !== "queryPlanner");
  return {
    explainVersion: "1",
    ...(rest.length > 0 ? { stages: [{ $cursor: plans }, ...rest] } : plans),
    command,
    serverInfo: { host: call.engine.address, version: "7.0.0" },
    ok: 1,
  };
}

const EXPLAINED = ["aggregate", "find", "count", "distinct", "update", "delete", "findAndModify"];

function explained(call: Call, ns: string, body: Doc, isRun: boolean): Doc {
  const query = parseQuery(body);
  const collection = collectionOf(call, ns);
  const plan = collection && planQuery(collection, query.filter, query.sort, hintOf(body));
  const parsedQuery = (body["filter"] ?? {}) as Doc;
  /** The stages around the plan's own. */
  const stages = (ran?: Ran): Doc => {
    const n = ran ? { nReturned: ran.returned } : {};
    let stage: Doc = plan ? plan.explain(parsedQuery, ran) : { stage: "EOF", ...n };
    const wrap = (name: string, how: Doc): void => {
      stage = { stage: name, ...how, ...n, inputStage: stage };
    };
    if (plan && !plan.sorted && query.sort.length > 0) wrap("SORT", { sortPattern: body["sort"] });
    if (query.skip > 0) wrap("SKIP", { skipAmount: query.skip });
    if (query.limit > 0) wrap("LIMIT", { limitAmount: query.limit });
    if (query.project) wrap("PROJECTION_DEFAULT", { transformBy: body["projection"] });
    return stage;
  };
  const plans = { namespace: ns, indexFilterSet: false, parsedQuery, rejectedPlans: [] };
  const queryPlanner = { ...plans, winningPlan: stages() };
  if (!isRun) return { queryPlanner };
  const ran = new Ran();
  const began = Date.now();
  if (plan) ran.returned = [...ordered(plan, call.engine.view(call), query, ran)].length;
  const executionStats = {
    executionSuccess: true,
    nReturned: ran.returned,
    executionTimeMillis: Date.now() - began,
    totalKeysExamined: ran.keys,
    totalDocsExamined: ran.docs,
    executionStages: stages(ran),
  };
  return { queryPlanner, executionStats };
}
