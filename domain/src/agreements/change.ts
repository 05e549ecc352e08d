import type { ClientSession } from "mongoose";
import type { NewEntry } from "../journal/number.ts";
import type { Tx } from "../journal/journal.ts";
import type { EntryType } from "../kernel/events.ts";
import { derivedId } from "../kernel/ids.ts";
import { initialsOf, tokensIn } from "../leads/search.ts";
import { LostRace } from "../store/store.ts";
import { audienceOfAgreement, audienceOfOwn, audienceOfParties, hostOfficeOf } from "./audience.ts";
import { nextAtOf } from "./calendar.ts";
import { waitingTokens } from "./desk.ts";
import type { AgreementDoc, VersionDoc } from "./model.ts";
import type { AgreementRecord } from "./record.ts";

type Derived = "audience" | "waiting" | "search" | "nextAt";
type Written = Omit<NewEntry, "id">;

/** What follows from an agreement's facts, and is written whenever they are. */
export function derivedOf(x: Omit<AgreementDoc, Derived>): Pick<AgreementDoc, Derived> {
  const naming = [
    x.values.title,
    x.values.area,
    x.issued?.number ?? "",
    ...x.parties.map((one) => one.name),
  ];
  return {
    audience: audienceOfAgreement(x),
    waiting: waitingTokens(x),
    search: [
      ...new Set([
        ...naming.flatMap((text) => tokensIn(text, true)),
        ...initialsOf(x.values.title),
      ]),
    ],
    nextAt: nextAtOf(x),
  };
}

/** The channel of one office about the agreement (本院), whether it is open yet or not. */
export const ownChannelId = (agreementId: string, officeId: string): string =>
  derivedId(agreementId, `own/${officeId}`);
/** The channel of all parties, likewise. */
export const sharedChannelId = (agreementId: string): string => derivedId(agreementId, "channel");

/** An entry that makes notices for those whom it concerns, and one that only stands in the record. */
export const told = (
  channelId: string,
  type: EntryType,
  body: Record<string, unknown>,
): Written => ({
  channelId,
  type,
  body,
  pending: ["notices"],
});
export const noted = (
  channelId: string,
  type: EntryType,
  body: Record<string, unknown>,
): Written => ({ channelId, type, body });

/** The office's own channel, opened with the first thing it says to itself. Write an entry to it in the same commit. */
export async function openOwn(tx: Tx, x: AgreementDoc, officeId: string): Promise<string> {
  const channelId = ownChannelId(x._id, officeId);
  const open = await tx.store.channels
    .findById(channelId, { _id: 1 }, { session: tx.session })
    .lean();
  if (!open)
    await tx.open({
      _id: channelId,
      kind: "agreement_own",
      matterId: x._id,
      officeIds: [officeId],
      title: null,
      members: [],
      audience: audienceOfOwn(x, officeId),
    });
  return channelId;
}

/** The offices that take part now, the host among them. */
export const officesOf = (x: AgreementRecord): string[] => [
  ...new Set([
    hostOfficeOf(x),
    ...x.parties.flatMap((one) => (one.officeId && !one.leftOn ? [one.officeId] : [])),
  ]),
];

/** The channel of all parties, opened by whatever is said there first. Write an entry to it in the same commit. */
export async function openShared(tx: Tx, x: AgreementDoc): Promise<string> {
  const channelId = sharedChannelId(x._id);
  await tx.open({
    _id: channelId,
    kind: "agreement",
    matterId: x._id,
    officeIds: officesOf(x),
    title: null,
    members: [],
    audience: audienceOfParties(x),
  });
  return channelId;
}

/**
 * Changes an agreement from the version that was read, with everything that follows; its channels are regranted in the same commit when
 * their readers change. A lost race runs the command again.
 */
export async function changeAgreement(
  tx: Tx,
  before: AgreementDoc,
  change: Partial<AgreementDoc>,
): Promise<AgreementDoc> {
  const next: AgreementDoc = {
    ...before,
    ...change,
    version: before.version + 1,
    changedAt: tx.at,
  };
  const derived = derivedOf(next);
  const moved = await tx.store.agreements.updateOne(
    { _id: before._id, version: before.version },
    { $set: { ...change, ...derived, changedAt: tx.at }, $inc: { version: 1 } },
    { session: tx.session },
  );
  if (moved.matchedCount !== 1) throw new LostRace();
  await regrantAll(tx, before, next);
  tx.changed([...new Set([...before.audience, ...derived.audience])], {
    feature: "agreements",
    id: before._id,
  });
  return { ...next, ...derived };
}

async function regrantAll(tx: Tx, before: AgreementDoc, next: AgreementDoc): Promise<void> {
  const shared = audienceOfParties(next);
  const officeIds = officesOf(next);
  const regrants =
    shared.join() !== audienceOfParties(before).join() ||
    officeIds.join() !== officesOf(before).join();
  if (before.channelId && regrants)
    await tx.regrant(before.channelId, { audience: shared, officeIds });
  for (const officeId of new Set([...officesOf(before), ...officeIds])) {
    const own = audienceOfOwn(next, officeId);
    if (own.join() !== audienceOfOwn(before, officeId).join())
      await tx.regrant(ownChannelId(next._id, officeId), { audience: own });
  }
}

export const versionId = (agreementId: string, number: number): string =>
  `${agreementId}/${number}`;

export async function loadVersion(
  tx: { session: ClientSession | null; store: Tx["store"] },
  agreementId: string,
  number: number,
): Promise<VersionDoc | null> {
  return tx.store.agreementVersions
    .findById(versionId(agreementId, number), null, { session: tx.session })
    .lean<VersionDoc>();
}

/** Changes a version from the revision that was read. A lost race runs the command again. */
export async function changeVersion(
  tx: Tx,
  before: VersionDoc,
  change: Partial<VersionDoc>,
): Promise<VersionDoc> {
  const moved = await tx.store.agreementVersions.updateOne(
    { _id: before._id, revision: before.revision, state: before.state },
    { $set: { ...change, changedAt: tx.at }, $inc: { revision: 1 } },
    { session: tx.session },
  );
  if (moved.matchedCount !== 1) throw new LostRace();
  return { ...before, ...change, revision: before.revision + 1, changedAt: tx.at };
}
