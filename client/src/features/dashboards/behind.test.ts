import type { YearView } from "@hub/domain/dashboards/contract";
import { expect } from "chai";
import { behindOf } from "./behind.ts";

const view = {
  agreementId: "a",
  title: "协作意见",
  year: 2026,
  leads: [
    { rows: [{ exchangeId: "x", title: "排污", sentOn: "2026-03-01", entryIds: ["1", "2"] }] },
  ],
  obligations: [
    { title: "季会商", rows: [{ occurrenceId: "o", period: "2026-Q1", entryIds: ["3"] }] },
  ],
} as unknown as YearView;

describe("behindOf", () => {
  it("finds the lines that a figure counts, with only the entries that it rests on", () => {
    expect(behindOf(view, { entryIds: ["2", "3"] })).to.deep.equal([
      { key: "x", to: "/exchanges/x", title: "排污", when: "2026-03-01", entryIds: ["2"] },
      { key: "o", to: "/occurrences/o", title: "季会商", when: "2026-Q1", entryIds: ["3"] },
    ]);
  });

  it("leaves no entry out, even one that no line has", () => {
    expect(
      behindOf(view, { entryIds: ["9"] }).map(({ to, entryIds }) => [to, entryIds]),
    ).to.deep.equal([["/agreements/a", ["9"]]]);
  });
});
