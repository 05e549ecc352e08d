import type { ChecklistView } from "@hub/domain/actions/record-contract";

type TickView = ChecklistView["ticks"][number];

const spot = ({ itemId, stopId }: Pick<TickView, "itemId" | "stopId">): string =>
  `${itemId}.${stopId ?? ""}`;

/** Of several ticks on one item at one stop the latest by device time stands; all are kept. */
export function standing<T extends Pick<TickView, "itemId" | "stopId" | "deviceAt" | "id">>(
  ticks: readonly T[],
): T[] {
  const latest = new Map<string, T>();
  for (const tick of ticks.toSorted(
    (one, other) => one.deviceAt.localeCompare(other.deviceAt) || one.id.localeCompare(other.id),
  ))
    latest.set(spot(tick), tick);
  return [...latest.values()];
}
