import type { Flow } from "../kernel/flow.ts";
import type { AgreementState, AgreementStep } from "./contract.ts";

/**
 * 起草 → 征求意见 → 院内审批 → 报上级院 (when asked for) → 会签 → 用印 → 编号印发 → 施行 → 修订 | 废止 | 期满 | 终止. 报备 is recorded from 印发
 * on and moves nothing. `signed`, `take_effect` and `expire` are taken by the last signature and by the calendar, never by hand.
 *
 * An edit after the freeze has no step of its own: `reopen` voids what was frozen, tells all, and the text goes back to 征求意见 as a new
 * version. A revision runs through the same table while the version before it stays in force; when that one's term ends meanwhile
 * (`expire`), the revision goes on.
 */
export const AGREEMENT_FLOW: Flow<AgreementState, AgreementStep> = {
  drafting: { edit: "drafting", circulate: "consulting", discard: "discarded" },
  consulting: {
    settle: "approving",
    abandon: "discarded",
    abandon_revision: "in_force",
    abandon_expired: "expired",
    expire: "consulting",
  },
  approving: {
    approve: "approving",
    send_back: "consulting",
    report: "reporting",
    freeze: "signing",
    abandon: "discarded",
    abandon_revision: "in_force",
    abandon_expired: "expired",
    expire: "approving",
  },
  reporting: {
    send_back: "consulting",
    consent: "reporting",
    freeze: "signing",
    expire: "reporting",
  },
  signing: {
    signed: "sealing",
    signed_effective: "in_force",
    reopen: "consulting",
    expire: "signing",
  },
  sealing: { seal: "sealing", number: "issued", number_effective: "in_force", expire: "sealing" },
  issued: { seal: "issued", file: "issued", take_effect: "in_force", expire: "issued" },
  in_force: {
    seal: "in_force",
    number: "in_force",
    file: "in_force",
    revise: "in_force",
    // Of a revision that only the host knows of so far.
    edit: "in_force",
    discard: "in_force",
    circulate: "consulting",
    accede: "in_force",
    leave: "in_force",
    assess: "in_force",
    abolish: "abolished",
    terminate: "terminated",
    expire: "expired",
  },
  abolished: {},
  expired: {},
  terminated: {},
  discarded: {},
};

/** Before the first circulation nobody but the host office knows of it. */
export const HOST_ONLY: readonly AgreementState[] = ["drafting"];

/** A text is being negotiated or brought to signature, with or without an older version in force. */
export const UNDER_WAY: readonly AgreementState[] = [
  "drafting",
  "consulting",
  "approving",
  "reporting",
  "signing",
  "sealing",
  "issued",
];

/** Nothing follows. */
export const OVER: readonly AgreementState[] = ["abolished", "expired", "terminated", "discarded"];
