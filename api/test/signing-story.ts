import { frozenOf } from "@hub/domain/agreements/freeze";
import { derivedOf, sharedChannelId, versionId } from "@hub/domain/agreements/change";
import { audienceOfParties } from "@hub/domain/agreements/audience";
import type { Clause } from "@hub/domain/clauses/contract";
import { AgreementValues } from "@hub/domain/agreements/contract";
import type { AgreementDoc, VersionDoc } from "@hub/domain/agreements/model";
import type { PartyRecord } from "@hub/domain/agreements/record";
import { newId } from "@hub/domain/kernel/ids";
import { signSm2, type KeyPair } from "@hub/domain/kernel/sm2";
import { stampOf } from "@hub/domain/kernel/signature";
import { followAgreement } from "@hub/domain/signatures/change";
import { askChallenge, signAgreement } from "@hub/domain/signatures/commands-sign";
import type { Ctx } from "@hub/domain/store/hub";
import type { z } from "zod";
import type { TestHub } from "./hub-client.ts";
import { proof } from "./key-story.ts";
import type { TestOffice } from "./world.ts";

export interface Frozen {
  agreementId: string;
  /** In signing order. */
  partyIds: string[];
  channelId: string;
}

/** An office with the chief who signs for it. */
interface Signer {
  id: string;
  officers: { chief: TestOffice["officers"]["chief"] };
}

/**
 * An agreement whose text was frozen a moment ago, straight in the store: the first office is the host. An office given as text is one
 * without an account.
 */
export async function frozenAgreement(
  test: Pick<TestHub, "ctxOf">,
  offices: readonly (Signer | string)[],
  values: Partial<z.input<typeof AgreementValues>> = {},
  clauses: Clause[] = [],
): Promise<Frozen> {
  const host = offices[0];
  if (host === undefined || typeof host === "string") throw new TypeError("the first one is host");
  const ctx = test.ctxOf(host.officers.chief);
  const agreementId = newId();
  const parties = offices.map((office): PartyRecord => {
    const outside = typeof office === "string";
    return {
      id: newId(),
      officeId: outside ? null : office.id,
      name: outside ? office : `${office.id}检察院`,
      accededOn: null,
      leftOn: null,
      departmentId: null,
      team: [],
      approved: null,
      consent: null,
      staffed: null,
      sealed: null,
    };
  });
  const at = new Date();
  const channelId = sharedChannelId(agreementId);
  const bare = {
    _id: agreementId,
    version: 1,
    state: "signing" as const,
    values: AgreementValues.parse({ title: "湖区协作意见", instrument: "opinion", ...values }),
    revision: null,
    parties,
    hostPartyId: parties[0]?.id ?? null,
    registrarOfficeId: host.id,
    reference: false,
    source: null,
    clauseKeys: [],
    signedOn: null,
    inHand: 1,
    inForce: null,
    settled: null,
    issued: null,
    filings: [],
    assessments: [],
    relations: [],
    returns: [],
    ended: null,
    drafted: stampOf(ctx.actor, ctx.role, at),
    superiorIds: [],
    channelId,
    sharedAt: at,
    nextAt: null,
    reminded: [],
    changedAt: at,
  };
  const agreement: AgreementDoc = { ...bare, ...derivedOf(bare) };
  const written = {
    number: 1,
    values: agreement.values,
    clauses,
    replaces: null,
    issued: null,
  };
  const version: VersionDoc = {
    ...written,
    ...frozenOf(agreement, written),
    _id: versionId(agreementId, 1),
    agreementId,
    state: "frozen",
    revision: 1,
    frozen: stampOf(ctx.actor, ctx.role, at),
    anchorEntryId: newId(),
    effectiveOn: null,
    until: null,
    changedAt: at,
  };
  await ctx.hub.journal.act(ctx, {
    id: version.anchorEntryId ?? "",
    input: { frozen: agreementId },
    run: async (tx) => {
      const { session, store } = tx;
      await store.agreements.insertMany([agreement], { session, lean: true });
      await store.agreementVersions.insertMany([version], { session, lean: true });
      await tx.open({
        _id: channelId,
        kind: "agreement",
        matterId: agreementId,
        officeIds: parties.flatMap(({ officeId }) => officeId ?? []),
        title: null,
        members: [],
        audience: audienceOfParties(agreement),
      });
      await followAgreement(tx, agreement, version);
      const body = { agreementId, number: 1, digest: version.digest };
      return [{ channelId, type: "agreement.frozen", body, pending: ["notices"] }];
    },
  });
  return { agreementId, partyIds: parties.map((party) => party.id), channelId };
}

/** What a signer's browser does: asks for what is to be signed, signs it, sends it. Gives the command's id. */
export async function sign(
  ctx: Ctx,
  { agreementId, partyId, pair }: { agreementId: string; partyId: string; pair: KeyPair },
): Promise<string> {
  const sessionId = `session of ${ctx.actor.id}`;
  const { id: challengeId, statement } = await askChallenge(ctx, sessionId, {
    agreementId,
    partyId,
  });
  const signature = signSm2(Buffer.from(statement), pair);
  const id = newId();
  await signAgreement(ctx, sessionId, { agreementId, id, challengeId, signature, proof });
  return id;
}
