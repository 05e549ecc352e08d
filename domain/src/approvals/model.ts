import { asIs, define } from "../store/define.ts";
import type { ApprovalRow } from "./contract.ts";

/** An office's own rows of the 权限清单; what it has not changed is in approvals/rules.ts. */
export interface ApprovalsDoc {
  /** The office's id. */
  _id: string;
  version: number;
  rows: ApprovalRow[];
  /** The written decision of the latest change. */
  basis: string;
}

export const approvals = define<ApprovalsDoc>("approvals", {
  version: Number,
  rows: asIs,
  basis: String,
});
