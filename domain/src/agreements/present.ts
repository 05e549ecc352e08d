import type { Officer, OfficerCard } from "../kernel/officer.ts";
import { signatureOf } from "../kernel/signature.ts";
import { nextStepOf } from "./approving.ts";
import { audienceOfParties, hostOfficeOf, partyOf } from "./audience.ts";
import type {
  AgreementRow,
  AgreementView,
  ApprovalView,
  DraftText,
  PartyView,
  VersionHead,
} from "./contract.ts";
import { wayOf, type Asked } from "./facts.ts";
import { knowsOf } from "./knows.ts";
import type { AgreementRecord, ApprovalRecord, PartyRecord, VersionRecord } from "./record.ts";
import { agreementCan, takesPart } from "./rules.ts";

type Seen = AgreementRecord & Asked;

export function sideOfViewer(
  viewer: Pick<Officer, "officeId">,
  x: AgreementRecord,
): AgreementRow["side"] {
  if (x.reference) return "reference";
  if (viewer.officeId === hostOfficeOf(x)) return "host";
  return partyOf(x, viewer.officeId) ? "party" : "superior";
}

export function toAgreementRow(
  x: Seen,
  { viewer, ownChannelId }: { viewer: Officer; ownChannelId: string | null },
): AgreementRow {
  const { title, instrument, area, fields, marking, assessOn } = x.values;
  const readers = audienceOfParties(x);
  const hears = x.channelId !== null && viewer.tokens.some((one) => readers.includes(one));
  return {
    id: x._id,
    version: x.version,
    title,
    instrument,
    area,
    fields,
    marking,
    state: x.state,
    number: x.issued?.number ?? "",
    parties: x.parties.map(({ id, officeId, name, leftOn }) => ({
      officeId,
      name,
      leftOn,
      host: id === x.hostPartyId,
    })),
    hostOfficeId: x.parties.find((one) => one.id === x.hostPartyId)?.officeId ?? null,
    side: sideOfViewer(viewer, x),
    signedOn: x.signedOn,
    inForce: x.inForce,
    assessOn,
    clauseKeys: x.clauseKeys,
    changedAt: x.changedAt.toISOString(),
    channelId: hears ? x.channelId : null,
    ownChannelId,
    can: agreementCan(viewer, x),
  };
}

/** What one's own office knows of its people stays there; the others see the party. */
function toPartyView(
  party: PartyRecord,
  index: number,
  given: { x: AgreementRecord; viewer: Officer; cards: ReadonlyMap<string, OfficerCard> },
): PartyView {
  const own = party.officeId === given.viewer.officeId;
  const { consent } = party;
  return {
    id: party.id,
    index,
    officeId: party.officeId,
    name: party.name,
    host: party.id === given.x.hostPartyId,
    accededOn: party.accededOn,
    leftOn: party.leftOn,
    approvedAt: party.approved?.by.at.toISOString() ?? null,
    consent: consent ? { ...consent, by: signatureOf(consent.by) } : null,
    sealedOn: party.sealed?.on ?? null,
    departmentId: own ? party.departmentId : null,
    team: own ? party.team.flatMap((id) => given.cards.get(id) ?? []) : [],
  };
}

export const toVersionHead = (version: VersionRecord): VersionHead => ({
  number: version.number,
  state: version.state,
  digest: version.digest,
  frozen: version.frozen ? signatureOf(version.frozen) : null,
  anchorEntryId: version.anchorEntryId,
  issued: version.issued && { number: version.issued.number, on: version.issued.on },
  effectiveOn: version.effectiveOn,
  until: version.until,
  clauses: version.clauses.length,
});

export const toDraftText = ({ number, revision, clauses, values }: VersionRecord): DraftText => ({
  number,
  revision,
  clauses,
  values,
});

const toApprovalView = (approval: ApprovalRecord): ApprovalView => ({
  steps: approval.steps,
  done: approval.done.map((one) => ({ ...one, by: signatureOf(one.by) })),
  meeting: approval.meeting ? { ...approval.meeting, by: signatureOf(approval.meeting.by) } : null,
  next: nextStepOf(approval),
});

/** The text in hand for this viewer: the host's hidden one, or what is negotiated, for those who negotiate. */
export function draftFor(
  viewer: Officer,
  x: AgreementRecord & Asked,
  versions: { hidden: VersionRecord | null; inHand: VersionRecord | null },
): VersionRecord | null {
  if (versions.hidden) return versions.hidden;
  const { inHand } = versions;
  return inHand?.state === "draft" && takesPart(viewer, x) ? inHand : null;
}

/** The agreement for one viewer. */
export function toAgreementView(
  x: Seen,
  given: {
    viewer: Officer;
    ownChannelId: string | null;
    cards: ReadonlyMap<string, OfficerCard>;
    draft: VersionRecord | null;
    frozen: readonly VersionRecord[];
    approval: ApprovalRecord | null;
    scans: AgreementView["scans"];
    relations: AgreementView["relations"];
    openProposals: number;
  },
): AgreementView {
  const { viewer, draft, approval } = given;
  const signed = <T extends { by: Parameters<typeof signatureOf>[0] }>(one: T) => ({
    ...one,
    by: signatureOf(one.by),
  });
  return {
    ...toAgreementRow(x, given),
    values: x.values,
    reports: wayOf<{ reports: boolean }>(x).reports,
    parties: x.parties.map((party, index) =>
      toPartyView(party, index, { x, viewer, cards: given.cards }),
    ),
    draft: draft ? toDraftText(draft) : null,
    versions: given.frozen.map(toVersionHead),
    approval: approval ? toApprovalView(approval) : null,
    scans: given.scans,
    issued: x.issued ? signed(x.issued) : null,
    filings: x.filings.map(signed),
    assessments: x.assessments.map(signed),
    relations: given.relations,
    returns: x.returns.map(signed),
    ended: x.ended ? signed(x.ended) : null,
    drafted: signatureOf(x.drafted),
    settled: x.settled,
    knows: knowsOf(x, viewer, given.cards),
    openProposals: given.openProposals,
  };
}
