import { z } from "zod";
import { Attached } from "../files/contract.ts";
import { Id, OfficeId } from "../kernel/ids.ts";
import { OfficerCard } from "../kernel/officer.ts";
import { Signature } from "../kernel/signature.ts";
import { line, prose } from "../kernel/text.ts";
import { LeadField, LeadGrade, Place } from "../leads/contract.ts";
import { ChecklistItem } from "./plan-contract.ts";

const Instant = z.iso.datetime({ offset: true });
const Sha256 = z.string().regex(/^[0-9a-f]{64}$/);

/** As the device told it: WGS-84 degrees, accuracy in metres; 0 metres is what a faked position says. */
export const Fix = z.strictObject({
  lat: z.number().min(-90).max(90),
  lon: z.number().min(-180).max(180),
  accuracyM: z.number().min(0).max(100_000).nullable(),
});
export type Fix = z.infer<typeof Fix>;

/**
 * When and where by the device's own clock and receiver. `waited`: it was kept on the device without network. Beside it stands the time at
 * which it arrived here, which is the hub's own.
 */
export const Device = z.strictObject({
  at: Instant,
  fix: Fix.nullable().default(null),
  waited: z.boolean().default(false),
});
export type Device = z.infer<typeof Device>;

/** 无异常, 有问题, 不适用. */
export const TickResult = z.enum(["fine", "problem", "not_applicable"]);
export type TickResult = z.infer<typeof TickResult>;

const recorded = { id: Id, device: Device };
/** At a stop, or at the gathering point. The record's id is the command's. */
export const CheckIn = z.object({ ...recorded, stopId: Id.nullable().default(null) }).strict();
export type CheckIn = z.infer<typeof CheckIn>;
export const Tick = z
  .object({
    ...recorded,
    itemId: Id,
    stopId: Id.nullable().default(null),
    result: TickResult,
    note: prose(500).default(""),
  })
  .strict();
export type Tick = z.infer<typeof Tick>;

/**
 * A photo or film as it was taken: `sha256` over the bytes at capture, before anything travelled. `file`: time and place come from the file
 * of a camera or drone, and are marked 照片自述; `capture`: the hub's own page took it.
 */
export const Shot = z.strictObject({
  fileId: Id,
  sha256: Sha256,
  takenAt: Instant.nullable(),
  fix: Fix.nullable().default(null),
  stated: z.enum(["capture", "file"]).default("capture"),
});
export type Shot = z.infer<typeof Shot>;

/**
 * 现场处置情况: what was done on the spot, by which unit and on what basis. Procuratorates order nothing there (公益诉讼办案规则 art 35), so it
 * is another's act that is noted.
 */
export const Handling = z.strictObject({
  text: prose(2_000).default(""),
  unit: prose(120).default(""),
  basis: prose(500).default(""),
});
export type Handling = z.infer<typeof Handling>;

/** Items of art 39 for what was taken as pictures or data: original or copy, why no original, how it was made, where it is kept, who was there. */
export const Evidence = z.strictObject({
  medium: z.enum(["original", "copy"]).nullable().default(null),
  whyCopy: prose(500).default(""),
  source: prose(500).default(""),
  made: prose(1_000).default(""),
  kept: prose(200).default(""),
  holder: prose(120).default(""),
  witness: prose(120).default(""),
});
export type Evidence = z.infer<typeof Evidence>;

const FindingContent = z.object({
  title: line(120),
  text: prose(4_000).default(""),
  field: LeadField.default("ECO"),
  stopId: Id.nullable().default(null),
  place: Place.nullable().default(null),
  handling: Handling.default({ text: "", unit: "", basis: "" }),
  evidence: Evidence.default({
    medium: null,
    whyCopy: "",
    source: "",
    made: "",
    kept: "",
    holder: "",
    witness: "",
  }),
  /** Officers who record together, the sender beside; alone it is 线索材料, and two 检察人员 make a 取证记录 of it. */
  withIds: z.array(Id).max(10).default([]),
});

/** `findingId` and the ids of files are the device's own. Photos whose bytes are still on their way are named here and come later. */
export const AddFinding = FindingContent.extend({
  ...recorded,
  findingId: Id,
  photos: z.array(Shot).max(50).default([]),
}).strict();
export type AddFinding = z.infer<typeof AddFinding>;

export const AmendFinding = FindingContent.extend({
  id: Id,
  expects: z.int(),
  reason: line(500, 2),
}).strict();
export type AmendFinding = z.infer<typeof AmendFinding>;

/** To a finding: those it named, now that their bytes are here, or more of them. */
export const AddPhotos = z.object({ id: Id, photos: z.array(Shot).min(1).max(50) }).strict();
export type AddPhotos = z.infer<typeof AddPhotos>;
/** From a desktop, of cameras and drones; to a finding or to the action at large. */
export const ImportPhotos = z
  .object({ id: Id, findingId: Id.nullable().default(null), photos: z.array(Shot).min(1).max(500) })
  .strict();
export type ImportPhotos = z.infer<typeof ImportPhotos>;
/** 签到表 as it was signed on the spot. */
export const AddSheet = z.object({ id: Id, fileIds: z.array(Id).min(1).max(20) }).strict();
export type AddSheet = z.infer<typeof AddSheet>;

/**
 * What becomes of a finding. `register`: 由有管辖权的院当场登记, by an officer of that office; `transfer`: that office was not there, so one's
 * own office registers and drafts a 移送 to it; `task`; `none`, with the reason.
 */
export const Settlement = z.discriminatedUnion("kind", [
  z.strictObject({
    kind: z.literal("register"),
    leadId: Id,
    grade: LeadGrade.default("ordinary"),
    departmentId: Id.nullable().default(null),
    basis: line(500, 2),
  }),
  z.strictObject({
    kind: z.literal("transfer"),
    leadId: Id,
    exchangeId: Id,
    toOfficeId: OfficeId,
    grade: LeadGrade.default("ordinary"),
    departmentId: Id.nullable().default(null),
    basis: line(500, 2),
  }),
  z.strictObject({
    kind: z.literal("task"),
    taskId: Id,
    title: line(200),
    assigneeIds: z.array(Id).min(1).max(20),
    dueAt: Instant.nullable().default(null),
  }),
  z.strictObject({ kind: z.literal("none"), reason: line(500, 2) }),
]);
export type Settlement = z.infer<typeof Settlement>;
export const SettleFinding = z.object({ id: Id, settlement: Settlement }).strict();
export type SettleFinding = z.infer<typeof SettleFinding>;

export const PhotoView = z.object({
  shot: Shot,
  /** Null while the bytes have not arrived. */
  file: Attached.nullable(),
  /** The bytes that arrived are those that were taken; null while they have not. */
  same: z.boolean().nullable(),
  arrivedAt: z.iso.datetime().nullable(),
  by: Signature,
});
export type PhotoView = z.infer<typeof PhotoView>;

export const SettledView = z.object({
  kind: z.enum(["register", "transfer", "task", "none"]),
  /** The office in whose register it stands, or to which it goes. */
  officeId: OfficeId.nullable(),
  /** Of the register; what others see of it beside the office's name. */
  leadNumber: z.string().nullable(),
  /** Null for viewers who may not read the lead. */
  leadId: Id.nullable(),
  exchangeId: Id.nullable(),
  taskId: Id.nullable(),
  /** The basis of jurisdiction, or why nothing follows. */
  reason: z.string(),
  by: Signature,
});
export type SettledView = z.infer<typeof SettledView>;

export const FindingRow = z.object({
  id: Id,
  version: z.int(),
  /** 问题清单 number, from 1. */
  number: z.int(),
  title: z.string(),
  field: LeadField,
  stopId: Id.nullable(),
  place: Place.nullable(),
  fix: Fix.nullable(),
  photos: z.int(),
  /** Named, but not here yet. */
  awaited: z.int(),
  /** One recorder: 线索材料. */
  alone: z.boolean(),
  deviceAt: z.iso.datetime(),
  by: Signature,
  settled: SettledView.nullable(),
});
export type FindingRow = z.infer<typeof FindingRow>;

/** Of the custody log (保管记录): who did what with it, as it stands in the channel. */
export const CustodyLine = z.object({
  entryId: Id,
  type: z.string(),
  at: z.iso.datetime(),
  by: OfficerCard.nullable(),
  role: z.string(),
  /** The entry's place and chain hash. */
  seq: z.int(),
  hash: z.string(),
});

/** What a finding said before it was corrected, and why. */
export const PastFinding = z.object({
  /** From 1. */
  version: z.int(),
  title: z.string(),
  text: z.string(),
  handling: Handling,
  reason: z.string(),
  by: Signature,
});
export type PastFinding = z.infer<typeof PastFinding>;

export const FindingView = FindingRow.extend({
  actionId: Id,
  text: z.string(),
  handling: Handling,
  evidence: Evidence,
  recorders: z.array(OfficerCard),
  device: Device,
  shots: z.array(PhotoView),
  /** SM3 over canonical JSON of what is written and the digests of its photos. */
  digest: z.string(),
  custody: z.array(CustodyLine),
  /** The newest first. */
  past: z.array(PastFinding),
  /** What art 39 still wants before a 取证记录 is whole; empty: nothing. */
  missing: z.array(
    z.enum(["second_recorder", "medium", "why_copy", "source", "made", "kept", "photos"]),
  ),
  can: z.array(z.enum(["amend", "add_photos", "settle_register", "settle", "print", "verify"])),
});
export type FindingView = z.infer<typeof FindingView>;

/** The stored bytes hashed anew, beside what was taken and what arrived. */
export const Verified = z.object({
  whole: z.boolean(),
  at: z.iso.datetime(),
  files: z.array(
    z.object({
      fileId: Id,
      name: z.string(),
      taken: z.string(),
      arrived: z.object({ sha256: z.string(), sm3: z.string() }),
      now: z.object({ sha256: z.string(), sm3: z.string() }).nullable(),
      same: z.boolean(),
    }),
  ),
});
export type Verified = z.infer<typeof Verified>;

/** A photo that was imported for the action at large. `same`: what arrived is what the sender read on his machine. */
export const ImportedPhoto = z.object({ shot: Shot, file: Attached, same: z.boolean() });
/** What one officer imported at once. */
export const ImportView = z.object({ id: Id, by: Signature, photos: z.array(ImportedPhoto) });
export type ImportView = z.infer<typeof ImportView>;

export const CheckInView = z.object({
  id: Id,
  officer: OfficerCard,
  stopId: Id.nullable(),
  device: Device,
  /** When it arrived here. */
  at: z.iso.datetime(),
});
export const SheetView = z.object({
  id: Id,
  files: z.array(Attached),
  by: Signature,
});
export const Attendance = z.object({
  checkIns: z.array(CheckInView),
  /** 签到表, signed and photographed: that is the record of attendance. */
  sheets: z.array(SheetView),
});
export type Attendance = z.infer<typeof Attendance>;

/** A run of a checklist: the list as it was at the start, and who ticked what. The latest tick by device time stands; all are kept. */
export const ChecklistView = z.object({
  items: z.array(ChecklistItem),
  ticks: z.array(
    z.object({
      id: Id,
      itemId: Id,
      stopId: Id.nullable(),
      result: TickResult,
      note: z.string(),
      deviceAt: z.iso.datetime(),
      by: Signature,
    }),
  ),
  /** Items × stops that have a tick, and all of them. */
  done: z.int(),
  of: z.int(),
});
export type ChecklistView = z.infer<typeof ChecklistView>;
