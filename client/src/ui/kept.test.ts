import { expect } from "chai";
import { z } from "zod";
import { fitted, keeping, withoutUploads, type Shelf } from "./kept.ts";

describe("what was typed and not sent", () => {
  const shelf = (): Shelf & { all: Map<string, string> } => {
    const all = new Map<string, string>();
    return {
      all,
      getItem: (key) => all.get(key) ?? null,
      setItem: (key, value) => void all.set(key, value),
      removeItem: (key) => void all.delete(key),
    };
  };
  const { read, keep, drop } = keeping("forms", z.object({ text: z.string() }));

  it("is one officer's, of one thing, until it is dropped", () => {
    const one = shelf();
    keep(one, "li", "a", { text: "半句" });
    expect(read(one, "li", "a")).to.deep.equal({ text: "半句" });
    expect([read(one, "zhang", "a"), read(one, "li", "b")]).to.deep.equal([null, null]);
    drop(one, "li", "a");
    expect(read(one, "li", "a")).to.equal(null);
  });

  it("is nothing where it cannot be read, and loses nothing where it cannot be kept", () => {
    const one = shelf();
    one.all.set("forms.draft.li.a", "{");
    one.all.set("forms.draft.li.b", '{"text":7}');
    expect([read(one, "li", "a"), read(one, "li", "b")]).to.deep.equal([null, null]);
    const full: Shelf = {
      ...one,
      setItem: () => {
        throw new DOMException("full", "QuotaExceededError");
      },
    };
    keep(full, "li", "a", { text: "" });
  });

  const initial = { reason: "", clause: null, ask: { kind: "defer", to: null }, lines: [], n: 1 };
  for (const [what, kept, read] of [
    [
      "is taken as it was",
      { ...initial, reason: "半句", lines: [1] },
      { reason: "半句", lines: [1] },
    ],
    ["stands where nothing was chosen", { clause: { text: "条" } }, { clause: { text: "条" } }],
    ["lacks a member of today", { reason: "半句" }, { reason: "半句" }],
    ["has one that is gone", { old: 1, n: 3 }, { n: 3 }],
    ["is of another kind", { reason: 7, lines: "x", ask: [], n: "3" }, {}],
    ["differs deep inside", { ask: { kind: "waive" } }, { ask: { kind: "waive" } }],
    ["was taken away", { n: null }, { n: null }],
  ] as const)
    it(`fits the form of today when it ${what}`, () => {
      expect(fitted<object>(initial, kept)).to.deep.equal({ ...initial, ...read });
    });

  it("holds no uploads", () => {
    const file = { fileId: "f" };
    const values = { text: "句", files: [file], scan: file, none: [], lines: [{ id: "a" }] };
    expect(withoutUploads(values)).to.deep.equal({ text: "句", none: [], lines: [{ id: "a" }] });
  });
});
