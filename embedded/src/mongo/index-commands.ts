import type { Call } from "./engine.ts";
import { collectionOf, deadlineOf, namespace } from "./engine.ts";
import { badValue, MongoFault } from "./errors.ts";
import type { Index } from "./indexes.ts";
import { parseIndex, sameIndex, sameKey } from "./indexes.ts";
import type { Doc } from "./values.ts";
import { equal, isDoc } from "./values.ts";
import { alter, answerList } from "./admin.ts";

export async function createIndexes(call: Call): Promise<Doc> {
  const { engine, body } = call;
  const ns = namespace(call, "createIndexes");
  const specs = body["indexes"];
  if (!Array.isArray(specs) || specs.length === 0)
    throw badValue("Must specify at least one index to create");
  const created = !engine.catalog.get(ns);
  // All are checked before anything is made.
  for (const spec of specs) parseIndex(spec, 0);
  const collection = engine.catalog.ensure(ns, call.transaction);
  const before = collection.record.indexes.length;
  if (
    call.transaction &&
    !created &&
    [...engine.view(call).range(collection.start(0), collection.start(1))].length > 0
  )
    throw new MongoFault(
      263,
      `Cannot create new indexes on existing collection ${ns} in a multi-document transaction.`,
    );
  if (!call.transaction) await engine.settled(collection, deadlineOf(body));
  const { record } = collection;
  await engine.write(undefined, (out) => {
    const fresh: Index[] = [];
    let next = record.nextIndex;
    for (const spec of specs) {
      const index = parseIndex(spec, next);
      if (existing([...record.indexes, ...fresh], index)) continue;
      next++;
      collection.build(out, index);
      fresh.push(index);
    }
    if (fresh.length === 0) return;
    record.indexes = [...record.indexes, ...fresh];
    record.nextIndex = next;
    engine.catalog.save(collection, out);
    if (!call.transaction) collection.changedAt = engine.store.now() + 1;
  });
  const after = collection.record.indexes.length;
  return {
    numIndexesBefore: before,
    numIndexesAfter: after,
    ...(created ? { createdCollectionAutomatically: true } : {}),
    ...(after === before ? { note: "all indexes already exist" } : {}),
    ok: 1,
  };
}

/** Whether there is such an index; one that is like it but not the same is an error. */
function existing(indexes: readonly Index[], index: Index): boolean {
  if (index.key.length === 1 && index.key[0]![0] === "_id") return true;
  const named = indexes.find((i) => i.name === index.name);
  if (named && sameIndex(named, index)) return true;
  if (named && sameKey(named, index))
    throw new MongoFault(
      85,
      `An equivalent index already exists with the same name but different options. Requested index: ${index.name}`,
    );
  if (named)
    throw new MongoFault(
      86,
      `An existing index has the same name as the requested index. When index names are not specified, they are auto generated and can cause conflicts. Requested index: ${index.name}`,
    );
  const alike = indexes.find(
    (i) => sameKey(i, index) && equal(i.partial ?? null, index.partial ?? null),
  );
  if (!alike) return false;
  const how = sameIndex(alike, index)
    ? "Index already exists with a different name"
    : "An equivalent index already exists with different options";
  throw new MongoFault(85, `${how}: ${alike.name}`);
}

export function listIndexes(call: Call): Doc {
  const ns = namespace(call, "listIndexes");
  const collection = collectionOf(call, ns);
  if (!collection || (collection.maker && collection.maker !== call.transaction))
    throw new MongoFault(26, `ns does not exist: ${ns}`);
  return answerList(
    call,
    ns,
    collection.record.indexes.map((i) => i.spec),
  );
}

export async function dropIndexes(call: Call): Promise<Doc> {
  const { engine, body } = call;
  const ns = namespace(call, "dropIndexes");
  const collection = engine.catalog.get(ns);
  if (!collection) throw new MongoFault(26, `ns not found ${ns}`);
  const { record } = collection;
  const nIndexesWas = record.indexes.length;
  const asked = body["index"];
  const chosen =
    asked === "*"
      ? record.indexes.filter((i) => i.no !== 1)
      : (Array.isArray(asked) ? asked : [asked]).map((a) => indexOf(record.indexes, a));
  await alter(call, collection, (out) => {
    record.indexes = record.indexes.filter((i) => !chosen.includes(i));
    for (const index of chosen)
      for (const [key] of out.range(collection.start(index.no), collection.start(index.no + 1)))
        out.remove(key, false);
    engine.catalog.save(collection, out);
    collection.changedAt = engine.store.now() + 1;
  });
  return {
    nIndexesWas,
    ...(asked === "*" ? { msg: "non-_id indexes dropped for collection" } : {}),
    ok: 1,
  };
}

/** An index by its name or its key. */
function indexOf(indexes: readonly Index[], asked: unknown): Index {
  const found = indexes.find((i) =>
    typeof asked === "string" ? i.name === asked : isDoc(asked) && equal(i.spec["key"], asked),
  );
  if (!found && typeof asked === "string")
    throw new MongoFault(27, `index not found with name [${asked}]`);
  if (!found) throw new MongoFault(27, `can't find index with key: ${JSON.stringify(asked)}`);
  if (found.no === 1) throw new MongoFault(72, "cannot drop _id index");
  return found;
}
