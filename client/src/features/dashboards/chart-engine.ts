import { BarChart } from "echarts/charts";
import {
  AriaComponent,
  GridComponent,
  LegendComponent,
  TooltipComponent,
} from "echarts/components";
import { init, use, type EChartsCoreOption } from "echarts/core";
import { SVGRenderer } from "echarts/renderers";

use([BarChart, GridComponent, LegendComponent, TooltipComponent, AriaComponent, SVGRenderer]);

/** Half of what A4 upright leaves between its margins: no size of the place is known before it is laid out for paper. */
const PAPER_PX = 310;

/** A chart in a place of the page; it follows the size of its place until it is closed. */
export interface Drawn {
  show(option: EChartsCoreOption): void;
  close(): void;
}

/** Draws as SVG: sharp on paper, and nothing in it needs a style of its own. `onPick` hears which bar was clicked. */
export function draw(place: HTMLElement, onPick: (series: number, index: number) => void): Drawn {
  const chart = init(place, null, { renderer: "svg" });
  chart.on("click", ({ seriesIndex, dataIndex }) => onPick(seriesIndex ?? 0, dataIndex));
  const size = new ResizeObserver(() => chart.resize());
  size.observe(place);
  const toPaper = () => {
    chart.resize({ width: PAPER_PX });
    chart.getZr().flush();
  };
  const toScreen = () => chart.resize({ width: "auto" });
  window.addEventListener("beforeprint", toPaper);
  window.addEventListener("afterprint", toScreen);
  return {
    show: (option) => chart.setOption(option, { notMerge: true }),
    close: () => {
      size.disconnect();
      window.removeEventListener("beforeprint", toPaper);
      window.removeEventListener("afterprint", toScreen);
      chart.dispose();
    },
  };
}
