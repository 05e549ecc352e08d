import { useEffect, useRef } from "react";
import { draw, type Drawn } from "./chart-engine.ts";

interface ChartProps {
  option: Record<string, unknown>;
  height: number;
  onPick: (series: number, index: number) => void;
}

/** The drawing alone; whoever cannot see it has the table (figure-chart.tsx). Loaded when the first one is shown. */
export function Chart({ option, height, onPick }: ChartProps) {
  const place = useRef<HTMLDivElement>(null);
  const drawn = useRef<Drawn | null>(null);
  const pick = useRef(onPick);
  useEffect(() => {
    pick.current = onPick;
  }, [onPick]);
  useEffect(() => {
    if (!place.current) return undefined;
    const chart = draw(place.current, (series, index) => pick.current(series, index));
    drawn.current = chart;
    return () => chart.close();
  }, []);
  useEffect(() => drawn.current?.show(option), [option]);
  return <div ref={place} style={{ height }} aria-hidden="true" />;
}
