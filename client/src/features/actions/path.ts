import type { ActionState, ActionView } from "@hub/domain/actions/contract";

/** A station of an action's path: when it was passed, where the record says so. */
export interface Station {
  key: Exclude<ActionState, "cancelled">;
  status: "passed" | "current" | "ahead";
  at: string | null;
  by: string | null;
}

const ALL: readonly Station["key"][] = [
  "proposed",
  "polling",
  "planning",
  "scheduled",
  "under_way",
  "concluded",
  "reported",
  "archived",
];

/** The latest word of a text that all agreed to; null before that. */
const agreedAt = (words: readonly { given: { at: string } | null }[] | undefined): string | null =>
  words && words.every((one) => one.given)
    ? (words
        .map((one) => one.given?.at ?? "")
        .toSorted()
        .at(-1) ?? null)
    : null;

/** What of an action its path is read from. */
export type Path = Pick<
  ActionView,
  "state" | "polls" | "proposed" | "plan" | "started" | "concluded" | "report" | "conference"
>;

/**
 * Where an action stands. A poll that was left out is no station; a cancelled one keeps those it passed, and nothing lies ahead of it.
 */
export function stationsOf(view: Path): Station[] {
  const isOver = view.state === "cancelled";
  const done = new Map<Station["key"], { at: string; name?: string } | null>([
    ["proposed", view.proposed],
    ["polling", null],
    ["planning", null],
    ["scheduled", ifAt(view.conference?.notice?.issued.at ?? agreedAt(view.plan?.words))],
    ["under_way", view.started],
    ["concluded", view.concluded],
    ["reported", ifAt(view.conference?.minutes?.issued?.at ?? agreedAt(view.report?.words))],
    ["archived", null],
  ]);
  const keys = ALL.filter((key) => key !== "polling" || view.polls !== null || view.state === key);
  // The report and the archive are facts about what is done; everything else shows where one is.
  const reached = isOver
    ? keys.findLastIndex((key) => done.get(key) != null)
    : keys.indexOf(view.state as Station["key"]);
  return keys
    .map((key, index): Station => {
      const fact = done.get(key) ?? null;
      const passed = index < reached || (isOver && index === reached) || key === "proposed";
      return {
        key,
        status: index === reached && !isOver ? "current" : passed ? "passed" : "ahead",
        at: index <= reached ? (fact?.at ?? null) : null,
        by: index <= reached ? (fact?.name ?? null) : null,
      };
    })
    .filter((station) => !isOver || station.status === "passed");
}

const ifAt = (at: string | null | undefined): { at: string } | null => (at ? { at } : null);
