import { sm3 } from "../journal/chain.ts";
import type { Tx } from "../journal/journal.ts";
import { HubError } from "../kernel/faults.ts";
import { stampOf } from "../kernel/signature.ts";
import { spkiOf } from "../kernel/sm2.ts";
import { ensure, refuse } from "../kernel/verdict.ts";
import { officeLogId } from "../offices/contract.ts";
import { stepUp } from "../sessions/step-up.ts";
import type { Ctx } from "../store/hub.ts";
import { LostRace } from "../store/store.ts";
import type { ConfirmKey, MakeKey, RevokeKey } from "./contract.ts";
import type { KeyDoc } from "./model.ts";
import { VERIFIERS } from "./providers.ts";
import { mayConfirmKey, mayMakeKey, mayRevokeKey, possessionText, type KeyFacts } from "./rules.ts";

/**
 * A key that the actor's browser made. The one before is replaced at once: a new one is made because its passphrase was forgotten or
 * somebody else may know it. What it signed stays valid.
 */
export async function makeKey(ctx: Ctx, input: MakeKey): Promise<void> {
  const { actor } = ctx;
  await ctx.hub.journal.act(ctx, {
    id: input.id,
    input: { makeKey: input },
    run: async (tx) => {
      ensure(mayMakeKey(actor));
      const { id: key, provider, publicKey, possession, blob } = input;
      const claimed = { v: 1, purpose: "signing-key", key, officer: actor.id } as const;
      const text = possessionText({ ...claimed, office: actor.officeId, publicKey });
      const { isKey, verify } = VERIFIERS[provider];
      if (!isKey(publicKey) || !verify(Buffer.from(text), possession, publicKey))
        throw new HubError("bad_input", { issues: [{ path: "possession", code: "not_this_key" }] });
      const by = stampOf(actor, ctx.role, tx.at);
      const before = await tx.store.keys
        .findOne({ officerId: actor.id, current: true }, null, { session: tx.session })
        .lean<KeyDoc>();
      if (before) await endKey(tx, before, "replaced", { by, reason: "" });
      const fingerprint = sm3(spkiOf(publicKey));
      const doc: KeyDoc = {
        _id: key,
        officerId: actor.id,
        officeId: actor.officeId,
        provider,
        publicKey,
        fingerprint,
        possession,
        blob,
        state: "pending",
        current: true,
        made: by,
        confirmed: null,
        ended: null,
      };
      await tx.store.keys.insertMany([doc], { session: tx.session, lean: true });
      const body = { keyId: key, officerId: actor.id, fingerprint, replaces: before?._id ?? null };
      return [{ channelId: officeLogId(actor.officeId), type: "key.made", body }];
    },
  });
}

/** Key ↔ person, by the chief and with the second factor; from now on the key may sign. */
export async function confirmKey(
  ctx: Ctx,
  keyId: string,
  { proof, ...input }: ConfirmKey,
): Promise<void> {
  await ctx.hub.journal.act(ctx, {
    id: input.id,
    input: { confirmKey: keyId, ...input },
    run: async (tx) => {
      const { key, facts } = await loadKey(tx, keyId);
      ensure(mayConfirmKey(ctx.actor, facts, input.means));
      if (key.fingerprint !== input.fingerprint) ensure(refuse("not_now", "fingerprint_differs"));
      if (input.means === "paper" && input.basis === "")
        throw new HubError("bad_input", { issues: [{ path: "basis", code: "required" }] });
      await stepUp(tx, ctx, proof);
      const by = stampOf(ctx.actor, ctx.role, tx.at);
      const { means, basis } = input;
      await change(tx, key, {
        state: "confirmed",
        confirmed: { by, means, basis, entryId: input.id },
      });
      const { officerId, officeId, fingerprint, publicKey } = key;
      const body = { keyId, officerId, fingerprint, publicKey, means };
      return [{ channelId: officeLogId(officeId), type: "key.confirmed", body }];
    },
  });
}

/** Ends a key at once: it may have come into other hands, or its holder leaves. */
export async function revokeKey(ctx: Ctx, keyId: string, input: RevokeKey): Promise<void> {
  await ctx.hub.journal.act(ctx, {
    id: input.id,
    input: { revokeKey: keyId, ...input },
    run: async (tx) => {
      const { key, facts } = await loadKey(tx, keyId);
      ensure(mayRevokeKey(ctx.actor, facts));
      const { reason } = input;
      await endKey(tx, key, "revoked", { by: stampOf(ctx.actor, ctx.role, tx.at), reason });
      const body = { keyId, officerId: key.officerId, reason };
      return [{ channelId: officeLogId(key.officeId), type: "key.revoked", body }];
    },
  });
}

async function loadKey(tx: Tx, keyId: string): Promise<{ key: KeyDoc; facts: KeyFacts }> {
  const { store, session } = tx;
  const key = await store.keys.findById(keyId, null, { session }).lean<KeyDoc>();
  if (!key) throw new HubError("not_found");
  const holder = await store.officers
    .findById(key.officerId, { posts: 1, active: 1 }, { session })
    .lean();
  return { key, facts: { ...key, holderPosts: holder?.active ? holder.posts : [] } };
}

const endKey = (
  tx: Tx,
  key: KeyDoc,
  state: "replaced" | "revoked",
  ended: NonNullable<KeyDoc["ended"]>,
): Promise<void> => change(tx, key, { state, current: false, ended });

/** From the state that was read: of two who decide at once the second sees what the first did. */
async function change(tx: Tx, key: KeyDoc, set: Partial<KeyDoc>): Promise<void> {
  const changed = await tx.store.keys.updateOne(
    { _id: key._id, state: key.state },
    { $set: set },
    { session: tx.session },
  );
  if (changed.matchedCount !== 1) throw new LostRace();
}
