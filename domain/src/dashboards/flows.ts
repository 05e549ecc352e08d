import type { FeedbackKind } from "../exchanges/contract.ts";
import type { ExchangeDoc } from "../exchanges/model.ts";
import { endOfDay, startOfDay } from "../kernel/clock.ts";
import type { Ctx } from "../store/hub.ts";
import type { Figure, LeadFlow } from "./contract.ts";

const FIELDS = {
  kind: 1,
  state: 1,
  fromOfficeId: 1,
  toOfficeId: 1,
  accepted: 1,
  "feedback.kind": 1,
} as const;
type Moved = Pick<
  ExchangeDoc,
  "_id" | "kind" | "state" | "fromOfficeId" | "toOfficeId" | "accepted"
> & {
  feedback: { kind: FeedbackKind }[];
};

/** Pairs of offices, as `321084>341181`: who may have sent to whom. */
const pairOf = (from: string, to: string): string => `${from}>${to}`;

/** Every way between the parties of these agreements. */
export const waysBetween = (agreements: readonly { officeIds: readonly string[] }[]): Set<string> =>
  new Set(
    agreements.flatMap(({ officeIds }) =>
      officeIds.flatMap((from) =>
        officeIds.flatMap((to) => (from === to ? [] : [pairOf(from, to)])),
      ),
    ),
  );

/**
 * Leads and notices between partners in a year, and what became of them, of those this officer may read. Partners only: what other offices
 * sent each other is not an agreement's doing.
 */
export async function leadFlows(
  ctx: Ctx,
  ways: ReadonlySet<string>,
  year: number,
): Promise<LeadFlow[]> {
  if (ways.size === 0) return [];
  const officeIds = [...new Set([...ways].flatMap((way) => way.split(">")))];
  const found = await ctx.hub.store.exchanges
    .find(
      {
        audience: { $in: ctx.actor.tokens },
        sentAt: { $gte: startOfDay(`${year}-01-01`), $lte: endOfDay(`${year}-12-31`) },
        fromOfficeId: { $in: officeIds },
      },
      FIELDS,
    )
    .lean<Moved[]>();
  const flows = new Map<string, Moved[]>();
  for (const one of found) {
    const way = pairOf(one.fromOfficeId, one.toOfficeId);
    if (!ways.has(way)) continue;
    const key = `${way}/${one.kind}`;
    flows.set(key, [...(flows.get(key) ?? []), one]);
  }
  return [...flows.entries()]
    .toSorted(([one], [other]) => (one < other ? -1 : 1))
    .flatMap(([, moved]) => toFlow(moved, year));
}

function toFlow(moved: readonly Moved[], year: number): LeadFlow[] {
  const [first] = moved;
  if (!first) return [];
  const { fromOfficeId, toOfficeId, kind } = first;
  const figure = (which: (one: Moved) => boolean, query: Record<string, string>): Figure => ({
    n: moved.filter(which).length,
    path: "/exchanges",
    query: {
      fromOfficeId,
      toOfficeId,
      kind,
      from: `${year}-01-01`,
      to: `${year}-12-31`,
      ...query,
    },
  });
  const fed = (said: FeedbackKind) =>
    figure((one) => one.feedback.some((given) => given.kind === said), { fed: said });
  return [
    {
      fromOfficeId,
      toOfficeId,
      kind,
      sent: figure(() => true, {}),
      accepted: figure((one) => one.accepted !== null, { accepted: "true" }),
      filed: fed("filed"),
      notFiled: fed("not_filed"),
      done: figure((one) => one.state === "done", { state: "done" }),
    },
  ];
}
