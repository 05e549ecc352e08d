import type { Readable } from "../access/rules.ts";
import type { AgreementState, AgreementValues, ApprovalStep } from "./contract.ts";

/** A party as rules see it. */
export interface PartyFacts {
  id: string;
  officeId: string | null;
  leftOn: string | null;
  departmentId: string | null;
  team: readonly string[];
  approved: unknown;
  consent: unknown;
  sealed: unknown;
}

/** An agreement as rules see it. */
export interface AgreementFacts extends Readable {
  state: AgreementState;
  values: Pick<AgreementValues, "reports">;
  revision: Pick<AgreementValues, "reports"> | null;
  parties: readonly PartyFacts[];
  hostPartyId: string | null;
  registrarOfficeId: string;
  reference: boolean;
  inHand: number | null;
  inForce: unknown;
  issued: unknown;
  drafted: { officerId: string };
  superiorIds: readonly string[];
}

/** What the text that is on its way says of its way: a revision for itself, every other one for the agreement. */
export const wayOf = <V>(x: { values: V; revision: V | null }): V => x.revision ?? x.values;

/** What the 权限清单 of the officer's own office says of him towards this agreement; asked anew with every command. */
export interface Powers {
  /** May write drafts and proposals. */
  drafts: boolean;
  /** May say something to the other parties 以本院名义. */
  speaks: boolean;
  /** The step of the own office's 院内审批 that is his to take now. */
  turn: ApprovalStep | null;
  /** The version that only the host office knows of so far: the first draft, or a revision before its circulation. */
  hidden: number | null;
}

/** An agreement with the powers of whoever asks. */
export type Asked = AgreementFacts & { powers: Powers };
