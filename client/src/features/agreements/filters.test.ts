import { expect } from "chai";
import { filtersOf, isNarrowed, withFilters, without } from "./filters.ts";

describe("filters of agreements", () => {
  it("begin with the own office's agreements", () => {
    expect(filtersOf(new URLSearchParams())).to.deep.equal({ box: "mine" });
  });

  it("drop what the contract refuses and keep the rest", () => {
    const search = new URLSearchParams("box=none&state=asleep&instrument=opinion&inForce=true");
    expect(filtersOf(search)).to.deep.equal({
      box: "mine",
      instrument: "opinion",
      inForce: "true",
    });
  });

  it("come back from the address they were written to, beside what is not a filter", () => {
    const filters = { box: "all", text: "高邮湖", partnerId: "341181" } as const;
    const search = withFilters(new URLSearchParams("view=x"), filters);
    expect(search.get("view")).to.equal("x");
    expect(filtersOf(search)).to.deep.equal(filters);
  });

  it("are narrowed by a condition, never by the box alone", () => {
    expect(isNarrowed({ box: "all" })).to.equal(false);
    expect(isNarrowed({ box: "mine", state: "signing" })).to.equal(true);
    expect(isNarrowed(without({ state: "signing" }, "state"))).to.equal(false);
  });
});
