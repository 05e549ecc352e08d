import { failedToParse, unsupported } from "./errors.ts";
import { compileExpression, scopeOf, splitPath } from "./expression.ts";
import { variableName } from "./operands.ts";
import { valuesAt } from "./places.ts";
import { setAt } from "./project.ts";
import type { CompilePipeline, Docs, Stage, Surroundings } from "./stages.ts";
import type { Doc } from "./values.ts";
import { isDoc, typeName } from "./values.ts";

const KNOWN = ["from", "localField", "foreignField", "as", "let", "pipeline"];

/** $lookup in both forms: by equal fields, by a pipeline with variables, or by both. */
export function lookup(arg: unknown, around: Surroundings, compile: CompilePipeline): Stage {
  if (!isDoc(arg)) throw failedToParse("the $lookup specification must be an Object");
  const unknown = Object.keys(arg).find((k) => !KNOWN.includes(k));
  if (unknown !== undefined) throw failedToParse(`unknown argument to $lookup: ${unknown}`);
  const { from, localField, foreignField, as, pipeline, let: given = {} } = arg;
  if (typeof as !== "string") throw failedToParse("must specify 'as' field for a $lookup");
  if (typeof from !== "string") throw unsupported("$lookup without a collection of this database");
  const isJoin = typeof localField === "string" && typeof foreignField === "string";
  if (!isJoin && (localField !== undefined || foreignField !== undefined || pipeline === undefined))
    throw failedToParse("$lookup requires 'pipeline', or both 'localField' and 'foreignField'");
  if (!isDoc(given)) throw failedToParse("$lookup argument 'let' must be an object");
  const lets = Object.entries(given).map(
    ([k, e]) => [variableName(k), compileExpression(e, around.variables)] as const,
  );
  const target = splitPath(as);
  const run = inner(from, pipeline ?? [], around, compile, lets.length > 0);
  return function* (docs) {
    for (const doc of docs) {
      const scope = scopeOf(doc);
      const variables = { ...around.variables };
      for (const [k, e] of lets) variables[k] = e(scope);
      const joined = isJoin ? joinFilter(doc, localField, foreignField) : {};
      yield setAt(doc, target, [...run(joined, variables)]);
    }
  };
}

/** The inner pipeline. A leading $match can use an index; the rest is compiled anew where variables are constants to it. */
function inner(
  from: string,
  pipeline: unknown,
  around: Surroundings,
  compile: CompilePipeline,
  varies: boolean,
): (joined: Doc, variables: Doc) => Docs {
  const first: unknown = Array.isArray(pipeline) ? pipeline[0] : undefined;
  const leading = isDoc(first) && isDoc(first["$match"]) ? first["$match"] : undefined;
  const rest = leading ? (pipeline as unknown[]).slice(1) : pipeline;
  const fixed = varies ? undefined : compile(rest, around);
  return (joined, variables) => {
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
