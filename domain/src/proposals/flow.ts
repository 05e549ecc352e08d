import type { Flow } from "../kernel/flow.ts";
import type { ProposalAct, ProposalState } from "./contract.ts";

export type ProposalStep = ProposalAct | "submit_release" | "lapse";

/**
 * Inside the office first: 拟稿, 审核 and 签发 as its 权限清单 says. Released it is the office's word, which the others answer and the host decides
 * on. When the text is settled, what is not decided lapses.
 */
export const PROPOSAL_FLOW: Flow<ProposalState, ProposalStep> = {
  draft: {
    edit: "draft",
    submit: "reviewing",
    submit_release: "issuing",
    release: "released",
    discard: "discarded",
    lapse: "lapsed",
  },
  reviewing: { pass: "issuing", return: "draft", discard: "discarded", lapse: "lapsed" },
  issuing: { release: "released", return: "draft", discard: "discarded", lapse: "lapsed" },
  released: { answer: "released", withdraw: "withdrawn", decide: "decided", lapse: "lapsed" },
  decided: {},
  withdrawn: {},
  discarded: {},
  lapsed: {},
};

/** Nobody outside the office knows of it. */
export const INSIDE: readonly ProposalState[] = ["draft", "reviewing", "issuing"];
