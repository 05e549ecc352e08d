import { standingDelegations } from "../delegations/queries.ts";
import { sm3 } from "../journal/chain.ts";
import type { Tx } from "../journal/journal.ts";
import { canonical } from "../kernel/canonical.ts";
import { HubError } from "../kernel/faults.ts";
import { newId } from "../kernel/ids.ts";
import { stampOf } from "../kernel/signature.ts";
import { ensure, refuse } from "../kernel/verdict.ts";
import type { KeyDoc } from "../keys/model.ts";
import { stepUp } from "../sessions/step-up.ts";
import type { Ctx } from "../store/hub.ts";
import type { DeclineSigning, SignAgreement } from "./acts-contract.ts";
import { addSignature, changeSigning, told } from "./change.ts";
import { checkSignature, statementText } from "./checks.ts";
import { CHALLENGE_MINUTES, type Challenge } from "./contract.ts";
import { expectedOf, loadSigning, type Signing } from "./load.ts";
import type { ChallengeDoc } from "./model.ts";
import { maySignFor, maySigning } from "./rules.ts";

type Reads = Pick<Tx, "store" | "session"> | { store: Tx["store"]; session: null };

/** Who signs: in words of the day, with the delegation and its basis when it is not the chief himself. */
interface Capacity {
  role: string;
  basis: string | null;
}

/** The chief or his delegate, for the party whose office is the actor's; refused as the rules say. */
async function ensureMaySign(
  ctx: Ctx,
  reads: Reads,
  signing: Signing,
  { partyId, act }: { partyId: string; act: "sign" | "decline" },
): Promise<Capacity> {
  const power = maySignFor(ctx.actor, ctx.actor.officeId, {
    delegations: await standingDelegations(ctx, { session: reads.session }),
    now: ctx.hub.clock.now(),
  });
  ensure(maySigning(ctx.actor, act, { facts: signing.facts, partyId, power }));
  if (!power.allowed || power.capacity.mode === "own") return { role: ctx.role, basis: null };
  const { delegationId, principalId } = power.capacity;
  const [delegation, principal] = await Promise.all([
    reads.store.delegations.findById(delegationId, null, { session: reads.session }).lean(),
    reads.store.officers.findById(principalId, { name: 1 }, { session: reads.session }).lean(),
  ]);
  const role = `${ctx.role}（受${principal?.name ?? ""}委托）`;
  return { role, basis: delegation?.basis ?? "" };
}

/** The actor's key as it stands: confirmed, and of the office for which he signs. */
async function ensureKey(ctx: Ctx, { store, session }: Reads): Promise<KeyDoc> {
  const key = await store.keys
    .findOne({ officerId: ctx.actor.id, officeId: ctx.actor.officeId, current: true }, null, {
      session,
    })
    .lean<KeyDoc>();
  if (!key) throw new HubError("not_now", { reason: "no_key" });
  if (key.state !== "confirmed") throw new HubError("not_now", { reason: "key_not_confirmed" });
  return key;
}

/**
 * What the actor is to sign for a party, written by the server with the server's time. It is bound to this officer and this session, and
 * ends after ten minutes or with its use: who gets hold of it can do nothing with it.
 */
export async function askChallenge(
  ctx: Ctx,
  sessionId: string,
  { agreementId, partyId }: { agreementId: string; partyId: string },
): Promise<Challenge> {
  const { store, clock } = ctx.hub;
  const reads = { store, session: null };
  const signing = await loadSigning(reads, ctx.actor, { agreementId });
  const { role, basis } = await ensureMaySign(ctx, reads, signing, { partyId, act: "sign" });
  const key = await ensureKey(ctx, reads);
  const at = clock.now();
  const { version, anchor, facts } = signing;
  const challenge: ChallengeDoc = {
    _id: newId(),
    officerId: ctx.actor.id,
    sessionId,
    agreementId,
    number: version.number,
    partyId,
    keyId: key._id,
    statement: statementText({
      v: 1,
      agreement: agreementId,
      version: version.number,
      versionHash: version.digest,
      party: { id: partyId, name: facts.parties.find(({ id }) => id === partyId)?.name ?? "" },
      role,
      signer: { id: ctx.actor.id, name: ctx.actor.name, key: key.fingerprint },
      at: at.toISOString(),
      anchor: anchor.hash,
    }),
    basis,
    expiresAt: new Date(at.getTime() + CHALLENGE_MINUTES * 60_000),
    usedAt: null,
  };
  await store.challenges.insertMany([challenge], { lean: true });
  return {
    id: challenge._id,
    statement: challenge.statement,
    keyId: key._id,
    expiresAt: challenge.expiresAt.toISOString(),
  };
}

/** The challenge of this officer in this session, spent in the act's own commit. Anybody else's is not there. */
async function spendChallenge(
  tx: Tx,
  ctx: Ctx,
  of: { challengeId: string; sessionId: string; agreementId: string },
): Promise<ChallengeDoc> {
  const found = await tx.store.challenges
    .findOne(
      {
        _id: of.challengeId,
        officerId: ctx.actor.id,
        sessionId: of.sessionId,
        agreementId: of.agreementId,
      },
      null,
      { session: tx.session },
    )
    .lean<ChallengeDoc>();
  if (!found) throw new HubError("not_found");
  if (found.usedAt !== null) ensure(refuse("not_now", "challenge_used"));
  if (found.expiresAt <= tx.at) ensure(refuse("not_now", "challenge_expired"));
  await tx.store.challenges.updateOne(
    { _id: found._id, usedAt: null },
    { $set: { usedAt: tx.at } },
    { session: tx.session },
  );
  return found;
}

/**
 * 会签. Everything that was asked when the challenge was written is asked again, in the transaction of the act: the version is still the
 * one being signed, the party has not signed, the signer may sign for it and his key is confirmed. The signature is of the kept bytes.
 */
export async function signAgreement(
  ctx: Ctx,
  sessionId: string,
  { agreementId, proof, ...input }: SignAgreement & { agreementId: string },
): Promise<void> {
  const { challengeId, signature } = input;
  await ctx.hub.journal.act(ctx, {
    id: input.id,
    input: { signAgreement: agreementId, ...input },
    run: async (tx) => {
      const signing = await loadSigning(tx, ctx.actor, { agreementId });
      const challenge = await spendChallenge(tx, ctx, { challengeId, sessionId, agreementId });
      const { partyId, statement, basis } = challenge;
      const { role } = await ensureMaySign(ctx, tx, signing, { partyId, act: "sign" });
      const key = await ensureKey(ctx, tx);
      if (key._id !== challenge.keyId) ensure(refuse("not_now", "challenge_expired"));
      if (signing.version.number !== challenge.number)
        ensure(refuse("not_now", "not_being_signed"));
      const { provider, publicKey, fingerprint } = key;
      const row = { statement, signature, provider, publicKey };
      const fails = checkSignature(row, expectedOf(signing, partyId), sm3);
      if (fails.length > 0)
        throw new HubError("bad_input", { issues: [{ path: "signature", code: "not_this_key" }] });
      await stepUp(tx, ctx, proof);
      const after = await addSignature(tx, signing, {
        _id: input.id,
        agreementId,
        number: challenge.number,
        partyId,
        by: stampOf(ctx.actor, role, tx.at),
        online: { ...row, keyId: key._id, fingerprint, basis },
        paper: null,
      });
      const digests = {
        statement: sm3(statement),
        signature: sm3(Buffer.from(signature, "hex")),
      };
      const body = { partyId, ...digests, keyId: key._id };
      return [told(signing, "signature.made", body), ...after];
    },
  });
}

/** 暂不会签（附意见）: heard by all parties. It stands in the record; signing stays possible, and nobody else is held up. */
export async function declineSigning(
  ctx: Ctx,
  agreementId: string,
  input: DeclineSigning,
): Promise<void> {
  await ctx.hub.journal.act(ctx, {
    id: input.id,
    input: { declineSigning: agreementId, ...input },
    run: async (tx) => {
      const { partyId, opinion } = input;
      const signing = await loadSigning(tx, ctx.actor, { agreementId });
      const { role } = await ensureMaySign(ctx, tx, signing, { partyId, act: "decline" });
      const decline = { partyId, opinion, by: stampOf(ctx.actor, role, tx.at) };
      await changeSigning(tx, signing, { declines: [...signing.doc.declines, decline] });
      const digest = sm3(canonical(opinion));
      return [told(signing, "signature.declined", { partyId, digest })];
    },
  });
}
