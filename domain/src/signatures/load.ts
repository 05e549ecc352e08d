import type { ClientSession } from "mongoose";
import { mayRead } from "../access/rules.ts";
import { hostOfficeOf } from "../agreements/audience.ts";
import { FrozenText } from "../agreements/contract.ts";
import type { AgreementDoc, VersionDoc } from "../agreements/model.ts";
import type { EntryDoc } from "../journal/model.ts";
import { HubError } from "../kernel/faults.ts";
import type { Officer } from "../kernel/officer.ts";
import type { Store } from "../store/store.ts";
import type { Expected } from "./checks.ts";
import type { SigningDoc } from "./model.ts";
import type { SigningFacts } from "./rules.ts";

/** A version whose text was frozen. */
export type FrozenVersion = VersionDoc & { canonical: string; digest: string };

/** The co-signing of a version with what it rests on. */
export interface Signing {
  agreement: AgreementDoc;
  version: FrozenVersion;
  /** The entry that froze it. */
  anchor: EntryDoc;
  doc: SigningDoc;
  facts: SigningFacts;
}

/** Its text was frozen in the hub. */
export const isFrozen = (version: VersionDoc | null): version is FrozenVersion =>
  version !== null && version.canonical !== null && version.digest !== null;

export const signingId = (agreementId: string, number: number): string =>
  `${agreementId}/${number}`;

/** Nothing has happened yet: `version` 0, and not in the store. */
export const freshSigning = (agreementId: string, number: number): SigningDoc => ({
  _id: signingId(agreementId, number),
  version: 0,
  agreementId,
  number,
  signed: [],
  papers: [],
  declines: [],
  rejections: [],
  deadlines: [],
  reminded: [],
  completedAt: null,
  nextAt: null,
  waiting: [],
});

const Signers = FrozenText.pick({ parties: true, inOrder: true });

/** What the rules ask, of these documents. Who signs, and in what order, stands in the frozen text itself. */
export function factsOf(
  agreement: AgreementDoc,
  version: FrozenVersion,
  doc: Pick<SigningDoc, "signed" | "papers" | "declines">,
): SigningFacts {
  const { parties, inOrder } = Signers.parse(JSON.parse(version.canonical));
  return {
    open:
      agreement.state === "signing" &&
      agreement.inHand === version.number &&
      version.state === "frozen",
    inOrder,
    parties,
    hostOfficeId: hostOfficeOf(agreement),
    signed: doc.signed,
    papers: doc.papers,
    declines: doc.declines,
  };
}

/** The co-signing of the text in hand; null while none is being signed. */
export async function signingFacts(
  { store, session }: { store: Store; session: ClientSession | null },
  agreement: AgreementDoc,
): Promise<SigningFacts | null> {
  if (agreement.state !== "signing" || agreement.inHand === null) return null;
  const id = signingId(agreement._id, agreement.inHand);
  const [version, doc] = await Promise.all([
    store.agreementVersions.findById(id, null, { session }).lean<VersionDoc>(),
    store.signings.findById(id, null, { session }).lean<SigningDoc>(),
  ]);
  return isFrozen(version) && doc ? factsOf(agreement, version, doc) : null;
}

/**
 * The co-signing of the version that was frozen last, or of version `number`, for an officer who may read the agreement; not_found
 * otherwise, and where nothing was ever frozen in the hub.
 */
export async function loadSigning(
  { store, session }: { store: Store; session: ClientSession | null },
  reader: Pick<Officer, "tokens">,
  { agreementId, number }: { agreementId: string; number?: number | undefined },
): Promise<Signing> {
  const agreement = await store.agreements
    .findById(agreementId, null, { session })
    .lean<AgreementDoc>();
  if (!agreement || !mayRead(reader, agreement).allowed) throw new HubError("not_found");
  const version = await store.agreementVersions
    .findOne(
      { agreementId, anchorEntryId: { $ne: null }, ...(number === undefined ? {} : { number }) },
      null,
      { session },
    )
    .sort({ number: -1 })
    .lean<VersionDoc>();
  if (!isFrozen(version)) throw new HubError("not_found");
  const [anchor, found] = await Promise.all([
    store.entries.findById(version.anchorEntryId, null, { session }).lean<EntryDoc>(),
    store.signings
      .findById(signingId(agreementId, version.number), null, { session })
      .lean<SigningDoc>(),
  ]);
  if (!anchor) throw new HubError("not_found");
  const doc = found ?? freshSigning(agreementId, version.number);
  return { agreement, version, anchor, doc, facts: factsOf(agreement, version, doc) };
}

/** What an online signature for that party must be about. */
export const expectedOf = (
  { agreement, version, anchor }: Pick<Signing, "agreement" | "version" | "anchor">,
  partyId: string,
): Expected => ({
  agreementId: agreement._id,
  number: version.number,
  partyId,
  canonical: version.canonical,
  digest: version.digest,
  anchor: anchor.hash,
  standing: version.state !== "void",
});
