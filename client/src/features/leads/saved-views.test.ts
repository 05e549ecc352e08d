import { expect } from "chai";
import { dropView, filtersOfView, savedViews, saveView } from "./saved-views.ts";

const aShelf = () => {
  const held = new Map<string, string>();
  return {
    getItem: (key: string) => held.get(key) ?? null,
    setItem: (key: string, value: string) => void held.set(key, value),
  };
};

describe("saved views", () => {
  it("gives back the narrowing that was saved", () => {
    const shelf = aShelf();
    saveView(shelf, {
      officerId: "a",
      name: "在办重大",
      filters: { grade: "major", state: "filed" },
    });
    const [view] = savedViews(shelf, "a");
    expect(view && filtersOfView(view)).to.deep.equal({ state: "filed", grade: "major" });
  });

  it("shows nothing to the next officer at the same machine", () => {
    const shelf = aShelf();
    saveView(shelf, { officerId: "a", name: "我的", filters: { mine: "true" } });
    expect(savedViews(shelf, "b")).to.deep.equal([]);
  });

  it("replaces the view of the same name and drops by name", () => {
    const shelf = aShelf();
    saveView(shelf, { officerId: "a", name: "一", filters: { grade: "major" } });
    saveView(shelf, { officerId: "a", name: "二", filters: { grade: "minor" } });
    saveView(shelf, { officerId: "a", name: "一", filters: { side: "came" } });
    expect(savedViews(shelf, "a").map((one) => [one.name, one.search])).to.deep.equal([
      ["二", "grade=minor"],
      ["一", "side=came"],
    ]);
    expect(dropView(shelf, "a", "二").map((one) => one.name)).to.deep.equal(["一"]);
  });

  it("takes a damaged shelf for an empty one", () => {
    expect(savedViews({ getItem: () => "{oops", setItem: () => undefined }, "a")).to.deep.equal([]);
  });
});
