import type { ActionView } from "@hub/domain/actions/contract";
import type { Stop } from "@hub/domain/actions/plan-contract";
import { useMemo } from "react";
import type { Mark } from "./lake-map.tsx";

/** The stops of a plan that have a place, numbered as the plan numbers them. */
export const stopMarks = (stops: readonly Stop[]): Mark[] =>
  stops.flatMap(({ id, name, point }, index): Mark[] =>
    point ? [{ id, sign: String(index + 1), name, point, tone: "stop" }] : [],
  );

/** Where the plan stops and what was found there, as the map numbers them. */
export function useMarks(view: ActionView): Mark[] {
  return useMemo(
    () => [
      ...stopMarks(view.plan?.content.stops ?? []),
      ...view.findingRows.flatMap(({ id, number, title, fix, place }): Mark[] => {
        const point = fix ?? place?.point;
        return point
          ? [{ id, sign: String(number), name: `${number} ${title}`, point, tone: "finding" }]
          : [];
      }),
    ],
    [view.plan, view.findingRows],
  );
}
