/**
 * What the engine answers beside another server: `MONGODB_REFERENCE_URI=… npx mocha embedded/test/engine/differential.test.ts`.
 * `RUNS` says how many sets of documents (each with its queries, updates and pipelines), `SEED` repeats a run.
 */
import { EJSON } from "bson";
import { expect } from "chai";
import fc from "fast-check";
import type { Collection, Db, Document } from "mongodb";
import { MongoClient } from "mongodb";
import type { Answer } from "./differences.ts";
import { excuse } from "./differences.ts";
import { changes, documents, filters, indexes, pipelines, projections, sorts } from "./generate.ts";
import type { Rig } from "./setup.ts";
import { rig } from "./setup.ts";

const { MONGODB_REFERENCE_URI, RUNS = "150", SEED } = process.env;
const seed = SEED === undefined ? Date.now() | 0 : Number(SEED);

/** An answer as text: types kept, fields in order of name (a computed one may stand elsewhere). */
const shown = (v: unknown): string =>
  JSON.stringify(EJSON.serialize(v, { relaxed: false }), (_k, inner: unknown) =>
    typeof inner === "object" && inner !== null && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).toSorted(([x], [y]) => (x < y ? -1 : 1)))
      : inner,
  );

/** Documents whose order no server promises, in one that can be compared. */
const unordered = (docs: Document[]): string => docs.map(shown).toSorted().join("\n");

const answer = async (run: () => Promise<string>): Promise<Answer> => {
  try {
    return { text: await run() };
  } catch (error) {
    return { text: "an error", error: String(error) };
  }
};

if (MONGODB_REFERENCE_URI)
  describe(`the engine beside another server (seed ${seed}, ${RUNS} runs)`, function () {
    this.timeout(0);
    let r: Rig;
    let reference: MongoClient;
    let sides: Db[];
    let breakdowns = 0;
    const tally = { same: 0, errors: 0, excused: new Map<string, number>() };
    const options = { promoteValues: false, promoteLongs: false } as const;
    before(async () => {
      r = await rig();
      reference = await new MongoClient(MONGODB_REFERENCE_URI).connect();
      sides = [r.client, reference].map((client) => client.db(`differential_${process.pid}`));
    });
    after(async () => {
      await sides[1]?.dropDatabase();
      await reference.close();
      await r.close();
      const excused = [...tally.excused].map(([why, n]) => `${n} ${why}`).join("; ");
      // oxlint-disable-next-line no-console -- what a run is worth is told by its count
      console.log(
        `    ${tally.same} equal (${tally.errors} of them errors), the reference broke down ${breakdowns} times; excused: ${excused || "none"}`,
      );
    });

    /** Runs the same on both and compares; `asked` is what is shown when they differ. */
    async function same(
      kind: string,
      asked: unknown,
      docs: Document[],
      run: (db: Db) => Promise<string>,
    ): Promise<void> {
      const [ours, theirs] = await Promise.all(sides.map((db) => answer(() => run(db))));
      await recovered(theirs!.error);
      if (ours!.text === theirs!.text) {
        tally.same++;
        if (ours!.error) tally.errors++;
        return;
      }
      const why = excuse(kind, JSON.parse(shown({ asked })), ours!, theirs!);
      if (why) {
        tally.excused.set(why, (tally.excused.get(why) ?? 0) + 1);
        return;
      }
      expect.fail(
        [
          `${kind} ${shown({ asked })}`,
          `documents: ${shown({ docs })}`,
          `engine:    ${ours!.text} ${ours!.error ?? ""}`,
          `reference: ${theirs!.text} ${theirs!.error ?? ""}`,
        ].join("\n"),
      );
    }

    /** Its PostgreSQL may break down over a query and comes back in a moment, but not with all of its data: the run is given up. */
    async function recovered(error = ""): Promise<void> {
      if (!/ECONNRESET|57P0|EPIPE|ECONNREFUSED|terminated|starting up|recovery mode/.test(error))
        return;
      breakdowns++;
      for (let tries = 0; tries < 100; tries++) {
        const isUp = await sides[1]!
          .collection("ping")
          .findOne()
          .then(
            () => true,
            () => false,
          );
        if (isUp) fc.pre(false);
        await new Promise((resolve) => setTimeout(resolve, 200));
      }
      throw new Error(error);
    }

    const fill = async (docs: Document[], name = "docs"): Promise<void> => {
      const filled = await Promise.allSettled(
        sides.map(async (db) => {
          const c = db.collection(name);
          await c.deleteMany({});
          await c.insertMany(docs.map((d) => ({ ...d })));
        }),
      );
      for (const one of filled) {
        if (one.status === "fulfilled") continue;
        await recovered(String(one.reason));
        throw one.reason;
      }
    };
    const check = <T>(
      arbitrary: fc.Arbitrary<T>,
      run: (given: T) => Promise<void>,
    ): Promise<void> =>
      fc.assert(fc.asyncProperty(arbitrary, run), {
        seed,
        numRuns: Number(RUNS),
        interruptAfterTimeLimit: 1_200_000,
      });
    const on = (db: Db): Collection => db.collection("docs");

    it("finds, counts, sorts and projects the same", () =>
      check(
        fc.tuple(
          documents,
          fc.array(fc.tuple(filters, sorts, projections), { minLength: 12, maxLength: 12 }),
        ),
        async ([docs, queries]) => {
          await fill(docs);
          for (const [filter, sort, projection] of queries) {
            await same("find", filter, docs, async (db) =>
              unordered(await on(db).find(filter, options).toArray()),
            );
            await same("sort", { filter, sort }, docs, async (db) =>
              shown(
                await on(db)
                  .find(filter, { ...options, sort })
                  .toArray(),
              ),
            );
            await same("project", { filter, projection }, docs, async (db) =>
              unordered(
                await on(db)
                  .find(filter, { ...options, projection })
                  .toArray(),
              ),
            );
            await same("count", filter, docs, async (db) =>
              String(await on(db).countDocuments(filter)),
            );
          }
          for (const key of ["a", "a.x", "b"])
            await same("distinct", key, docs, async (db) =>
              unordered((await on(db).distinct(key, {}, options)).map((v: unknown) => ({ v }))),
            );
        },
      ));

    it("finds by an index what it finds without", () =>
      check(
        fc.tuple(
          documents,
          indexes,
          fc.array(fc.tuple(filters, sorts), { minLength: 20, maxLength: 20 }),
        ),
        async ([docs, key, queries]) => {
          const c = r.db.collection("indexed");
          await c.drop();
          let made = true;
          await c.createIndex(key);
          for (const d of docs) await c.insertOne({ ...d }).catch(() => (made = false)); // parallel arrays
          if (!made) return;
          for (const [filter, sort] of queries) {
            const natural = { ...options, sort, hint: { $natural: 1 } };
            const wanted = shown(await c.find(filter, natural).toArray());
            expect(
              shown(await c.find(filter, { ...options, sort }).toArray()),
              shown({ key, filter, sort, docs }),
            ).equal(wanted);
            const all = await c.find(filter, { ...options, hint: { $natural: 1 } }).toArray();
            expect(
              unordered(await c.find(filter, options).toArray()),
              shown({ key, filter, docs }),
            ).equal(unordered(all));
            expect(await c.countDocuments(filter), shown({ key, filter, docs })).equal(all.length);
            tally.same += 3;
          }
        },
      ));

    it("updates the same", () =>
      check(
        fc.tuple(
          documents,
          fc.array(fc.tuple(changes, fc.boolean()), { minLength: 12, maxLength: 12 }),
        ),
        async ([docs, list]) => {
          for (const [[filter, update], chance] of list) {
            // Of nothing they take nothing; the reference makes the documents on their way.
            const upsert = chance && !/"\$(pull|pullAll|pop)"/.test(JSON.stringify(update));
            await fill(docs);
            await same("update", { filter, update, upsert }, docs, async (db) => {
              const { matchedCount, modifiedCount, upsertedCount } = await on(db).updateMany(
                filter,
                update,
                { upsert },
              );
              const after = await on(db).find({}, options).toArray();
              const rest = after.map(({ _id, ...d }) => ({
                ...d,
                ...(upsertedCount === 0 ? { _id } : {}),
              }));
              return `${matchedCount} ${modifiedCount} ${upsertedCount}\n${unordered(rest)}`;
            });
          }
        },
      ));

    it("aggregates the same", () =>
      check(
        fc.tuple(documents, documents, fc.array(pipelines, { minLength: 20, maxLength: 20 })),
        async ([docs, others, list]) => {
          await fill(docs);
          await fill(others, "other");
          for (const pipeline of list)
            await same("aggregate", pipeline, [...docs, { other: others }], async (db) =>
              unordered(await on(db).aggregate(pipeline, options).toArray()),
            );
        },
      ));
  });
