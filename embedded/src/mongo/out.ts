import { ObjectId } from "bson";
import type { Call } from "./engine.ts";
import { MongoFault, unsupported } from "./errors.ts";
import { parseFilter } from "./filter.ts";
import { planQuery } from "./plan.ts";
import { type Doc, isDoc } from "./values.ts";

/** Writes the result of a pipeline: $out replaces a collection, $merge adds to one by _id. */
export async function intoCollection(call: Call, stage: Doc, docs: Doc[]): Promise<void> {
  if (call.transaction) throw new MongoFault(263, "$out and $merge cannot run in a transaction");
  const { engine, db } = call;
  const given = stage["$out"] ?? stage["$merge"];
  const options: Doc = isDoc(given) ? given : { into: given };
  const { into, on = "_id", whenMatched = "merge", whenNotMatched = "insert", ...others } = options;
  if (typeof into !== "string") throw unsupported("a result for another database");
  if (on !== "_id" || Object.keys(others).length > 0) throw unsupported("$merge by other fields");
  if (!["merge", "replace", "fail"].includes(String(whenMatched)) || whenNotMatched !== "insert")
    throw unsupported("$merge that does not insert, and merge, replace or fail");
  const collection = engine.catalog.ensure(`${db}.${into}`);
  await engine.write(undefined, (out) => {
    const isNew = "$out" in stage;
    if (isNew)
      for (const found of Array.from(planQuery(collection, parseFilter({})).run(out)))
        collection.remove(out, found.rid, found.doc);
    for (const doc of docs) {
      const { _id = new ObjectId(), ...rest } = doc;
      const same = parseFilter({ _id: { $eq: _id } });
      const [found] = isNew ? [] : planQuery(collection, same).run(out);
      // What is there already is for the unique index to refuse.
      if (!found || whenMatched === "fail") collection.insert(out, { _id, ...rest });
      else {
        const kept = whenMatched === "replace" ? { _id: found.doc["_id"] } : found.doc;
        collection.replace(out, found.rid, found.doc, found.bytes, { ...kept, ...rest });
      }
    }
  });
}
