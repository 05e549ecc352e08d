import type { ClientSession } from "mongoose";
import { dayOf, endOfDay, startOfDay } from "../kernel/clock.ts";
import type { Ctx } from "../store/hub.ts";
import type { ActionDoc } from "../actions/model.ts";
import type { ExchangeDoc } from "../exchanges/model.ts";
import type { EvidenceRef, Linkable, LinkableKind } from "./contract.ts";
import { readableOccurrence } from "./queries.ts";
import { liveEvidence } from "./state.ts";

type Filter = Record<string, unknown>;

/** Something of the hub that may prove what was owed, as far as it is compared with it. */
export interface Happened {
  id: string;
  title: string;
  number: string | null;
  officeIds: string[];
  audience: string[];
  /** The day on which it happened, Asia/Shanghai. */
  on: string;
}

interface Source {
  /** It has happened: what is a draft, was taken back or is not reported on yet proves nothing. */
  happened: Filter;
  /** Of these offices and no others. */
  between: (officeIds: readonly string[]) => Filter;
  /** The field of the instant at which it happened. */
  at: string;
  find: (filter: Filter, given: { limit: number; session?: ClientSession }) => Promise<Happened[]>;
}

type Store = Ctx["hub"]["store"];

/** Where each kind of evidence is found; the one place that says what of it counts. */
export function sourceOf(store: Store, kind: LinkableKind): Source {
  if (kind === "exchange") return exchangesOf(store);
  return actionsOf(store, kind === "conference" ? kind : { $ne: "conference" });
}

function exchangesOf(store: Store): Source {
  const fields = {
    audience: 1,
    title: 1,
    leadNumber: 1,
    fromOfficeId: 1,
    toOfficeId: 1,
    sentAt: 1,
  } as const;
  return {
    happened: { sentAt: { $ne: null }, state: { $ne: "withdrawn" } },
    between: (officeIds) => ({
      fromOfficeId: { $in: [...officeIds] },
      toOfficeId: { $in: [...officeIds] },
    }),
    at: "sentAt",
    find: async (filter, { limit, session }) => {
      const found = await store.exchanges
        .find(filter, fields, session ? { session } : {})
        .sort({ sentAt: -1 })
        .limit(limit)
        .lean<Pick<ExchangeDoc, "_id" | keyof typeof fields>[]>();
      return found.flatMap(({ _id: id, sentAt, fromOfficeId, toOfficeId, leadNumber, ...one }) =>
        sentAt
          ? {
              ...one,
              id,
              number: leadNumber,
              officeIds: [fromOfficeId, toOfficeId],
              on: dayOf(sentAt),
            }
          : [],
      );
    },
  };
}

function actionsOf(store: Store, kind: Filter | "conference"): Source {
  const fields = { audience: 1, title: 1, officeIds: 1, startAt: 1 } as const;
  return {
    happened: { kind, state: { $in: ["reported", "archived"] } },
    between: (officeIds) => ({ officeIds: { $not: { $elemMatch: { $nin: [...officeIds] } } } }),
    at: "startAt",
    find: async (filter, { limit, session }) => {
      const found = await store.actions
        .find(filter, fields, session ? { session } : {})
        .sort({ startAt: -1 })
        .limit(limit)
        .lean<Pick<ActionDoc, "_id" | keyof typeof fields>[]>();
      return found.flatMap(({ _id: id, startAt, ...one }) =>
        startAt ? { ...one, id, number: null, on: dayOf(startAt) } : [],
      );
    },
  };
}

/** Of what happened in the window, and of the rest: so many, the latest. */
const SHOWN = 100;

/**
 * What can be linked to an occurrence by hand: what this officer may read, happened between its parties, and is not linked to it already.
 * What falls into its window comes first, then the rest, each the latest first.
 */
export async function listLinkable(
  ctx: Ctx,
  occurrenceId: string,
  kind: LinkableKind,
): Promise<Linkable[]> {
  const { occurrence } = await readableOccurrence(ctx, occurrenceId);
  if (!occurrence.accepts.includes(kind)) return [];
  const { happened, between, at, find } = sourceOf(ctx.hub.store, kind);
  const fits = {
    audience: { $in: ctx.actor.tokens },
    ...happened,
    ...between(occurrence.partyIds),
  };
  const [from, to] = [startOfDay(occurrence.opensOn), endOfDay(occurrence.dueOn)];
  const [within, around] = await Promise.all(
    [
      { [at]: { $gte: from, $lte: to } },
      { $or: [{ [at]: { $lt: from } }, { [at]: { $gt: to } }] },
    ].map((when) => find({ $and: [fits, when] }, { limit: SHOWN })),
  );
  const linked = new Set(liveEvidence(occurrence).flatMap(({ ref }) => (ref ? [ref.id] : [])));
  const shown = (found: readonly Happened[] = [], inWindow: boolean) =>
    found
      .filter((one) => !linked.has(one.id))
      .map(({ id, title, number, officeIds, on }) => ({
        id,
        title,
        number,
        officeIds,
        on,
        inWindow,
      }));
  return [...shown(within, true), ...shown(around, false)];
}

/** The thing that is linked, or null where it did not happen. */
export async function findHappened(
  { store, session }: { store: Store; session: ClientSession },
  { kind, id }: EvidenceRef,
): Promise<Happened | null> {
  const { happened, find } = sourceOf(store, kind);
  const [found] = await find({ _id: id, ...happened }, { limit: 1, session });
  return found ?? null;
}
