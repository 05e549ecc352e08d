import type { OccurrenceView } from "@hub/domain/obligations/contract";
import type { Signature } from "@hub/domain/kernel/signature";

/** Something that happened to an occurrence, by whom and with which words. */
export interface Happened {
  key: string;
  what:
    | "arose"
    | "met"
    | "refuted"
    | "confirmed"
    | "asked_defer"
    | "asked_waive"
    | "agreed"
    | "declined"
    | "withdrawn";
  by: Signature | null;
  words: string;
}

const byTime = (one: Happened, other: Happened): number =>
  (one.by?.at ?? "").localeCompare(other.by?.at ?? "");

/** The whole story of an occurrence, the oldest first; what was withdrawn has no moment of its own and stands behind its asking. */
export function historyOf(view: OccurrenceView): Happened[] {
  const { event } = view;
  const all: Happened[] = [
    ...(event
      ? [{ key: "event", what: "arose" as const, by: event.by, words: `${event.on} ${event.text}` }]
      : []),
    ...view.evidence.flatMap((one): Happened[] => [
      { key: one.id, what: "met", by: one.by, words: one.ref?.title ?? one.text },
      ...(one.refuted
        ? [
            {
              key: `${one.id}.refuted`,
              what: "refuted" as const,
              by: one.refuted.by,
              words: one.refuted.reason,
            },
          ]
        : []),
    ]),
    ...view.confirmed.map((by): Happened => ({
      key: `${by.officeId}.${by.at}`,
      what: "confirmed",
      by,
      words: "",
    })),
    ...view.requests.flatMap((one): Happened[] => [
      {
        key: one.id,
        what: `asked_${one.kind}`,
        by: one.by,
        words: [one.to, one.reason].filter(Boolean).join(" "),
      },
      ...one.answers.map(({ agree, reason, by }): Happened => ({
        key: `${one.id}.${by.officeId}`,
        what: agree ? "agreed" : "declined",
        by,
        words: reason,
      })),
    ]),
  ].toSorted(byTime);
  const withdrawn = view.requests.filter((one) => one.outcome === "withdrawn");
  return all.flatMap((one) =>
    withdrawn.some(({ id }) => id === one.key)
      ? [one, { key: `${one.key}.withdrawn`, what: "withdrawn" as const, by: null, words: "" }]
      : [one],
  );
}
