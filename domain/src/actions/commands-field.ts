import type { Tx } from "../journal/journal.ts";
import { HubError } from "../kernel/faults.ts";
import { stampOf } from "../kernel/signature.ts";
import { ensure } from "../kernel/verdict.ts";
import { attachFiles } from "../files/links.ts";
import type { Ctx } from "../store/hub.ts";
import { changeAction, onAction, told, type Written } from "./change.ts";
import { begin } from "./commands-life.ts";
import type { ActionDoc } from "./model.ts";
import type { AddSheet, CheckIn, Tick } from "./record-contract.ts";
import { mayAction } from "./rules.ts";

/** What a phone hears of a record it sent: that it is here, and since when. */
export interface Received {
  id: string;
  at: string;
}

/**
 * The action as it is under way, begun by this record where it was only scheduled: a phone that comes back with what it kept does not ask
 * whether somebody pressed a button.
 */
export async function underWay(
  ctx: Ctx,
  tx: Tx,
  x: ActionDoc,
): Promise<{ action: ActionDoc; written: Written[] }> {
  ensure(mayAction(ctx.actor, "record", x));
  return x.state === "scheduled" ? begin(ctx, tx, x) : { action: x, written: [] };
}

/** When the record arrived, the first time; asked after the commit, so that a repetition hears the same. */
export async function receivedAt(ctx: Ctx, id: string): Promise<Received> {
  const entry = await ctx.hub.store.entries.findById(id, { at: 1 }).lean<{ at: Date }>();
  if (!entry) throw new HubError("not_found");
  return { id, at: entry.at.toISOString() };
}

function ensureStop(x: ActionDoc, stopId: string | null): void {
  if (stopId !== null && !x.plan?.content.stops.some((one) => one.id === stopId))
    throw new HubError("bad_input", { issues: [{ path: "stopId", code: "unknown" }] });
}

/** I am here. Arrives late, twice or out of order without harm: it stands by itself, under the id that the phone gave it. */
export async function checkIn(ctx: Ctx, actionId: string, { id, ...input }: CheckIn) {
  await onAction(ctx, actionId, {
    id,
    input: { checkIn: actionId, ...input },
    run: async (tx, x) => {
      const { action, written } = await underWay(ctx, tx, x);
      const { stopId, device } = input;
      ensureStop(action, stopId);
      await tx.store.fieldRecords.insertMany(
        [
          {
            _id: id,
            actionId,
            kind: "check_in",
            stopId,
            itemId: null,
            result: null,
            note: "",
            device,
            by: stampOf(ctx.actor, ctx.role, tx.at),
            at: tx.at,
          },
        ],
        { session: tx.session, lean: true },
      );
      tx.changed(action.audience, { feature: "actions", id: actionId });
      return [told(action, "action.checked_in", { actionId, recordId: id, stopId }), ...written];
    },
  });
  return receivedAt(ctx, id);
}

/** A tick never contradicts another: all are kept, and the latest by device time stands. */
export async function tickItem(ctx: Ctx, actionId: string, { id, ...input }: Tick) {
  await onAction(ctx, actionId, {
    id,
    input: { tickItem: actionId, ...input },
    run: async (tx, x) => {
      const { action, written } = await underWay(ctx, tx, x);
      const { itemId, stopId, result, note, device } = input;
      ensureStop(action, stopId);
      const item = action.checklist?.find((one) => one.id === itemId);
      if (!item || item.perStop !== (stopId !== null))
        throw new HubError("bad_input", { issues: [{ path: "itemId", code: "unknown" }] });
      await tx.store.fieldRecords.insertMany(
        [
          {
            _id: id,
            actionId,
            kind: "tick",
            stopId,
            itemId,
            result,
            note,
            device,
            by: stampOf(ctx.actor, ctx.role, tx.at),
            at: tx.at,
          },
        ],
        { session: tx.session, lean: true },
      );
      tx.changed(action.audience, { feature: "actions", id: actionId });
      return [
        told(action, "action.ticked", { actionId, recordId: id, itemId, stopId, result }),
        ...written,
      ];
    },
  });
  return receivedAt(ctx, id);
}

/** 签到表 as it was signed on the spot: that photo is the record of attendance. */
export async function addSheet(ctx: Ctx, actionId: string, { id, fileIds }: AddSheet) {
  await onAction(ctx, actionId, {
    id,
    input: { addSheet: actionId, fileIds },
    run: async (tx, x) => {
      ensure(mayAction(ctx.actor, "sheet", x));
      const { action, written } = await underWay(ctx, tx, x);
      await attachFiles(
        tx,
        ctx.actor,
        { kind: "action", id: actionId },
        fileIds.map((fileId) => ({ fileId })),
      );
      const by = stampOf(ctx.actor, ctx.role, tx.at);
      await changeAction(tx, action, { sheets: [...action.sheets, { id, by, fileIds }] });
      const { officeId } = ctx.actor;
      return [told(action, "action.sheet_added", { actionId, officeId, fileIds }), ...written];
    },
  });
  return receivedAt(ctx, id);
}
