import type { Call } from "./engine.ts";
import { collectionOf, namespace } from "./engine.ts";
import { typeMismatch, MongoFault } from "./errors.ts";
import { planQuery, Ran } from "./plan.ts";
import { leading } from "./aggregate.ts";
import { hintOf, ordered, parseQuery } from "./reads.ts";
import type { Doc } from "./values.ts";
import { isDoc } from "./values.ts";

/** explain, in MongoDB's shape. */
export function explain(call: Call): Doc {
  const inner = call.body["explain"];
  if (!isDoc(inner)) throw typeMismatch("explain needs a command");
  const verbosity =
    typeof call.body["verbosity"] === "string" ? call.body["verbosity"] : "allPlansExecution";
  const name = Object.keys(inner)[0]!;
  const wrapped: Call = { ...call, body: inner };
  if (name === "aggregate") return explainAggregate(wrapped, verbosity);
  const update = (inner["updates"] ?? inner["deletes"]) as Doc[] | undefined;
  if (!["find", "count", "distinct", "update", "delete", "findAndModify"].includes(name))
    throw new MongoFault(59, `Explain failed due to unknown command: ${name}`);
  const body = update
    ? { filter: update[0]?.["q"], hint: update[0]?.["hint"] }
    : { ...inner, filter: inner["filter"] ?? inner["query"] };
  return explained(wrapped, namespace(wrapped, name), body, verbosity);
}

export function explainAggregate(call: Call, verbosity: string): Doc {
  const { filter, sort, limit, rest } = leading(
    Array.isArray(call.body["pipeline"]) ? call.body["pipeline"] : [],
  );
  const answer = explained(
    call,
    namespace(call, "aggregate"),
    { filter, sort, limit, hint: call.body["hint"] },
    verbosity,
  );
  if (rest.length === 0) return answer;
  const { queryPlanner, executionStats, ...others } = answer;
  return {
    ...others,
    stages: [{ $cursor: { queryPlanner, ...(executionStats ? { executionStats } : {}) } }, ...rest],
  };
}

function explained(call: Call, ns: string, body: Doc, verbosity: string): Doc {
  const query = parseQuery(body);
  const collection = collectionOf(call, ns);
  const plan = collection
    ? planQuery(collection, query.filter, query.sort, hintOf(body))
    : undefined;
  const parsedQuery = isDoc(body["filter"]) ? body["filter"] : {};
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
  const answer: Doc = {
    explainVersion: "1",
    queryPlanner: {
      namespace: ns,
      indexFilterSet: false,
      parsedQuery,
      winningPlan: stages(),
      rejectedPlans: [],
    },
  };
  if (verbosity !== "queryPlanner") {
    const ran = new Ran();
    const began = Date.now();
    if (plan)
      for (const _found of ordered(plan, call.engine.view(call), query, ran)) ran.returned++;
    answer["executionStats"] = {
      executionSuccess: true,
      nReturned: ran.returned,
      executionTimeMillis: Date.now() - began,
      totalKeysExamined: ran.keys,
      totalDocsExamined: ran.docs,
      executionStages: stages(ran),
    };
  }
  return {
    ...answer,
    command: call.body,
    serverInfo: { host: call.engine.address, version: "7.0.0" },
    ok: 1,
  };
}
