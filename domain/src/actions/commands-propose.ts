import type { AgreementDoc } from "../agreements/model.ts";
import { sm3 } from "../journal/chain.ts";
import type { Tx } from "../journal/journal.ts";
import { canonical } from "../kernel/canonical.ts";
import { HubError } from "../kernel/faults.ts";
import { stampOf, type Stamp } from "../kernel/signature.ts";
import { ensure, refuse } from "../kernel/verdict.ts";
import { superiorIdsOf } from "../disputes/rules.ts";
import { ensureTeam } from "../leads/register.ts";
import { officeTree } from "../offices/queries.ts";
import type { Tree } from "../offices/rules.ts";
import type { Ctx } from "../store/hub.ts";
import type { Bare, EditAction, ProposeAction, StaffAction } from "./acts-contract.ts";
import { audienceInside, audienceOfParties } from "./audience.ts";
import {
  changeAction,
  derivedOf,
  noted,
  onAction,
  ownChannelId,
  sharedChannelId,
  told,
  type Written,
} from "./change.ts";
import type { ActionDoc } from "./model.ts";
import { mayAction, mayPropose } from "./rules.ts";
import { timeOf } from "./time.ts";

/** What makes an action, by hand or by a series. */
export type NewAction = Omit<ProposeAction, "id"> & {
  hostOfficeId: string;
  by: Stamp;
  seriesId: string | null;
  recurrenceAt: Date | null;
};

/** Proposes a joint action; the actor's office is the host. With a date that is settled already it is planned at once. */
export async function proposeAction(ctx: Ctx, { id, ...input }: ProposeAction): Promise<void> {
  const { actor } = ctx;
  ensure(mayPropose(actor));
  await ctx.hub.journal.act(ctx, {
    id,
    input: { proposeAction: input },
    run: async (tx) => {
      await ensureAgreement(ctx, tx, input.agreementId);
      const by = stampOf(actor, ctx.role, tx.at);
      const { written } = await enterAction(tx, {
        ...input,
        hostOfficeId: actor.officeId,
        by,
        seriesId: null,
        recurrenceAt: null,
      });
      return written;
    },
  });
}

/** An action is held under an agreement to which the actor's office is a party; whether it is in force is the agreement's question. */
export async function ensureAgreement(ctx: Ctx, tx: Tx, agreementId: string | null): Promise<void> {
  if (agreementId === null) return;
  const found = await tx.store.agreements
    .findOne(
      { _id: agreementId, audience: { $in: ctx.actor.tokens } },
      { parties: 1 },
      { session: tx.session },
    )
    .lean<Pick<AgreementDoc, "parties"> | null>();
  if (!found?.parties.some((one) => one.officeId === ctx.actor.officeId && !one.leftOn))
    throw new HubError("bad_input", { issues: [{ path: "agreementId", code: "unknown" }] });
}

/** Makes an action with its channel (各方) in the caller's commit; its liaisons follow it from the beginning. */
export async function enterAction(
  tx: Tx,
  given: NewAction,
): Promise<{ action: ActionDoc; written: Written[] }> {
  const tree = await officeTree(tx, tx.session);
  const officeIds = partiesOf(tree, given.hostOfficeId, given.officeIds);
  const span = given.span ? timeOf(given.span) : null;
  const facts = {
    _id: given.actionId,
    version: 1,
    kind: given.kind,
    state: span ? ("planning" as const) : ("proposed" as const),
    title: given.title,
    purpose: given.purpose,
    marking: given.marking,
    hostOfficeId: given.hostOfficeId,
    officeIds,
    superiorIds: superiorsOfAll(tree, officeIds),
    place: given.place,
    agreementId: given.agreementId,
    seriesId: given.seriesId,
    recurrenceAt: given.recurrenceAt,
    startAt: span?.startAt ?? null,
    endAt: span?.endAt ?? null,
    allDay: span?.allDay ?? false,
    sequence: 0,
    people: [],
    proposed: given.by,
    poll: null,
    fixed: null,
    moves: [],
    cancelled: null,
    plan: null,
    planHistory: [],
    conference:
      given.kind === "conference"
        ? { topics: [], agenda: [], notice: null, replies: [], minutes: null }
        : null,
    tasks: [],
    checklist: null,
    sheets: [],
    imports: [],
    findingSerial: 0,
    openFindings: 0,
    started: null,
    concluded: null,
    report: null,
    archived: null,
    channelId: sharedChannelId(given.actionId),
    insideOfficeIds: [],
    changedAt: tx.at,
  };
  const action: ActionDoc = { ...facts, ...derivedOf(facts) };
  await tx.store.actions.insertMany([action], { session: tx.session, lean: true });
  await tx.open({
    _id: action.channelId,
    kind: "action",
    matterId: action._id,
    officeIds,
    title: null,
    members: [],
    audience: audienceOfParties(action),
  });
  await tx.follow(action.channelId, [given.by.officerId, ...(await liaisonsOf(tx, officeIds))]);
  tx.changed(action.audience, { feature: "actions", id: action._id });
  const written = [
    told(action, "action.proposed", { actionId: action._id, kind: action.kind, officeIds }),
  ];
  if (given.span)
    written.push(
      noted(action, "action.fixed", { actionId: action._id, span: given.span, optionId: null }),
    );
  return { action, written };
}

/** The host first, the others by their codes; each takes part in the hub and is named once. */
export function partiesOf(tree: Tree, hostOfficeId: string, others: readonly string[]): string[] {
  const issues = others.flatMap((id, index) => {
    if (!tree.get(id)?.connected) return [{ path: `officeIds.${index}`, code: "not_connected" }];
    return id === hostOfficeId || others.indexOf(id) < index
      ? [{ path: `officeIds.${index}`, code: "repeated" }]
      : [];
  });
  if (issues.length > 0) throw new HubError("bad_input", { issues });
  return [hostOfficeId, ...others.toSorted()];
}

export const superiorsOfAll = (tree: Tree, officeIds: readonly string[]): string[] => [
  ...new Set(officeIds.flatMap((id) => superiorIdsOf(tree, id))),
];

async function liaisonsOf(tx: Tx, officeIds: readonly string[]): Promise<string[]> {
  const found = await tx.store.officers
    .find(
      { officeId: { $in: [...officeIds] }, active: true, posts: "liaison" },
      { _id: 1 },
      { session: tx.session },
    )
    .lean<{ _id: string }[]>();
  return found.map((one) => one._id);
}

/** Changes what it is about and which offices are asked. An office that is left out reads it no moment longer. */
export const editAction = (ctx: Ctx, actionId: string, { id, ...input }: EditAction) =>
  onAction(ctx, actionId, {
    id,
    input: { editAction: actionId, ...input },
    run: async (tx, x) => {
      ensure(mayAction(ctx.actor, "edit", x));
      if (x.version !== input.expects) throw new HubError("stale");
      const tree = await officeTree(tx, tx.session);
      const officeIds = partiesOf(tree, x.hostOfficeId, input.officeIds);
      if (input.agreementId !== x.agreementId) await ensureAgreement(ctx, tx, input.agreementId);
      const { title, purpose, marking, place, agreementId } = input;
      const change = { title, purpose, marking, place, agreementId, officeIds };
      const fields = Object.keys(change).filter(
        (name) =>
          canonical(change[name as keyof typeof change]) !==
          canonical(x[name as keyof typeof change]),
      );
      if (fields.length === 0) ensure(refuse("not_now", "nothing_to_change"));
      const others = fields.includes("officeIds");
      if (others && x.plan?.state === "submitted") ensure(refuse("not_now", "goes_round"));
      await changeAction(tx, x, {
        ...change,
        superiorIds: superiorsOfAll(tree, officeIds),
        people: x.people.filter((one) => officeIds.includes(one.officeId)),
        ...(fields.includes("title") || fields.includes("place")
          ? { sequence: x.sequence + 1 }
          : {}),
      });
      const joined = officeIds.filter((one) => !x.officeIds.includes(one));
      await tx.follow(x.channelId, await liaisonsOf(tx, joined));
      return [(joined.length > 0 ? told : noted)(x, "action.edited", { actionId, fields })];
    },
  });

/** Names and unnames who of the actor's own office goes. */
export const staffAction = (ctx: Ctx, actionId: string, { id, add, remove }: StaffAction) =>
  onAction(ctx, actionId, {
    id,
    input: { staffAction: actionId, add, remove },
    run: async (tx, x) => {
      ensure(mayAction(ctx.actor, "staff", x));
      const { officeId } = ctx.actor;
      await ensureTeam(
        tx,
        officeId,
        add.map((officerId) => ({ officerId })),
        "add",
      );
      const own = x.people.filter((one) => one.officeId === officeId).map((one) => one.officerId);
      const added = [...new Set(add)].filter((one) => !own.includes(one));
      const removed = own.filter((one) => remove.includes(one) && !add.includes(one));
      if (added.length + removed.length === 0) ensure(refuse("not_now", "nothing_to_change"));
      const people = [
        ...x.people.filter((one) => !removed.includes(one.officerId)),
        ...added.map((officerId) => ({ officerId, officeId })),
      ];
      await changeAction(tx, x, { people });
      await tx.follow(x.channelId, added);
      return [told(x, "action.staffed", { actionId, officeId, added, removed })];
    },
  });

/** Opens the channel in which one office talks about it by itself (本院). */
export const openInside = (ctx: Ctx, actionId: string, { id }: Bare) =>
  onAction(ctx, actionId, {
    id,
    input: { openInside: actionId },
    run: async (tx, x) => {
      ensure(mayAction(ctx.actor, "open_inside", x));
      const { officeId } = ctx.actor;
      const channelId = ownChannelId(actionId, officeId);
      await tx.open({
        _id: channelId,
        kind: "action_own",
        matterId: actionId,
        officeIds: [officeId],
        title: null,
        members: [],
        audience: audienceInside(x, officeId),
      });
      await changeAction(tx, x, { insideOfficeIds: [...x.insideOfficeIds, officeId] });
      await tx.follow(channelId, [ctx.actor.id]);
      return [{ channelId, type: "action.inside_opened", body: { actionId, officeId } }];
    },
  });

/** The digest under which a reason stands in an entry; its words stand in the action. */
export const reasonDigest = (reason: string): string => sm3(canonical(reason));
