import { expect } from "chai";
import { csvOf } from "./log-lines.ts";

describe("csvOf", () => {
  it("quotes what holds quotes and commas, and doubles the quotes", () => {
    const [, row] = csvOf(["a"], [['调离，"交接"完毕', "a,b"]]).split("\r\n");
    expect(row).to.equal('"调离，""交接""完毕","a,b"');
  });

  it("makes text of what a spreadsheet would run as a formula", () => {
    const [, row] = csvOf(["a"], [["x", "=1+1"]]).split("\r\n");
    expect(row).to.equal("x,'=1+1");
  });

  it("begins with the mark by which office programs know UTF-8", () => {
    expect(csvOf(["时间"], [["2026-11-22 14:05:09"]])).to.equal(
      "\uFEFF时间\r\n2026-11-22 14:05:09\r\n",
    );
  });
});
