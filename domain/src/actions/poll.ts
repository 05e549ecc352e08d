import type { Answer, Conflict, PollView, Quorum } from "./poll-contract.ts";
import type { Poll, Time } from "./record.ts";
import { spanOf } from "./time.ts";

interface Tally {
  optionId: string;
  yes: number;
  ifNeedBe: number;
  no: number;
  silent: number;
  quorate: boolean;
  /** People who go and have something else then. */
  busy: number;
  startAt: Date;
}

interface Asked {
  options: readonly ({ id: string } & Time)[];
  quorum: Quorum;
  answers: readonly { officeId: string; answers: Record<string, Answer> }[];
}

const canCome = (answer: Answer | undefined): boolean =>
  answer === "yes" || answer === "if_need_be";

/** How every date stands. An office that left one date open is silent about that one. */
export function talliesOf(
  poll: Asked,
  officeIds: readonly string[],
  hostOfficeId: string,
  busy: ReadonlyMap<string, number> = new Map(),
): Tally[] {
  const given = new Map(poll.answers.map((one) => [one.officeId, one.answers]));
  const must = [hostOfficeId, ...poll.quorum.must];
  return poll.options.map((option) => {
    const all = officeIds.map((id) => given.get(id)?.[option.id]);
    const of = (wanted: Answer | undefined) => all.filter((one) => one === wanted).length;
    const [yes, ifNeedBe] = [of("yes"), of("if_need_be")];
    return {
      optionId: option.id,
      yes,
      ifNeedBe,
      no: of("no"),
      silent: of(undefined),
      quorate:
        yes + ifNeedBe >= poll.quorum.offices &&
        must.every((id) => canCome(given.get(id)?.[option.id])),
      busy: busy.get(option.id) ?? 0,
      startAt: option.startAt,
    };
  });
}

/** The order of preference: more 可以, then fewer 不便, fewer conflicts, the earlier day; ids end every tie alike everywhere. */
function better(one: Tally, other: Tally): number {
  return (
    other.yes - one.yes ||
    one.no - other.no ||
    one.busy - other.busy ||
    one.startAt.getTime() - other.startAt.getTime() ||
    (one.optionId < other.optionId ? -1 : 1)
  );
}

/** The date that the hub proposes: the best of those above the quorum line; and by what it beat the next best. */
export function bestOf(tallies: readonly Tally[], offices: number): PollView["best"] {
  const [first, second] = tallies.filter((one) => one.quorate).toSorted(better);
  if (!first) return null;
  const why = () => {
    if (first.yes === offices) return "all_yes";
    if (!second) return "only_quorate";
    if (first.yes > second.yes || first.no < second.no) return "most_yes";
    return first.busy < second.busy ? "fewest_conflicts" : "earliest";
  };
  return { optionId: first.optionId, why: why() };
}

/** Offices that have not answered every date yet. */
export const silentOf = (poll: Asked, officeIds: readonly string[]): string[] =>
  officeIds.filter((id) => {
    const given = poll.answers.find((one) => one.officeId === id)?.answers;
    return !given || poll.options.some((option) => given[option.id] === undefined);
  });

/** So long before its end a poll reminds whoever is silent. */
const REMIND_BEFORE_MS = 24 * 3_600_000;

/** When the hub looks at the poll by itself: one day before the end to remind, and then no more. */
export function remindAt(poll: Poll, officeIds: readonly string[]): Date | null {
  if (poll.fixedOptionId !== null || silentOf(poll, officeIds).length === 0) return null;
  const at = new Date(
    Math.max(poll.closesAt.getTime() - REMIND_BEFORE_MS, poll.opened.at.getTime()),
  );
  return poll.reminded.some((one) => one.at >= at) ? null : at;
}

interface Busy {
  officerId: string;
  officeId: string;
  action: Time & { id: string; title: string; readable: boolean };
}

/** Whoever goes and is taken at that time, by what; a title only where the viewer may read it. */
export const conflictsIn = (span: Time, busy: readonly Busy[]): Conflict[] =>
  busy
    .filter(({ action }) => action.startAt < span.endAt && action.endAt > span.startAt)
    .map(({ officerId, officeId, action }) => ({
      officerId,
      officeId,
      span: spanOf(action),
      action: action.readable ? { id: action.id, title: action.title } : null,
    }));
