import type { ChannelRow } from "@hub/domain/channels/contract";
import { expect } from "chai";
import { bundlesOf } from "./bundles.ts";

const row = (id: string, given: Partial<ChannelRow> & { at: string }): ChannelRow => ({
  id,
  kind: "group",
  matter: null,
  title: id,
  officeIds: [],
  members: [],
  head: { seq: 1, hash: "", ordinal: 1, at: given.at },
  read: null,
  unread: 0,
  can: [],
  last: null,
  ...given,
});

const matter = { kind: "lead" as const, id: "m", leadId: "m", title: "非法采砂", number: null };

describe("bundlesOf", () => {
  const rows = [
    row("old", { at: "2026-11-01T00:00:00.000Z", unread: 2 }),
    row("own", { at: "2026-11-20T00:00:00.000Z", kind: "lead", matter }),
    row("new", { at: "2026-11-22T00:00:00.000Z" }),
    row("both", {
      at: "2026-11-21T00:00:00.000Z",
      kind: "exchange",
      matter: { ...matter, kind: "exchange", id: "x" },
    }),
  ];

  it("puts both sides of a matter together, under the time of the later", () => {
    const bundle = bundlesOf(rows, new Set()).find((one) => one.key === "m");
    expect(bundle?.rows.map((one) => one.id)).to.deep.equal(["own", "both"]);
    expect(bundle?.at).to.equal("2026-11-21T00:00:00.000Z");
  });

  it("begins with what is unread, then goes by time", () => {
    expect(bundlesOf(rows, new Set()).map((one) => one.key)).to.deep.equal(["old", "new", "m"]);
  });

  it("leaves a conversation where it is once it was read in this visit", () => {
    const fresh = new Set<string>();
    bundlesOf(rows, fresh);
    const read = rows.map((one) => ({ ...one, unread: 0 }));
    expect(bundlesOf(read, fresh)[0]?.key).to.equal("old");
    expect(bundlesOf(read, new Set())[0]?.key).to.equal("new");
  });
});
