import { expect } from "chai";
import { barsOption, headOf, TONES } from "./bars.ts";

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

describe("headOf", () => {
  it("leaves a line for every three names that do not fit a phone beside each other", () => {
    const names = (count: number) => Array.from({ length: count }, () => ({ name: "待对方确认" }));
    expect([1, 2, 3, 4, 6, 7].map((count) => headOf(names(count)))).to.deep.equal([
      12, 36, 36, 58, 58, 80,
    ]);
  });
});
