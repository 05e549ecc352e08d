import { ObjectId } from "bson";
import type { Call } from "./engine.ts";
import { MongoFault, unsupported } from "./errors.ts";
import { parseFilter } from "./match.ts";
import { planQuery } from "./plan.ts";
import type { Doc } from "./values.ts";
import { equal, isDoc } from "./values.ts";

/** Writes the result of a pipeline: $out replaces a collection, $merge adds to one. */
export async function intoCollection(call: Call, stage: Doc, docs: Doc[]): Promise<void> {
  if (call.transaction)
    throw new MongoFault(
      263,
      "Operation not permitted in transaction :: caused by :: $out and $merge cannot run in a transaction",
    );
  const { engine, db } = call;
  if ("$out" in stage) {
    const name = stage["$out"];
    if (typeof name !== "string") throw unsupported("$out to another database");
    const collection = engine.catalog.ensure(`${db}.${name}`);
    await engine.write(undefined, (out) => {
      for (const found of Array.from(
        planQuery(collection, parseFilter({}), []).run(out, { keys: 0, docs: 0 }),
      ))
        collection.remove(out, found.rid, found.doc);
      for (const doc of docs)
        collection.insert(out, "_id" in doc ? doc : { _id: new ObjectId(), ...doc });
    });
    return;
  }
  const merge = stage["$merge"];
  const into = typeof merge === "string" ? merge : isDoc(merge) ? merge["into"] : undefined;
  if (typeof into !== "string") throw unsupported("$merge into another database");
  const options: Doc = isDoc(merge) ? merge : {};
  const on =
    options["on"] === undefined
      ? ["_id"]
      : Array.isArray(options["on"])
        ? options["on"].map(String)
        : [typeof options["on"] === "string" ? options["on"] : "_id"];
  const matched = options["whenMatched"] ?? "merge";
  const missing = options["whenNotMatched"] ?? "insert";
  if (typeof matched !== "string") throw unsupported("$merge with a pipeline");
  const collection = engine.catalog.ensure(`${db}.${into}`);
  if (
    !(on.length === 1 && on[0] === "_id") &&
    !collection.record.indexes.some(
      (i) => i.unique && i.key.length === on.length && i.key.every(([p]) => on.includes(p)),
    )
  )
    throw new MongoFault(51183, "Cannot find index to verify that join fields will be unique");
  await engine.write(undefined, (out) => {
    for (const source of docs) {
      const doc = "_id" in source ? source : { _id: new ObjectId(), ...source };
      const filter = parseFilter(Object.fromEntries(on.map((p) => [p, { $eq: doc[p] ?? null }])));
      const [found] = planQuery(collection, filter, []).run(out, { keys: 0, docs: 0 });
      if (!found) {
        if (missing === "fail")
          throw new MongoFault(
            13113,
            "$merge could not find a matching document in the target collection for at least one document in the source collection",
          );
        if (missing === "insert") collection.insert(out, doc);
      } else if (matched === "fail")
        throw new MongoFault(11000, "E11000 duplicate key error: $merge found a matching document");
      else if (matched !== "keepExisting") {
        const { _id: id, ...rest } = doc;
        if (on[0] === "_id" && !equal(id, found.doc["_id"]))
          throw new MongoFault(66, "the '_id' field cannot be changed by $merge");
        collection.replace(
          out,
          found.rid,
          found.doc,
          found.bytes,
          matched === "replace" ? { _id: found.doc["_id"], ...rest } : { ...found.doc, ...rest },
        );
      }
    }
  });
}
