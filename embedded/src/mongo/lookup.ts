import { failedToParse, unsupported } from "./errors.ts";
import { compileExpression, scopeOf } from "./expression.ts";
import { valuesAt } from "./places.ts";
import { setDeep } from "./project.ts";
import type { CompilePipeline, Docs, Stage, Surroundings } from "./stages.ts";
import type { Doc } from "./values.ts";
import { isDoc, typeName } from "./values.ts";

const KNOWN = ["from", "localField", "foreignField", "as", "let", "pipeline"];

/** $lookup in both forms: by equal fields, by a pipeline with variables, or by both. */
export function lookup(arg: unknown, around: Surroundings, compile: CompilePipeline): Stage {
  if (!isDoc(arg)) throw failedToParse("the $lookup specification must be an Object");
  for (const k of Object.keys(arg))
    if (!KNOWN.includes(k)) throw failedToParse(`unknown argument to $lookup: ${k}`);
  const { from, localField, foreignField, as, pipeline } = arg;
  if (typeof as !== "string") throw failedToParse("must specify 'as' field for a $lookup");
  if (typeof from !== "string") throw unsupported("$lookup without a collection of this database");
  if (typeof localField !== typeof foreignField)
    throw failedToParse("$lookup requires both or neither of localField and foreignField");
  if (localField === undefined && pipeline === undefined)
    throw failedToParse(
      "$lookup requires either 'pipeline' or both 'localField' and 'foreignField' to be specified",
    );
  const lets = Object.entries(isDoc(arg["let"]) ? arg["let"] : {}).map(
    ([k, e]) => [k, compileExpression(e, around.variables)] as const,
  );
  const target = as.split(".");
  const run = inner(pipeline ?? [], around, compile, lets.length > 0);
  return function* (docs) {
    for (const doc of docs) {
      const scope = scopeOf(doc);
      const variables = { ...around.variables };
      for (const [k, e] of lets) variables[k] = e(scope);
      const joined =
        typeof localField === "string" ? joinFilter(doc, localField, String(foreignField)) : {};
      yield setDeep(doc, target, 0, [...run(from, joined, variables)]) as Doc;
    }
  };
}

/** The inner pipeline. A leading $match can use an index; the rest is compiled anew where variables are constants to it. */
function inner(
  pipeline: unknown,
  around: Surroundings,
  compile: CompilePipeline,
  varies: boolean,
): (from: string, joined: Doc, variables: Doc) => Docs {
  const first: unknown = Array.isArray(pipeline) ? pipeline[0] : undefined;
  const leading = isDoc(first) && isDoc(first["$match"]) ? first["$match"] : undefined;
  const rest = leading && Array.isArray(pipeline) ? pipeline.slice(1) : pipeline;
  const fixed = varies ? undefined : compile(rest, around);
  return (from, joined, variables) => {
    const run = fixed ?? compile(rest, { ...around, variables });
    return run(around.find(from, leading ? { $and: [joined, leading] } : joined, variables));
  };
}

/** What a foreign field must equal: any of the values at the local one, or null where there is none. */
function joinFilter(doc: Doc, localField: string, foreignField: string): Doc {
  const values = valuesAt(doc, localField);
  if (values.length === 0) values.push(null);
  // A regular expression is compared here, not searched by.
  const isPattern = (v: unknown): boolean => typeName(v) === "regex";
  const patterns = values.filter(isPattern).map((v) => ({ [foreignField]: { $eq: v } }));
  const any = { [foreignField]: { $in: values.filter((v) => !isPattern(v)) } };
  return patterns.length > 0 ? { $or: [any, ...patterns] } : any;
}
