import { expect } from "chai";
import { chainOf, commonSuperior, compareLevels, inOrder, isSuperior, treeOf } from "./rules.ts";
import offices from "./tree.json" with { type: "json" };
import { Office } from "./contract.ts";

const tree = treeOf(offices.map((one) => Office.parse({ ...one, connected: false })));
const GAOYOU = "321084";
const TIANCHANG = "341181";

describe("the tree of offices", () => {
  it("leads from every office to the Supreme Procuratorate", () => {
    for (const id of tree.keys()) expect(chainOf(tree, id).at(-1)?.id).to.equal("000000");
    expect(chainOf(tree, GAOYOU).map((one) => one.id)).to.deep.equal([
      GAOYOU,
      "321000",
      "320000",
      "000000",
    ]);
    expect(chainOf(tree, "999999")).to.deep.equal([]);
  });

  const table: [string, string, string | null, string][] = [
    [GAOYOU, TIANCHANG, "000000", "two provinces"],
    [GAOYOU, "321023", "321000", "one city"],
    [GAOYOU, "320831", "320000", "one province"],
    [GAOYOU, "321000", "320000", "an office and its own superior: neither decides on itself"],
    [GAOYOU, "000000", null, "nobody stands above the Supreme Procuratorate"],
    [GAOYOU, "999999", null, "an office that is not in the tree"],
  ];
  for (const [one, other, common, why] of table)
    it(`finds ${common} above ${one} and ${other}: ${why}`, () => {
      expect(commonSuperior(tree, one, other)?.id ?? null).to.equal(common);
      expect(commonSuperior(tree, other, one)?.id ?? null).to.equal(common);
    });

  it("calls superior whoever stands above, at any height, and not the office itself", () => {
    expect(isSuperior(tree, "320000", GAOYOU)).to.equal(true);
    expect(isSuperior(tree, GAOYOU, GAOYOU)).to.equal(false);
    expect(isSuperior(tree, "340000", GAOYOU)).to.equal(false);
  });

  it("orders offices by level, then by division code", () => {
    const ids = inOrder([...tree.values()].toReversed()).map((one) => one.id);
    expect(ids.slice(0, 4)).to.deep.equal(["000000", "320000", "340000", "320800"]);
    expect(compareLevels("city", "county")).to.be.greaterThan(0);
  });
});
