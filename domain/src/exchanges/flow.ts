import type { Flow } from "../kernel/flow.ts";
import type { ExchangeAct, ExchangeState, OpenKind } from "./contract.ts";

/** What moves or leaves an exchange in a state; `result` is the feedback that closes, `redirect` a designation of another office. */
export type ExchangeStep = Exclude<ExchangeAct, "post"> | "submit_issue" | "result" | "redirect";

const UNTIL_ISSUED = {
  draft: {
    edit: "draft",
    submit: "reviewing",
    submit_issue: "issuing",
    issue: "arrived",
    discard: "discarded",
  },
  reviewing: { pass: "issuing", return: "draft" },
  issuing: {
    issue: "arrived",
    return: "draft",
    upload_approval: "issuing",
    confirm_approval: "arrived",
  },
} as const;

const OVER = { withdrawn: {}, discarded: {} } as const;

/**
 * 移送 (公益诉讼办案规则 art 26). The receiver must accept: there is no step by which it refuses or sends back. An office that
 * thinks it lacks jurisdiction takes `dispute`, and only a designation (`redirect`) leads away.
 */
export const TRANSFER_FLOW: Flow<ExchangeState, ExchangeStep> = {
  ...UNTIL_ISSUED,
  arrived: {
    sign: "signed",
    withdraw: "withdrawn",
    supplement: "arrived",
    record_paper: "arrived",
    ask_feedback: "arrived",
    supervise: "arrived",
    end_supervision: "arrived",
  },
  signed: {
    route: "signed",
    assign: "assigned",
    withdraw: "withdrawn",
    supplement: "signed",
    record_paper: "signed",
    ask_feedback: "signed",
    supervise: "signed",
    end_supervision: "signed",
    request_materials: "signed",
    dispute: "signed",
    dispute_step: "signed",
    redirect: "redirected",
  },
  assigned: {
    reassign: "assigned",
    accept: "accepted",
    withdraw: "withdrawn",
    supplement: "assigned",
    record_paper: "assigned",
    ask_feedback: "assigned",
    supervise: "assigned",
    end_supervision: "assigned",
    request_materials: "assigned",
    dispute: "assigned",
    dispute_step: "assigned",
    redirect: "redirected",
  },
  accepted: {
    reassign: "accepted",
    feedback: "accepted",
    result: "done",
    acknowledge: "accepted",
    supplement: "accepted",
    record_paper: "accepted",
    ask_feedback: "accepted",
    supervise: "accepted",
    end_supervision: "accepted",
    request_materials: "accepted",
    dispute: "accepted",
    dispute_step: "accepted",
    redirect: "redirected",
  },
  done: { acknowledge: "done", supplement: "done", record_paper: "done", end_supervision: "done" },
  redirected: {
    record_paper: "redirected",
    acknowledge: "redirected",
    end_supervision: "redirected",
  },
  ...OVER,
};

/** 通报: for information, no duty to act. It waits in 待阅; whoever reads it first closes it, others still note that they read. */
export const NOTICE_FLOW: Flow<ExchangeState, ExchangeStep> = {
  ...UNTIL_ISSUED,
  arrived: {
    read: "done",
    circulate: "arrived",
    withdraw: "withdrawn",
    supplement: "arrived",
    record_paper: "arrived",
  },
  signed: {},
  assigned: {},
  accepted: {},
  done: { read: "done", circulate: "done", supplement: "done", record_paper: "done" },
  redirected: {},
  ...OVER,
};

export const FLOWS: Record<OpenKind, Flow<ExchangeState, ExchangeStep>> = {
  transfer: TRANSFER_FLOW,
  notice: NOTICE_FLOW,
};

/** While it is in one of these, no second exchange of the kind may be opened for the same lead and recipient. */
export const OPEN_STATES: readonly ExchangeState[] = [
  "draft",
  "reviewing",
  "issuing",
  "arrived",
  "signed",
  "assigned",
  "accepted",
];

/** 移送 between 签收 and its end: the receiver works on it, or disputes that it must. */
export const IN_HAND: readonly ExchangeState[] = ["signed", "assigned", "accepted"];

/** States in which it is still the sender's own paper: nothing of it is known elsewhere. */
export const BEFORE_ISSUE: readonly ExchangeState[] = [
  "draft",
  "reviewing",
  "issuing",
  "discarded",
];
