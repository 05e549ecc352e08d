import { asIs, define } from "../store/define.ts";
import type { OfficeLevel } from "./contract.ts";

/** An office of the tree; the id is the division code. */
export interface OfficeDoc {
  _id: string;
  name: string;
  nameEn: string;
  shortName: string;
  level: OfficeLevel;
  parentId: string | null;
  telephone: string;
  point: { lat: number; lon: number } | null;
  connected: boolean;
  version: number;
}

export const offices = define<OfficeDoc>("offices", {
  name: String,
  nameEn: String,
  shortName: String,
  level: String,
  parentId: String,
  telephone: String,
  point: asIs,
  connected: Boolean,
  version: Number,
});
