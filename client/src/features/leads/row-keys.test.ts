import { expect } from "chai";
import { rowMove } from "./row-keys.ts";

describe("keys in the list of leads", () => {
  it("moves by the arrows and stays inside the list", () => {
    expect(rowMove("ArrowDown", -1, 3)).to.deep.equal({ to: 0 });
    expect(rowMove("ArrowDown", 2, 3)).to.deep.equal({ to: 2 });
    expect(rowMove("ArrowUp", 0, 3)).to.deep.equal({ to: 0 });
    expect(rowMove("ArrowUp", -1, 3)).to.deep.equal({ to: 2 });
  });

  it("jumps to the ends and by ten", () => {
    expect(rowMove("End", 0, 40)).to.deep.equal({ to: 39 });
    expect(rowMove("Home", 12, 40)).to.deep.equal({ to: 0 });
    expect(rowMove("PageDown", 5, 40)).to.deep.equal({ to: 15 });
    expect(rowMove("PageUp", 5, 40)).to.deep.equal({ to: 0 });
  });

  it("opens and closes only what is chosen, and leaves other keys alone", () => {
    expect(rowMove("Enter", 1, 3)).to.equal("open");
    expect(rowMove("Enter", -1, 3)).to.equal(null);
    expect(rowMove("Escape", 1, 3)).to.equal("close");
    expect(rowMove("Escape", -1, 3)).to.equal(null);
    expect(rowMove("a", 1, 3)).to.equal(null);
    expect(rowMove("ArrowDown", -1, 0)).to.equal(null);
  });
});
