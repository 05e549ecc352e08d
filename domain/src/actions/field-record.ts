import type { Stamp } from "../kernel/signature.ts";
import type { LeadField, Place } from "../leads/contract.ts";
import type { z } from "zod";
import type { Device, Evidence, Handling, Shot, TickResult } from "./record-contract.ts";

/** A check-in, or a tick of the checklist. `at`: when it arrived here; `device`: what the phone said of time and place. */
export interface FieldRecord {
  _id: string;
  actionId: string;
  kind: "check_in" | "tick";
  stopId: string | null;
  /** The four of a tick; a check-in has none. */
  itemId: string | null;
  result: TickResult | null;
  note: string;
  device: Device;
  by: Stamp;
  at: Date;
}

export interface KeptShot {
  shot: Shot;
  by: Stamp;
  /** Null while the bytes are on their way. */
  arrivedAt: Date | null;
  /** Digests of what arrived; compared with what was taken. */
  arrived: { sha256: string; sm3: string } | null;
}

export interface Settled {
  kind: "register" | "transfer" | "task" | "none";
  officeId: string | null;
  leadId: string | null;
  leadNumber: string | null;
  exchangeId: string | null;
  taskId: string | null;
  reason: string;
  by: Stamp;
}

export interface FindingRecord {
  _id: string;
  actionId: string;
  version: number;
  number: number;
  title: string;
  text: string;
  field: LeadField;
  stopId: string | null;
  place: z.infer<typeof Place> | null;
  handling: Handling;
  evidence: Evidence;
  /** Whoever sent it, and those who recorded with them. */
  recorderIds: string[];
  device: Device;
  shots: KeptShot[];
  settled: Settled | null;
  digest: string;
  by: Stamp;
  at: Date;
}
