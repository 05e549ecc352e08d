import { expect } from "chai";
import fc from "fast-check";
import type { Entry } from "./contract.ts";
import { fold } from "./fold.ts";

let nextSeq = 1;
const anEntry = (type: string, body: unknown, target: string | null = null, actor = "a"): Entry => {
  const seq = nextSeq++;
  return {
    id: `e${seq}`,
    v: 1,
    channelId: "c",
    seq,
    ordinal: seq,
    type,
    actor,
    office: "321084",
    role: "检察官",
    at: new Date(Date.UTC(2026, 10, 22, 0, 0, seq)).toISOString(),
    target,
    prev: "",
    hash: "",
    body,
    withheld: null,
  };
};
const said = (text: string) =>
  anEntry("message.posted", { text, files: [], mentions: [], inReplyTo: null });

describe("fold", () => {
  beforeEach(() => {
    nextSeq = 1;
  });
  it("shows the last text of an edited message and when", () => {
    const post = said("明日巡湖");
    const items = fold([post, anEntry("message.edited", { text: "后日巡湖" }, post.id)]);
    expect(items).to.have.length(1);
    expect(items[0]).to.include({ text: "后日巡湖", editedAt: "2026-11-22T00:00:02.000Z" });
  });
  it("shows nothing of a recalled message, nor of an edit that raced it", () => {
    const post = said("误发");
    const recall = anEntry("message.recalled", {}, post.id);
    const late = anEntry("message.edited", { text: "还在" }, post.id);
    const [item] = fold([post, recall, late]);
    expect(item?.text).to.equal(null);
    expect(item?.entry).to.include({ withheld: "recalled", body: null });
  });
  it("counts who said 收到", () => {
    const post = said("请签收");
    const [item] = fold([
      post,
      anEntry("message.acknowledged", {}, post.id, "b"),
      anEntry("message.acknowledged", {}, post.id, "c"),
    ]);
    expect(item?.acknowledged.map((one) => one.officerId)).to.deep.equal(["b", "c"]);
  });
  it("keeps a kind of entry it does not know as a line of its own", () => {
    const [item] = fold([anEntry("moon.risen", { phase: "full" })]);
    expect(item?.entry.type).to.equal("moon.risen");
    expect(item?.text).to.equal(null);
  });
  it("gives the same timeline for the same entries in any order, with repeats", () => {
    const first = said("一");
    const second = said("二");
    const entries = [
      first,
      second,
      anEntry("message.edited", { text: "一改" }, first.id),
      anEntry("message.acknowledged", {}, second.id, "b"),
      anEntry("message.recalled", {}, second.id),
      said("三"),
    ];
    const expected = fold(entries);
    fc.assert(
      fc.property(fc.shuffledSubarray([...entries, ...entries], { minLength: 12 }), (shuffled) => {
        expect(fold(shuffled)).to.deep.equal(expected);
      }),
    );
  });
});
