import { expect } from "chai";
import { placed, whichOf } from "./shown-text.ts";

const head = (number: number, state: "frozen" | "void" | "in_force" | "replaced") => ({
  number,
  state,
  digest: "d",
  frozen: null,
  anchorEntryId: null,
  issued: null,
  effectiveOn: null,
  until: null,
  clauses: 1,
});
const draft = { number: 3, revision: 1, clauses: [], values: {} as never };

describe("whichOf", () => {
  const versions = [head(2, "in_force"), head(1, "replaced")];

  it("shows the text in hand first, then what is being signed, then what is in force", () => {
    expect(whichOf(null, { draft, versions })).to.equal("draft");
    expect(whichOf(null, { draft: null, versions: [head(3, "frozen"), ...versions] })).to.equal(3);
    expect(whichOf(null, { draft: null, versions })).to.equal(2);
    expect(whichOf(null, { draft: null, versions: [] })).to.equal(null);
  });

  it("follows an address only to a text that is there for this reader", () => {
    expect(whichOf("1", { draft, versions })).to.equal(1);
    expect(whichOf("7", { draft, versions })).to.equal("draft");
    expect(whichOf("draft", { draft: null, versions })).to.equal(2);
  });
});

describe("placed", () => {
  const clauses = [{ id: "a" }, { id: "b" }];
  const of = (change: Parameters<typeof placed>[0][number]["change"]) => ({ change });

  it("puts a change under its article, and an insertion under the one it comes after", () => {
    const removal = of({ op: "remove", clauseId: "b" });
    const insertion = of({ op: "insert", after: "a", clause: {} as never });
    const found = placed([removal, insertion], clauses);
    expect(found.get("b")).to.deep.equal([removal]);
    expect(found.get("a")).to.deep.equal([insertion]);
  });

  it("keeps in sight what stands before the first article, speaks of the whole or of one that is gone", () => {
    const first = of({ op: "insert", after: null, clause: {} as never });
    const whole = of({ op: "opinion", clauseId: null });
    const gone = of({ op: "remove", clauseId: "c" });
    expect(placed([first, whole, gone], clauses).get(null)).to.deep.equal([first, whole, gone]);
  });
});
