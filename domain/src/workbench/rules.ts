import { token } from "../access/rules.ts";
import { openStep } from "../disputes/rules.ts";
import type { ExchangeAct } from "../exchanges/contract.ts";
import type { ExchangeFacts } from "../exchanges/facts.ts";
import { IN_HAND } from "../exchanges/flow.ts";
import { isDisputed, presentAssignment } from "../exchanges/rules.ts";
import type { Clock } from "../clocks/rules.ts";

/** What an exchange waits for, and from whom. */
export interface Awaited {
  act: ExchangeAct;
  /** Whoever holds one of these is expected to act. */
  tokens: string[];
  /** The clock that runs on it. */
  clock: Clock["key"] | null;
}

export interface AwaitedFacts extends Omit<ExchangeFacts, "audience"> {
  requests: readonly { id: string }[];
  supplements: readonly { requestId: string | null }[];
}

const awaits = (
  act: ExchangeAct,
  tokens: string[],
  clock: Clock["key"] | null = null,
): Awaited => ({
  act,
  tokens,
  clock,
});

/** Leaders and liaison: who speaks for an office. */
const voiceOf = (officeId: string): string[] => [token.leaders(officeId), token.liaison(officeId)];

/** 承办人 of the sender: whoever drafted it. */
const drafter = (x: AwaitedFacts): string[] => [token.officer(x.drafted.officerId)];

function mainStep(x: AwaitedFacts): Awaited | null {
  const desk = x.departmentId ? [token.head(x.departmentId)] : [];
  switch (x.state) {
    case "draft":
      return awaits("submit", drafter(x));
    case "reviewing":
      return awaits("pass", x.plan.review.slice());
    case "issuing":
      return awaits(x.offline ? "confirm_approval" : "issue", [
        ...x.plan.issue,
        ...(x.offline ? [token.liaison(x.fromOfficeId)] : []),
      ]);
    case "arrived":
      if (x.kind === "notice") return null;
      return awaits("sign", [token.intake(x.toOfficeId)], "sign");
    case "signed":
      return x.departmentId
        ? awaits("assign", desk, "accept")
        : awaits("route", [token.intake(x.toOfficeId)], "accept");
    case "assigned":
      return awaits("accept", handler(x), "accept");
    case "accepted":
      return awaits("feedback", handler(x), "progress");
    default:
      return null;
  }
}

function handler(x: AwaitedFacts): string[] {
  const assigned = presentAssignment(x);
  return assigned ? [token.officer(assigned.prosecutorId)] : [];
}

/** Requests for materials that no supplement has answered. */
export const openRequests = <R extends { id: string }>(x: {
  requests: readonly R[];
  supplements: readonly { requestId: string | null }[];
}): R[] =>
  x.requests.filter((request) => !x.supplements.some((one) => one.requestId === request.id));

/** Everything this exchange waits for now. What is for information only is `read`, and stands in 待阅, not in 待办. */
export function awaitedOf(x: AwaitedFacts): Awaited[] {
  const inDispute = isDisputed(x);
  const found: Awaited[] = [];
  const main = mainStep(x);
  if (main && !(inDispute && ["accept", "feedback"].includes(main.act))) found.push(main);
  if (x.dispute && inDispute) {
    const step = x.dispute.steps[openStep(x.dispute)];
    const here = step?.officeIds.filter((id) => step.connected.includes(id)) ?? [];
    const speakers = step?.stage === "report" || here.length === 0 ? [x.toOfficeId] : here;
    found.push(awaits("dispute_step", speakers.flatMap(voiceOf)));
  }
  if (x.feedback.some((one) => one.acknowledged === null))
    found.push(awaits("acknowledge", drafter(x)));
  // Once it is over nobody works on it here who could still use what was asked for.
  if (IN_HAND.includes(x.state) && openRequests(x).length > 0)
    found.push(awaits("supplement", drafter(x)));
  if (x.kind === "notice" && (x.state === "arrived" || x.state === "done")) {
    const readers = x.circulated.filter((id) => !x.reads.some((one) => one.officerId === id));
    const first =
      x.state === "arrived" ? [token.intake(x.toOfficeId), ...voiceOf(x.toOfficeId)] : [];
    const tokens = [...first, ...readers.map(token.officer)];
    if (tokens.length > 0) found.push(awaits("read", tokens));
  }
  return found;
}

/** The tokens under which the workbench finds it. */
export const waitingTokens = (x: AwaitedFacts): string[] => [
  ...new Set(awaitedOf(x).flatMap((one) => one.tokens)),
];

/** Overdue and due first by their end; then what has no clock, urgent before ordinary, oldest first. */
export function byClock(
  one: { due: string | null; urgent: boolean; since: string },
  other: { due: string | null; urgent: boolean; since: string },
): number {
  if (one.due && other.due) return one.due < other.due ? -1 : Number(one.due > other.due);
  if (one.due || other.due) return one.due ? -1 : 1;
  if (one.urgent !== other.urgent) return one.urgent ? -1 : 1;
  return one.since < other.since ? -1 : Number(one.since > other.since);
}
