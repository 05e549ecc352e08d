import { approvalRows, approverOf, powerOver } from "../approvals/queries.ts";
import { mayIssueBySelf, mayUploadApproval, rowFor } from "../approvals/rules.ts";
import { calendarOf } from "../calendar/queries.ts";
import { startAgreed, stopClocks } from "../clocks/rules.ts";
import { superiorIdsOf } from "../disputes/rules.ts";
import { attachFiles, carryFiles } from "../files/links.ts";
import { sm3 } from "../journal/chain.ts";
import type { Tx } from "../journal/journal.ts";
import type { NewEntry } from "../journal/number.ts";
import { canonical } from "../kernel/canonical.ts";
import type { WorkCalendar } from "../kernel/clock.ts";
import { HubError } from "../kernel/faults.ts";
import { derivedId } from "../kernel/ids.ts";
import { ensureNotAhead } from "../kernel/input.ts";
import { stampOf, type Stamp } from "../kernel/signature.ts";
import { all, ensure } from "../kernel/verdict.ts";
import { loadLead } from "../leads/register.ts";
import { officeTree } from "../offices/queries.ts";
import { stepUp } from "../sessions/step-up.ts";
import type { Ctx } from "../store/hub.ts";
import { LostRace } from "../store/store.ts";
import type { IssueExchange, UploadApproval, WithdrawExchange } from "./acts-contract.ts";
import { audienceOfBoth, audienceOfTombstone } from "./audience.ts";
import { changeExchange, channelOf, loadExchange, noted, told } from "./change.ts";
import { ensureTransferable, offeredDigest } from "./commands-draft.ts";
import { roleOf } from "./commands-review.ts";
import type { ExchangeDoc } from "./model.ts";
import { draftOf, frozenFrom, mayExchange } from "./rules.ts";

type Issued = NonNullable<ExchangeDoc["issued"]>;

/**
 * 签发: with a second factor, by whoever the 权限清单 or a delegation names. Freezes what the other side will see and sign for, opens the
 * channel of both, and it has arrived: one commit in the store that is both offices' designated system.
 */
export async function issueExchange(
  ctx: Ctx,
  exchangeId: string,
  { proof, ...input }: IssueExchange,
): Promise<void> {
  const calendar = await calendarOf(ctx.hub);
  await ctx.hub.journal.act(ctx, {
    id: input.id,
    input: { issueExchange: exchangeId, ...input },
    run: async (tx) => {
      const exchange = await loadExchange(tx, exchangeId);
      ensure(mayExchange(ctx.actor, "issue", exchange));
      if (exchange.version !== input.expects) throw new HubError("stale");
      const draft = draftOf(exchange);
      const power = await powerOver(ctx, "issue", { ...exchange, draft }, { session: tx.session });
      ensure(power);
      await stepUp(tx, ctx, proof);
      const by = stampOf(ctx.actor, await roleOf(ctx, tx, power), tx.at);
      const capacity = power.allowed ? power.capacity : { mode: "own" as const };
      const principalId = capacity.mode === "delegated" ? capacity.principalId : null;
      const principal = principalId ? await nameOf(tx, principalId) : null;
      const issued = { by, mode: capacity.mode, principalId, principal, approvalFileId: null };
      return send(ctx, tx, exchange, issued, calendar);
    },
  });
}

async function nameOf(tx: Tx, officerId: string): Promise<string | null> {
  const found = await tx.store.officers
    .findById(officerId, { name: 1 }, { session: tx.session })
    .lean();
  return found?.name ?? null;
}

/** 线下签批, first person: the scan of the form that the leader signed on paper. It stays among the lead's own materials. */
export async function uploadApproval(
  ctx: Ctx,
  exchangeId: string,
  input: UploadApproval,
): Promise<void> {
  await ctx.hub.journal.act(ctx, {
    id: input.id,
    input: { uploadApproval: exchangeId, ...input },
    run: async (tx) => {
      const exchange = await loadExchange(tx, exchangeId);
      const draft = draftOf(exchange);
      ensure(
        all(
          mayExchange(ctx.actor, "upload_approval", exchange),
          mayUploadApproval(ctx.actor, draft),
        ),
      );
      if (exchange.version !== input.expects) throw new HubError("stale");
      const { rows } = await approvalRows(ctx.hub, exchange.fromOfficeId, { session: tx.session });
      const leader = await tx.store.officers
        .findOne({ _id: input.signedBy, active: true }, null, { session: tx.session })
        .lean();
      if (!leader || !mayIssueBySelf(approverOf(leader), rowFor(rows, exchange), draft))
        throw new HubError("bad_input", { issues: [{ path: "signedBy", code: "not_an_issuer" }] });
      ensureNotAhead(tx.at, { signedOn: input.signedOn });
      const to = { kind: "lead" as const, id: exchange.leadId };
      const title = `线下签批单 ${input.signedOn}`;
      await attachFiles(tx, ctx.actor, to, [{ fileId: input.fileId, title }], { inner: true });
      await touchLead(tx, exchange.leadId);
      const { fileId, signedBy, signedOn } = input;
      const uploaded = stampOf(ctx.actor, ctx.role, tx.at);
      await changeExchange(tx, exchange, { offline: { fileId, signedBy, signedOn, uploaded } });
      return [
        told(exchange.leadChannelId, "exchange.approval_uploaded", {
          exchangeId,
          fileId,
          signedBy,
        }),
      ];
    },
  });
}

/** A material more is a change of the lead: its version keeps two additions from taking one number. */
async function touchLead(tx: Tx, leadId: string): Promise<void> {
  await tx.store.leads.updateOne(
    { _id: leadId },
    { $inc: { version: 1 }, $set: { changedAt: tx.at } },
    { session: tx.session },
  );
}

/** 线下签批, second person: has compared scan and paper. That issues it, and it is never shown as the leader's own click. */
export async function confirmApproval(
  ctx: Ctx,
  exchangeId: string,
  { proof, ...input }: IssueExchange,
): Promise<void> {
  const calendar = await calendarOf(ctx.hub);
  await ctx.hub.journal.act(ctx, {
    id: input.id,
    input: { confirmApproval: exchangeId, ...input },
    run: async (tx) => {
      const exchange = await loadExchange(tx, exchangeId);
      ensure(mayExchange(ctx.actor, "confirm_approval", exchange));
      if (exchange.version !== input.expects) throw new HubError("stale");
      if (!exchange.offline) throw new HubError("not_now", { reason: "nothing_uploaded" });
      await stepUp(tx, ctx, proof);
      const { signedBy, fileId } = exchange.offline;
      const issued: Issued = {
        by: stampOf(ctx.actor, ctx.role, tx.at),
        mode: "offline",
        principalId: signedBy,
        principal: await nameOf(tx, signedBy),
        approvalFileId: fileId,
      };
      return send(ctx, tx, exchange, issued, calendar);
    },
  });
}

async function send(
  ctx: Ctx,
  tx: Tx,
  exchange: ExchangeDoc,
  issued: Issued,
  calendar: WorkCalendar,
): Promise<Omit<NewEntry, "id">[]> {
  const lead = await loadLead(tx, exchange.leadId);
  // Asked again: since it was drafted the lead may have been decided, or handed to somebody else.
  if (exchange.kind === "transfer") await ensureTransferable(tx, lead);
  if (exchange.offered !== null && exchange.offered !== offeredDigest(exchange, lead))
    throw new HubError("not_now", { reason: "content_changed" });
  const { _id: exchangeId, fromOfficeId, toOfficeId, kind } = exchange;
  const files = await carryFiles(
    tx,
    ctx.actor,
    { kind: "lead", id: lead._id },
    { kind: "exchange", id: exchangeId },
    exchange.materials,
  );
  const content = frozenFrom({ ...exchange, values: lead.values, files });
  const digest = sm3(canonical(content));
  const tree = await officeTree(tx, tx.session);
  const superiorIds = [...superiorIdsOf(tree, fromOfficeId), ...superiorIdsOf(tree, toOfficeId)];
  const channelId = derivedId(exchangeId, "channel");
  const clocks =
    kind === "transfer"
      ? (["sign", "accept"] as const).flatMap((key) => startAgreed(key, exchange, tx.at, calendar))
      : [];
  const next = await changeExchange(tx, exchange, {
    state: "arrived",
    content,
    digest,
    title: content.title,
    field: content.field,
    grade: content.grade,
    marking: content.marking,
    issued,
    sentAt: tx.at,
    channelId,
    // A party is no superior of its own matter, even where the one stands above the other.
    superiorIds: [...new Set(superiorIds)].filter((id) => id !== fromOfficeId && id !== toOfficeId),
    clocks,
  });
  await tx.open({
    _id: channelId,
    kind: "exchange",
    matterId: exchangeId,
    officeIds: [fromOfficeId, toOfficeId],
    title: null,
    members: [],
    audience: audienceOfBoth(next),
  });
  await tx.follow(channelId, [exchange.drafted.officerId, issued.by.officerId, ...next.fromTeam]);
  // Guarded by the version that was frozen, without a new one: nothing that is written about the lead changed.
  const marked = await tx.store.leads.updateOne(
    { _id: lead._id, version: lead.version },
    { $set: { sent: true } },
    { session: tx.session },
  );
  if (marked.matchedCount !== 1) throw new LostRace();
  tx.changed(lead.audience, { feature: "leads", id: lead._id });
  const { mode, principalId } = issued;
  return [
    noted(exchange.leadChannelId, "exchange.issued", { exchangeId, digest, mode, principalId }),
    told(channelId, "exchange.arrived", { exchangeId, digest, kind, fromOfficeId, toOfficeId }),
  ];
}

/**
 * 撤回 before 签收; once somebody has signed for it, until 受理 and with the reason. Both records stay: the sender's whole, and at the other side a tombstone with its receipt. Whoever
 * loses it cannot read or write a moment longer.
 */
export async function withdrawExchange(
  ctx: Ctx,
  exchangeId: string,
  input: WithdrawExchange,
): Promise<void> {
  await ctx.hub.journal.act(ctx, {
    id: input.id,
    input: { withdrawExchange: exchangeId, ...input },
    run: async (tx) => {
      const exchange = await loadExchange(tx, exchangeId);
      ensure(mayExchange(ctx.actor, "withdraw", exchange));
      if (exchange.state !== "arrived" && input.reason === "")
        throw new HubError("bad_input", { issues: [{ path: "reason", code: "required" }] });
      const by: Stamp = stampOf(ctx.actor, ctx.role, tx.at);
      const withdrawn = { by, reason: input.reason };
      const next = await changeExchange(tx, exchange, {
        state: "withdrawn",
        withdrawn,
        clocks: stopClocks(exchange.clocks, tx.at),
      });
      const { kind, urgency, fromOfficeId, toOfficeId, sentAt, receipt } = exchange;
      const audience = audienceOfTombstone(exchange);
      await tx.store.tombstones.insertMany(
        [
          {
            _id: exchangeId,
            version: next.version,
            kind,
            urgency,
            fromOfficeId,
            toOfficeId,
            sentAt,
            receipt,
            withdrawn,
            audience,
            changedAt: tx.at,
          },
        ],
        { session: tx.session, lean: true },
      );
      await tx.regrant(channelOf(exchange), { audience: audienceOfBoth(next), open: false });
      tx.changed(audience, { feature: "exchanges", id: exchangeId });
      const digest = sm3(canonical(input.reason));
      return [told(channelOf(exchange), "exchange.withdrawn", { exchangeId, digest })];
    },
  });
}
