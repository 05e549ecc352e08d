import type { ClockKey, ClockView } from "@hub/domain/clocks/contract";
import type { ExchangeView } from "@hub/domain/exchanges/contract";

export type Station = ExchangeView["stations"][number];
export type StationKey = Station["key"];

/** What a phone shows first; the others come on tap. */
const MAIN: readonly StationKey[] = ["send", "sign", "accept", "feedback", "close"];
/** A notice asks nothing of the other side: it goes out, arrives and is read. */
const OF_NOTICE: readonly StationKey[] = ["draft", "review", "issue", "send", "close"];

/** The stations that belong to this kind at all. */
export const stationsOf = (view: Pick<ExchangeView, "kind" | "stations">): Station[] =>
  view.kind === "notice"
    ? view.stations.filter((one) => OF_NOTICE.includes(one.key))
    : view.stations;

/**
 * The few stations of a narrow screen. The present one is always among them, in its place, so that nobody has to tap to learn where
 * the exchange stands.
 */
export const mainStations = (stations: readonly Station[]): Station[] =>
  stations.filter((one) => MAIN.includes(one.key) || one.status === "current");

const CLOCK_OF: Partial<Record<StationKey, ClockKey>> = {
  send: "sign",
  sign: "sign",
  accept: "accept",
  handle: "progress",
  feedback: "progress",
};

/** The clock that runs on the present station, or null where none was agreed. */
export function runningClock(station: Station, clocks: readonly ClockView[]): ClockView | null {
  if (station.status !== "current") return null;
  const key = CLOCK_OF[station.key];
  return clocks.findLast((one) => one.key === key && one.metAt === null) ?? null;
}

/** The clock that somebody must meet next; null where none was agreed, all are met, or the one that is left is held. */
export const openClock = (clocks: readonly ClockView[]): ClockView | null =>
  clocks
    .filter((one) => one.metAt === null && !one.held)
    .toSorted((one, other) => one.due.localeCompare(other.due))[0] ?? null;
