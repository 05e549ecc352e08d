import { handlesContent } from "../access/rules.ts";
import { attachFiles } from "../files/links.ts";
import type { NewEntry } from "../journal/number.ts";
import type { Tx } from "../journal/journal.ts";
import { HubError } from "../kernel/faults.ts";
import { derivedId } from "../kernel/ids.ts";
import { ensureNotAhead } from "../kernel/input.ts";
import { stampOf } from "../kernel/signature.ts";
import { ensure } from "../kernel/verdict.ts";
import { adoptObligations } from "../obligations/adopt.ts";
import type { Ctx } from "../store/hub.ts";
import type { RegisterAgreement } from "./acts-contract.ts";
import { lastDayOf } from "./calendar.ts";
import { derivedOf, openOwn, openShared, sharedChannelId, told } from "./change.ts";
import { ensureMayDraft, freshAgreement, freshVersion } from "./commands-draft.ts";
import { frozenOf } from "./freeze.ts";
import type { ImportAgreements } from "./import-contract.ts";
import { previewRows, toRegister } from "./import-rows.ts";
import type { AgreementDoc, VersionDoc } from "./model.ts";
import { ensureClauses, partiesFrom, superiorsOfParties } from "./parties.ts";

type Written = Omit<NewEntry, "id">;

/** Registers an agreement that is in force on paper: with its scan, and as much of its text as is at hand. */
export async function registerAgreement(ctx: Ctx, input: RegisterAgreement): Promise<void> {
  await ctx.hub.journal.act(ctx, {
    id: input.id,
    input: { registerAgreement: input },
    run: async (tx) => {
      await ensureMayDraft(ctx, tx);
      ensureNotAhead(tx.at, { signedOn: input.signedOn });
      return enter(ctx, tx, input, null);
    },
  });
}

/** Writes it into the register with what its clauses oblige to, and answers the entries that say so. `source`: of an import, by which it is found again. */
async function enter(
  ctx: Ctx,
  tx: Tx,
  input: Omit<RegisterAgreement, "id">,
  source: string | null,
): Promise<Written[]> {
  const { actor } = ctx;
  const parties = await partiesFrom(tx, input.agreementId, input.parties);
  const host = input.hostIndex === null ? null : parties[input.hostIndex];
  if (host === undefined)
    throw new HubError("bad_input", { issues: [{ path: "hostIndex", code: "invalid" }] });
  const own = parties.find((one) => one.officeId === actor.officeId);
  if (own) {
    own.departmentId = input.departmentId ?? actor.departmentId;
    own.team = [actor.id];
    own.staffed = stampOf(actor, ctx.role, tx.at);
  }
  // Of those in which the own office has no part only the fact is registered, for looking up.
  const reference = own === undefined;
  ensureClauses(input.clauses, parties.length);
  const fresh = freshAgreement({
    _id: input.agreementId,
    values: input.values,
    parties,
    hostPartyId: host?.id ?? null,
    superiorIds: reference ? [] : await superiorsOfParties(tx, parties),
    drafted: stampOf(actor, ctx.role, tx.at),
    at: tx.at,
  });
  const issued = input.number
    ? { number: input.number, on: input.effectiveOn, by: fresh.drafted }
    : null;
  const version = inForceVersion(fresh, input, issued, tx.at);
  const keys = [...input.clauses.map((one) => one.key), ...input.clauseKeys];
  const shared = !reference && parties.some((one) => one.officeId && one !== own);
  const facts: Omit<AgreementDoc, keyof ReturnType<typeof derivedOf>> = {
    ...fresh,
    state: "in_force",
    inHand: null,
    inForce: { number: 1, effectiveOn: version.effectiveOn, until: version.until },
    reference,
    source,
    clauseKeys: [...new Set(keys)],
    signedOn: input.signedOn,
    issued,
    sharedAt: reference ? null : tx.at,
    channelId: shared ? sharedChannelId(input.agreementId) : null,
  };
  const doc: AgreementDoc = { ...facts, ...derivedOf(facts) };
  await tx.store.agreements.insertMany([doc], { session: tx.session, lean: true });
  await tx.store.agreementVersions.insertMany([version], { session: tx.session, lean: true });
  const channelId = shared ? await openShared(tx, doc) : await openOwn(tx, doc, actor.officeId);
  await tx.follow(channelId, [actor.id]);
  if (input.scans.length > 0)
    await attachFiles(tx, actor, { kind: "agreement", id: doc._id }, input.scans);
  tx.changed(doc.audience, { feature: "agreements", id: doc._id });
  return [
    told(channelId, "agreement.registered", { agreementId: doc._id }),
    // Of others' agreements only the fact is there: they oblige nobody here.
    ...(reference ? [] : await adoptObligations(tx, doc, version)),
  ];
}

/** The text as it is on paper: hashed like any other, but nothing in the hub froze it and nobody signs it here. */
function inForceVersion(
  x: Pick<AgreementDoc, "_id" | "parties" | "hostPartyId">,
  { values, clauses, effectiveOn }: Pick<RegisterAgreement, "values" | "clauses" | "effectiveOn">,
  issued: VersionDoc["issued"],
  at: Date,
): VersionDoc {
  const fresh = freshVersion(x._id, { number: 1, values, clauses, at });
  const until = effectiveOn ? lastDayOf(values.term, effectiveOn) : untilOf(values.term);
  return { ...fresh, ...frozenOf(x, fresh), state: "in_force", issued, effectiveOn, until };
}

const untilOf = (term: RegisterAgreement["values"]["term"]): string | null =>
  term.kind === "until" ? term.on : null;

/**
 * Registers the good rows of an import, each once: a row is known by its key under the own office, whoever imports it again and however
 * often. Bad ones are left out and counted.
 */
export async function importAgreements(
  ctx: Ctx,
  { id, rows }: ImportAgreements,
): Promise<{ registered: number; known: number; bad: number }> {
  ensure(handlesContent(ctx.actor.posts));
  const preview = await previewRows(ctx.hub.store, ctx.actor.officeId, rows);
  let registered = 0;
  for (const { key, reads, registered: isKnown } of preview) {
    if (reads === null || isKnown) continue;
    const source = sourceOf(ctx.actor.officeId, key);
    const { replayed } = await ctx.hub.journal.act(ctx, {
      id: derivedId(id, key),
      input: { importAgreement: source, reads },
      run: async (tx) => {
        await ensureMayDraft(ctx, tx);
        const agreementId = derivedId(source, "agreement");
        return enter(ctx, tx, { ...toRegister(reads), agreementId }, source);
      },
    });
    if (!replayed) registered += 1;
  }
  return {
    registered,
    known: preview.filter((row) => row.registered).length,
    bad: preview.filter((row) => row.reads === null).length,
  };
}

/** By what an imported agreement is known. */
export const sourceOf = (officeId: string, key: string): string => `${officeId}/${key}`;
