import { expect } from "chai";
import { instantOfExif, statedIn } from "./stated.ts";

describe("what a camera says", () => {
  it("is Beijing time unless the camera names its zone", () => {
    expect(instantOfExif("2026:12:03 09:30:05", undefined)).to.equal("2026-12-03T01:30:05.000Z");
    expect(instantOfExif("2026:12:03 09:30:05", "+09:00")).to.equal("2026-12-03T00:30:05.000Z");
  });

  it("is nothing where the clock was never set or is no date", () => {
    expect(instantOfExif(undefined, undefined)).to.equal(null);
    expect(instantOfExif("0000:00:00 00:00:00", undefined)).to.equal(null);
    expect(instantOfExif("2026:13:41 09:30:05", undefined)).to.equal(null);
  });

  it("is nothing in a file that is no picture", async () => {
    expect(await statedIn(new Blob(["not a picture"]))).to.deep.equal({ takenAt: null, fix: null });
  });
});
