import type { AuditLine } from "@hub/domain/offices/contract";
import { expect } from "chai";
import { csvOf } from "./log-lines.ts";

const line: AuditLine = {
  id: "01930000-0000-7000-8000-000000000001",
  channelId: "01930000-0000-7000-8000-000000000002",
  seq: 7,
  type: "account.closed",
  actor: null,
  role: "=1+1",
  at: "2026-11-22T06:05:09.000Z",
  target: null,
  hash: "ab",
  body: { reason: '调离，"交接"完毕' },
};

describe("csvOf", () => {
  it("quotes what holds quotes and commas, and doubles the quotes", () => {
    const [, row] = csvOf(["a"], [line], () => "停用账号").split("\r\n");
    expect(row).to.contain('"{""reason"":""调离，\\""交接\\""完毕""}"');
  });

  it("makes text of what a spreadsheet would run as a formula", () => {
    const [, row] = csvOf(["a"], [line], () => "停用账号").split("\r\n");
    expect(row).to.contain(",'=1+1,");
  });

  it("begins with the mark by which office programs know UTF-8, and gives Beijing time", () => {
    const text = csvOf(["时间"], [line], () => "停用账号");
    expect(text.startsWith("\uFEFF时间\r\n2026-11-22 14:05:09,")).to.equal(true);
  });
});
