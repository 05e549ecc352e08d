import type { Flow } from "../kernel/flow.ts";
import type { LeadState, LeadStep } from "./contract.ts";

/**
 * A lead inside its office (公益诉讼办案规则 arts 24-31). `transfer` is taken by the acceptance of a 移送 and undone by `reopen` when
 * another office is designated; by hand neither is possible, see rules.ts.
 */
export const LEAD_FLOW: Flow<LeadState, LeadStep> = {
  registered: {
    evaluate: "evaluating",
    transfer: "transferred",
    refer_up: "referred_up",
    refer_out: "referred_out",
  },
  evaluating: {
    inquire: "inquiring",
    file: "filed",
    not_file: "not_filed",
    transfer: "transferred",
    refer_up: "referred_up",
    refer_out: "referred_out",
  },
  inquiring: {
    file: "filed",
    not_file: "not_filed",
    transfer: "transferred",
    refer_up: "referred_up",
    refer_out: "referred_out",
  },
  filed: { close: "closed" },
  not_filed: { close: "closed", reopen: "evaluating" },
  transferred: { close: "closed", reopen: "evaluating" },
  referred_up: { close: "closed", reopen: "evaluating" },
  referred_out: { close: "closed", reopen: "evaluating" },
  closed: { reopen: "evaluating" },
};

/** Steps that a leader decides (arts 26, 28, 30): without the decision they are not recorded. */
export const DECIDED: readonly LeadStep[] = ["file", "not_file", "refer_up", "refer_out"];
