import type { Attached } from "../files/contract.ts";
import type { OfficerCard } from "../kernel/officer.ts";
import { signatureOf, type Stamp } from "../kernel/signature.ts";
import type { FindingRecord, KeptShot, Settled } from "./field-record.ts";
import { isAlone, isSame, missingOf } from "./findings.ts";
import type { FindingRow, FindingView, PhotoView, SettledView } from "./record-contract.ts";

/** Leads among these that the viewer may read: of others only the office and the number are told. */
export type ReadableLeads = ReadonlySet<string>;

const toSettled = (x: Settled, leads: ReadableLeads): SettledView => ({
  kind: x.kind,
  officeId: x.officeId,
  leadNumber: x.leadNumber,
  leadId: x.leadId !== null && leads.has(x.leadId) ? x.leadId : null,
  exchangeId: x.leadId !== null && leads.has(x.leadId) ? x.exchangeId : null,
  taskId: x.taskId,
  reason: x.reason,
  by: signatureOf(x.by),
});

export const toFindingRow = (x: FindingRecord, leads: ReadableLeads): FindingRow => ({
  id: x._id,
  version: x.version,
  number: x.number,
  title: x.title,
  field: x.field,
  stopId: x.stopId,
  place: x.place,
  fix: x.device.fix,
  photos: x.shots.filter((one) => one.arrived !== null).length,
  awaited: x.shots.filter((one) => one.arrived === null).length,
  alone: isAlone(x),
  deviceAt: x.device.at,
  by: signatureOf(x.by),
  settled: x.settled && toSettled(x.settled, leads),
});

const toPhoto = (kept: KeptShot, files: ReadonlyMap<string, Attached>): PhotoView => ({
  shot: kept.shot,
  file: kept.arrived ? (files.get(kept.shot.fileId) ?? null) : null,
  same: isSame(kept),
  arrivedAt: kept.arrivedAt?.toISOString() ?? null,
  by: signatureOf(kept.by),
});

/** What it said before, under `${findingId}/${version}`. */
interface Corrected {
  _id: string;
  before: Pick<FindingRecord, "title" | "text" | "handling">;
  reason: string;
  by: Stamp;
}

export const toFindingView = (
  x: FindingRecord,
  given: {
    leads: ReadableLeads;
    cards: ReadonlyMap<string, OfficerCard>;
    files: ReadonlyMap<string, Attached>;
    custody: FindingView["custody"];
    past: readonly Corrected[];
    can: FindingView["can"];
  },
): FindingView => ({
  ...toFindingRow(x, given.leads),
  actionId: x.actionId,
  text: x.text,
  handling: x.handling,
  evidence: x.evidence,
  recorders: x.recorderIds.flatMap((id) => given.cards.get(id) ?? []),
  device: x.device,
  shots: x.shots.map((one) => toPhoto(one, given.files)),
  digest: x.digest,
  custody: given.custody,
  past: given.past
    .map(({ _id, before: { title, text, handling }, reason, by }) => ({
      version: Number(_id.split("/").at(-1)),
      title,
      text,
      handling,
      reason,
      by: signatureOf(by),
    }))
    .toSorted((one, other) => other.version - one.version),
  missing: missingOf(x),
  can: given.can,
});
