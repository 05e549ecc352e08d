import { expect } from "chai";
import { entryOf } from "./renewal.ts";

describe("the program that a page starts", () => {
  it("is named by its hash, wherever its attributes stand", () => {
    const built =
      '<head><script type="module" crossorigin src="/assets/index-1a2b3c.js" nonce="x"></script>';
    expect(entryOf(built)).to.equal("/assets/index-1a2b3c.js");
    expect(entryOf('<script src="/a.js" type="module">')).to.equal("/a.js");
  });

  it("is none of a page that is no page of the hub", () => {
    for (const page of ["", "<h1>502 Bad Gateway</h1>", '<script src="/portal.js">'])
      expect(entryOf(page)).to.equal(null);
  });
});
