import type { Call } from "./engine.ts";
import { collectionOf, deadlineOf, namespace } from "./engine.ts";
import { badValue, MongoFault } from "./errors.ts";
import type { Index } from "./indexes.ts";
import { findIndex, parseIndex, sameIndex } from "./indexes.ts";
import type { Doc } from "./values.ts";
import { equal } from "./values.ts";
import { fault } from "./words.ts";
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
  const count = engine.view(call).count(collection.start(0), collection.start(1));
  if (call.transaction && !created && count > 0)
    throw new MongoFault(263, `Cannot create new indexes on existing collection ${ns}`);
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
  const hasKey = ({ spec }: Index): boolean => equal(spec["key"], index.spec["key"]);
  const named = indexes.find(({ name }) => name === index.name);
  if (named && sameIndex(named, index)) return true;
  if (named && !hasKey(named)) throw fault(86, index.name);
  const samePartial = (i: Index): boolean => equal(i.partial ?? null, index.partial ?? null);
  const alike = named ?? indexes.find((i) => hasKey(i) && samePartial(i));
  if (alike) throw fault(85, alike.name);
  return false;
}

export function listIndexes(call: Call): Doc {
  const ns = namespace(call, "listIndexes");
  const collection = collectionOf(call, ns);
  if (!collection || (collection.maker && collection.maker !== call.transaction))
    throw new MongoFault(26, `ns does not exist: ${ns}`);
  const specs = collection.record.indexes.map((i) => i.spec);
  return answerList(call, ns, specs);
}

export async function dropIndexes(call: Call): Promise<Doc> {
  const { engine, body } = call;
  const ns = namespace(call, "dropIndexes");
  const collection = engine.catalog.get(ns);
  if (!collection) throw new MongoFault(26, `ns not found ${ns}`);
  const { record } = collection;
  const nIndexesWas = record.indexes.length;
  const isAll = body["index"] === "*";
  const names: unknown[] = Array.isArray(body["index"]) ? body["index"] : [body["index"]];
  const named = isAll ? [] : names.map((name) => findIndex(record.indexes, name) ?? missing(name));
  const chosen = isAll ? record.indexes.filter((i) => i.no !== 1) : named;
  if (chosen.some((i) => i.no === 1)) throw new MongoFault(72, "cannot drop _id index");
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
    ...(isAll ? { msg: "non-_id indexes dropped for collection" } : {}),
    ok: 1,
  };
}

function missing(index: unknown): never {
  throw fault(27, JSON.stringify(index));
}
