import { expect } from "chai";
import { filtersOf, isNarrowed, sameFilters, withFilters, without } from "./filters.ts";

const read = (text: string) => filtersOf(new URLSearchParams(text));

describe("the filters of the list of leads", () => {
  it("reads an address and keeps what is not a filter when it writes one", () => {
    const filters = read("state=filed&field=ECO&mine=true&view=board");
    expect(filters).to.deep.equal({ mine: "true", state: "filed", field: "ECO" });
    const next = withFilters(new URLSearchParams("view=board&field=ECO"), { state: "filed" });
    expect(next.toString()).to.equal("view=board&state=filed");
  });

  it("drops values that the contract refuses and keeps the others", () => {
    expect(read("state=burnt&grade=major&from=2026-13-01&text=%20%20")).to.deep.equal({
      grade: "major",
    });
  });

  it("takes one filter away and leaves the rest", () => {
    expect(without({ state: "filed", grade: "major" }, "state")).to.deep.equal({ grade: "major" });
  });

  it("knows the same narrowing whatever its order, and an empty one", () => {
    expect(sameFilters(read("grade=major&state=filed"), read("state=filed&grade=major"))).to.equal(
      true,
    );
    expect(sameFilters(read("grade=major"), read("grade=minor"))).to.equal(false);
    expect(isNarrowed(read("view=board"))).to.equal(false);
    expect(isNarrowed(read("side=came"))).to.equal(true);
  });
});
