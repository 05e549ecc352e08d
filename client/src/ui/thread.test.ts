import type { Entry } from "@hub/domain/channels/contract";
import { fold } from "@hub/domain/channels/fold";
import { expect } from "chai";
import { merge, reachOf } from "./thread.ts";

const post = (given: Partial<Entry>): Entry => ({
  id: `01930000-0000-7000-8000-0000000000${String(given.seq).padStart(2, "0")}`,
  v: 1,
  channelId: "a",
  seq: 1,
  ordinal: 1,
  type: "message.posted",
  actor: "zhang",
  office: "321084",
  role: "检察官",
  at: "2026-11-22T06:00:00.000Z",
  target: null,
  prev: "",
  hash: "",
  body: { text: "排口照片已收到", files: [], mentions: [], inReplyTo: null },
  withheld: null,
  ...given,
});

const thread = (
  channelId: string,
  entries: Entry[],
  began: { read: number; head: number } | null = null,
) => ({
  channelId,
  items: fold(entries),
  began,
});

describe("merge", () => {
  it("orders two channels by time, then channel, then number", () => {
    const lines = merge(
      [
        thread("b", [post({ seq: 1, channelId: "b" }), post({ seq: 2, channelId: "b" })]),
        thread("a", [
          post({ seq: 7, at: "2026-11-22T06:00:01.000Z" }),
          post({ seq: 6, at: "2026-11-22T05:59:00.000Z" }),
        ]),
      ],
      "zhang",
    );
    expect(lines.map((line) => `${line.channelId}${line.item.entry.seq}`)).to.deep.equal([
      "a6",
      "b1",
      "b2",
      "a7",
    ]);
  });

  it("starts a new day at midnight in Beijing, not in London", () => {
    const lines = merge(
      [
        thread("a", [
          post({ seq: 1, at: "2026-11-22T15:59:59.000Z" }),
          post({ seq: 2, at: "2026-11-22T16:00:00.000Z" }),
        ]),
      ],
      "li",
    );
    expect(lines.map((line) => line.day)).to.deep.equal(["2026-11-22", "2026-11-23"]);
  });

  it("says a name once for posts that follow within five minutes", () => {
    const lines = merge(
      [
        thread("a", [
          post({ seq: 1 }),
          post({ seq: 2, at: "2026-11-22T06:04:00.000Z" }),
          post({ seq: 3, at: "2026-11-22T06:10:00.000Z" }),
          post({ seq: 4, at: "2026-11-22T06:10:10.000Z", actor: "li" }),
        ]),
      ],
      "wang",
    );
    expect(lines.map((line) => line.continues)).to.deep.equal([false, true, false, false]);
  });

  it("marks one first unread over all channels and never one's own", () => {
    const lines = merge(
      [
        thread("a", [post({ seq: 4, actor: "me" }), post({ seq: 5 }), post({ seq: 6 })], {
          read: 3,
          head: 6,
        }),
        thread("b", [post({ seq: 9, channelId: "b", at: "2026-11-22T07:00:00.000Z" })], {
          read: 8,
          head: 9,
        }),
      ],
      "me",
    );
    expect(
      lines.filter((line) => line.firstUnread).map((line) => line.item.entry.seq),
    ).to.deep.equal([5]);
  });
});

describe("merge, while one looks", () => {
  it("does not call unread what came after the page was opened", () => {
    const lines = merge([thread("a", [post({ seq: 5 })], { read: 4, head: 4 })], "me");
    expect(lines.some((line) => line.firstUnread)).to.equal(false);
  });
});

describe("reachOf", () => {
  const me = { id: "me", officeId: "321084" };
  const officers = [{ officerId: "li", received: 5, read: 5 }];

  it("names no person of the other office, only that the office has read", () => {
    const offices = [{ officeId: "341181", received: 9, read: 8 }];
    expect(reachOf(8, { officers, offices }, me)).to.deep.equal({ state: "read_by_other" });
  });

  it("says arrived once another desk has it, and sent before", () => {
    const offices = [{ officeId: "341181", received: 9, read: 2 }];
    expect(reachOf(9, { officers, offices }, me)).to.deep.equal({ state: "arrived" });
    expect(reachOf(10, { officers, offices }, me)).to.deep.equal({ state: "sent" });
  });

  it("names colleagues where only one's own office talks", () => {
    expect(reachOf(5, { officers, offices: [] }, me)).to.deep.equal({
      state: "read_by",
      officerIds: ["li"],
    });
  });
});
