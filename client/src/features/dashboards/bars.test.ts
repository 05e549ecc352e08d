import { expect } from "chai";
import { barsOption, TONES } from "./bars.ts";

interface Option {
  animation: boolean;
  series: { data: (number | null)[] }[];
  xAxis: { type: string };
  aria: { decal: { show: boolean } };
}
const option = (given: Parameters<typeof barsOption>[0]) => barsOption(given) as unknown as Option;

describe("barsOption", () => {
  const met = { name: "已落实", tone: TONES.met, values: [3, 0] };
  const over = { name: "已逾期", tone: TONES.overdue, values: [1, 2] };

  it("draws nothing for none, so that no 0 lies on a bar", () => {
    expect(option({ categories: ["1 月", "2 月"], series: [met] }).series[0]?.data).to.deep.equal([
      3,
      null,
    ]);
  });

  it("tells several series apart by a pattern too, and never moves", () => {
    const both = option({ categories: ["1 月", "2 月"], series: [met, over] });
    expect(both.aria.decal.show).to.equal(true);
    expect(both.animation).to.equal(false);
  });

  it("lays long names at the left", () => {
    expect(option({ categories: ["a"], series: [met], lying: true }).xAxis.type).to.equal("value");
  });
});
