import { fold } from "@hub/domain/channels/fold";
import { expect } from "chai";
import fc from "fast-check";
import { CHANNEL, createServerModel, type ServerModel } from "./server-model.ts";
import {
  emptyThread,
  entriesOf,
  isBehind,
  withEntries,
  withHead,
  withOlder,
  withPage,
  type Thread,
} from "./thread.ts";

const fresh = (server: ServerModel, limit = 1_000): Thread =>
  withPage(emptyThread(CHANNEL), server.read({}, limit));

/** Fetches what is missing, as the reader does. */
function evened(thread: Thread, server: ServerModel): Thread {
  let now = withHead(thread, server.head());
  for (let guard = 0; isBehind(now) && guard < 100; guard += 1)
    now = withPage(now, server.read(now.position ? { after: now.position } : {}, 7));
  return now;
}

function whole(thread: Thread, server: ServerModel): Thread {
  let now = thread;
  while (now.hasOlder) now = withOlder(now, server.read({ before: now.entries[0]?.seq ?? 1 }, 5));
  return now;
}

const three = () => {
  const server = createServerModel();
  const told = [server.post("一"), server.post("二"), server.post("三")];
  return { server, told };
};

describe("a thread", () => {
  it("shows in seq order only, and keeps what came early", () => {
    const { server, told } = three();
    const late = server.post("四");
    const later = server.post("五");
    const start = withPage(emptyThread(CHANNEL), createServerModel("a", told).read({}));
    const early = withEntries(start, [later]);
    expect(entriesOf(early).map(({ seq }) => seq)).to.deep.equal([1, 2, 3]);
    expect(isBehind(early)).to.equal(true);
    const both = withEntries(early, [late]);
    expect(entriesOf(both).map(({ seq }) => seq)).to.deep.equal([1, 2, 3, 4, 5]);
    expect(isBehind(both)).to.equal(false);
  });

  it("drops what it has, and stays the same object", () => {
    const { server, told } = three();
    const thread = fresh(server);
    expect(withEntries(thread, told)).to.equal(thread);
  });

  it("keeps hints that come while its first page is on the way", () => {
    const { server } = three();
    const page = server.read({});
    const thread = withPage(withEntries(emptyThread(CHANNEL), [server.post("四")]), page);
    expect(entriesOf(thread).map(({ seq }) => seq)).to.deep.equal([1, 2, 3, 4]);
  });

  it("knows that it is behind when told only the place of an entry", () => {
    const { server } = three();
    const thread = withEntries(fresh(server), [server.place(server.post("很长"))]);
    expect(isBehind(thread)).to.equal(true);
    expect(entriesOf(evened(thread, server)).at(-1)?.seq).to.equal(4);
  });

  it("takes a recalled message's words out of the browser", () => {
    const { server } = three();
    const edit = server.about(2, "message.edited");
    const thread = fresh(server);
    const recall = server.about(2, "message.recalled");
    if (!edit || !recall) throw new Error("not said");
    const after = withEntries(thread, [recall]);
    expect(JSON.stringify(after)).to.not.contain("二").and.not.contain("改 2");
    expect(entriesOf(after)).to.deep.equal(entriesOf(fresh(server)));
  });

  it("starts over when the store was restored to another history", () => {
    const { server, told } = three();
    server.post("丢了");
    const thread = fresh(server);
    const restored = createServerModel("b", told);
    restored.post("另一个四");
    restored.post("另一个五");
    const doubtful = withHead(thread, restored.head());
    expect(isBehind(doubtful)).to.equal(true);
    expect(evened(doubtful, restored)).to.deep.equal(fresh(restored));
  });

  it("starts over when a hint does not follow from what is here", () => {
    const { told } = three();
    const thread = fresh(createServerModel("a", told));
    const restored = createServerModel("b", told.slice(0, 2));
    restored.post("另一个三");
    const told4 = restored.post("另一个四");
    expect(withEntries(thread, [told4]).doubtful).to.equal(true);
    expect(evened(withEntries(thread, [told4]), restored)).to.deep.equal(fresh(restored));
  });

  it("equals what is fetched fresh, whatever was lost, doubled or out of order", () => {
    const act = fc.oneof(
      { weight: 5, arbitrary: fc.record({ act: fc.constant("post" as const) }) },
      {
        weight: 3,
        arbitrary: fc.record({
          act: fc.constantFrom(
            "message.edited" as const,
            "message.recalled" as const,
            "message.acknowledged" as const,
          ),
          seq: fc.integer({ min: 1, max: 40 }),
        }),
      },
    );
    /** For each entry: how often its hint comes, how late, and whether only as a place. */
    const fate = fc.record({
      copies: fc.integer({ min: 0, max: 2 }),
      delay: fc.integer({ min: 0, max: 5 }),
      placed: fc.boolean(),
    });
    fc.assert(
      fc.property(
        fc.array(act, { maxLength: 40 }),
        fc.array(act, { maxLength: 60 }),
        fc.array(fate, { minLength: 60, maxLength: 60 }),
        fc.array(fc.boolean(), { minLength: 60, maxLength: 60 }),
        fc.integer({ min: 1, max: 50 }),
        (before, after, fates, fetches, pageSize) => {
          const server = createServerModel();
          const perform = (one: (typeof before)[number]) =>
            one.act === "post"
              ? server.post(`话 ${server.log.length}`)
              : server.about(one.seq, one.act);
          server.post("头");
          for (const one of before) perform(one);
          let thread = fresh(server, pageSize);
          const arriving = new Map<number, (() => void)[]>();
          after.forEach((one, turn) => {
            const entry = perform(one);
            const { copies, delay, placed } = fates[turn] ?? { copies: 1, delay: 0, placed: false };
            if (entry)
              for (let copy = 0; copy < copies; copy += 1) {
                const due = turn + delay * (copy + 1);
                const tell = () =>
                  void (thread = withEntries(thread, [placed ? server.place(entry) : entry]));
                arriving.set(due, [...(arriving.get(due) ?? []), tell]);
              }
            for (const tell of arriving.get(turn) ?? []) tell();
            arriving.delete(turn);
            // In between, some gaps are fetched and some heads told, as time allows.
            if (fetches[turn] && isBehind(thread) && thread.position)
              thread = withPage(thread, server.read({ after: thread.position }, 3));
            const seqs = thread.entries.map(({ seq }) => seq);
            expect(seqs).to.deep.equal(seqs.map((_, index) => (seqs[0] ?? 0) + index));
          });
          for (const tells of arriving.values()) for (const tell of tells) tell();
          const now = whole(evened(thread, server), server);
          const expected = fresh(server);
          expect(isBehind(now)).to.equal(false);
          expect(entriesOf(now)).to.deep.equal(entriesOf(expected));
          expect(fold(entriesOf(now))).to.deep.equal(fold(entriesOf(expected)));
          expect(now.position).to.deep.equal(expected.position);
        },
      ),
      { numRuns: 300 },
    );
  });
});
