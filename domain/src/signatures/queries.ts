import { standingDelegations } from "../delegations/queries.ts";
import { sm3 } from "../journal/chain.ts";
import type { Ctx } from "../store/hub.ts";
import type { z } from "zod";
import { checkSignature } from "./checks.ts";
import type { SigningView, VerifiedRow } from "./contract.ts";
import { expectedOf, loadSigning, type Signing } from "./load.ts";
import type { SignatureDoc } from "./model.ts";
import { toParties } from "./present.ts";
import { maySignFor } from "./rules.ts";

/** Which co-signing: of the version frozen last, or of version `number`. */
export interface Which {
  agreementId: string;
  number?: number | undefined;
}

export const readSigning = (ctx: Ctx, which: Which): Promise<Signing> =>
  loadSigning({ store: ctx.hub.store, session: null }, ctx.actor, which);

/** The signatures of a version, in signing order. */
export async function signaturesOf(ctx: Ctx, { version, facts }: Signing): Promise<SignatureDoc[]> {
  const { agreementId, number } = version;
  const rows = await ctx.hub.store.signatures.find({ agreementId, number }).lean<SignatureDoc[]>();
  const place = (row: SignatureDoc) => facts.parties.findIndex(({ id }) => id === row.partyId);
  return rows.toSorted((one, other) => place(one) - place(other));
}

/** The co-signing as this officer sees it, or not_found. */
export async function getSigning(ctx: Ctx, which: Which): Promise<SigningView> {
  const signing = await readSigning(ctx, which);
  const { agreement, version, anchor, doc, facts } = signing;
  const now = ctx.hub.clock.now();
  const [rows, delegations] = await Promise.all([
    signaturesOf(ctx, signing),
    standingDelegations(ctx),
  ]);
  const power = maySignFor(ctx.actor, ctx.actor.officeId, { delegations, now });
  return {
    agreementId: agreement._id,
    number: version.number,
    title: version.values.title,
    state: version.state === "void" ? "void" : doc.completedAt ? "complete" : "open",
    inOrder: facts.inOrder,
    canonical: version.canonical,
    digest: version.digest,
    anchor: { entryId: anchor._id, hash: anchor.hash, at: anchor.at.toISOString() },
    completedAt: doc.completedAt?.toISOString() ?? null,
    parties: toParties(facts, { beside: doc, rows, viewer: ctx.actor, power, now }),
  };
}

/** Every signature computed again from what is stored. A paper is what two persons compared: only its standing is computed. */
export async function verifySigning(
  ctx: Ctx,
  which: Which,
): Promise<z.output<typeof VerifiedRow>[]> {
  const signing = await readSigning(ctx, which);
  const rows = await signaturesOf(ctx, signing);
  return rows.map(({ partyId, online }) => {
    const expected = expectedOf(signing, partyId);
    if (online)
      return { partyId, mode: "online" as const, fails: checkSignature(online, expected, sm3) };
    return { partyId, mode: "paper" as const, fails: expected.standing ? [] : ["standing"] };
  });
}
