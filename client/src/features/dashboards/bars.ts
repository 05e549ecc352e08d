import type { OccurrenceState } from "@hub/domain/obligations/contract";
import { colour, FONT_FAMILY } from "../../app/tokens.ts";

/** One kind of bar: what it is called, its colour, and a number for each category, null where nothing is to be drawn. */
export interface BarSeries {
  name: string;
  tone: Tone;
  values: readonly (number | null)[];
}

export type Tone = "ahead" | "open" | "soon" | "over" | "met" | "info";

/** The colours say the same as everywhere; the pattern (decal) says it again without colour. */
const FILL: Record<Tone, string> = {
  ahead: "#B9C0BA",
  open: colour.lake,
  soon: colour.amber,
  over: colour.red,
  met: colour.green,
  info: colour.canal,
};

export const TONES: Record<OccurrenceState, Tone> = {
  ahead: "ahead",
  open: "open",
  due_soon: "soon",
  overdue: "over",
  submitted: "info",
  met: "met",
  deferred: "ahead",
  waived: "ahead",
};

interface Bars {
  categories: readonly string[];
  series: readonly BarSeries[];
  /** Names at the left and bars to the right, where names are long. */
  lying?: boolean;
}

/** Where a chart is narrowest: on a phone, and beside another on paper. */
const NARROW_PX = 300;

const widthOf = (name: string): number =>
  Array.from(name).reduce((px, letter) => px + (letter > "\u2e80" ? 12 : 6.5), 36);

/** Pixels above the bars: as many lines as the names of the series need where it is narrow, so that they never lie on a bar. */
export const headOf = (series: readonly Pick<BarSeries, "name">[]): number => {
  if (series.length < 2) return 12;
  const px = series.reduce((sum, { name }) => sum + widthOf(name), 0);
  return 14 + Math.ceil(px / NARROW_PX) * 22;
};

/** Stacked bars with their numbers in them. Nothing moves. */
export function barsOption({ categories, series, lying = false }: Bars): Record<string, unknown> {
  const names = {
    type: "category",
    data: [...categories],
    axisTick: { show: false },
    axisLine: { lineStyle: { color: colour.line } },
    axisLabel: {
      color: colour.ink,
      fontSize: 12,
      ...(lying ? { interval: 0 } : { hideOverlap: true }),
    },
    inverse: lying,
  };
  const numbers = {
    type: "value",
    minInterval: 1,
    axisLabel: { color: colour.mist, fontSize: 12 },
    splitLine: { lineStyle: { color: colour.line } },
  };
  return {
    animation: false,
    textStyle: { fontFamily: FONT_FAMILY },
    // Names are read from the table beside the chart.
    aria: { enabled: true, label: { enabled: false }, decal: { show: series.length > 1 } },
    grid: { left: 4, right: 24, top: headOf(series), bottom: 4, containLabel: true },
    legend: { show: series.length > 1, top: 0, left: 0, itemWidth: 14, itemHeight: 10 },
    tooltip: { trigger: "item", confine: true, transitionDuration: 0 },
    xAxis: lying ? numbers : names,
    yAxis: lying ? names : numbers,
    series: series.map(({ name, tone, values }) => ({
      type: "bar",
      name,
      stack: "all",
      barMaxWidth: 28,
      itemStyle: { color: FILL[tone], borderColor: "#fff", borderWidth: 1 },
      label: { show: true, color: tone === "ahead" ? colour.ink : "#fff", fontSize: 12 },
      data: values.map((value) => value || null),
    })),
  };
}
