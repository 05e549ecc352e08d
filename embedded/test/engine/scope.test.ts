import { readFileSync } from "node:fs";
import { expect } from "chai";
import { operators } from "../../src/mongo/operators.ts";

describe("the table of what the engine has", () => {
  it("names every operator of expressions, and no other", () => {
    const table = readFileSync(new URL("../../README.md", import.meta.url), "utf8");
    const [, supported = ""] = /^\| expressions \|([^|]*)\|/m.exec(table) ?? [];
    const named = supported.match(/\$\w+/g) ?? [];
    expect(named.toSorted((a, b) => (a < b ? -1 : 1))).deep.equal(
      Object.keys(operators).toSorted((a, b) => (a < b ? -1 : 1)),
    );
  });
});
