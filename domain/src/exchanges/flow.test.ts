import { expect } from "chai";
import { nextState } from "../kernel/flow.ts";
import { ExchangeState } from "./contract.ts";
import { NOTICE_FLOW, OPEN_STATES, TRANSFER_FLOW, type ExchangeStep } from "./flow.ts";

/** Every step there is; a new one must be put into the tables below by hand. */
const STEPS: ExchangeStep[] = [
  "edit",
  "submit",
  "submit_issue",
  "discard",
  "pass",
  "return",
  "issue",
  "upload_approval",
  "confirm_approval",
  "withdraw",
  "sign",
  "route",
  "assign",
  "reassign",
  "accept",
  "feedback",
  "result",
  "acknowledge",
  "supplement",
  "request_materials",
  "ask_feedback",
  "record_paper",
  "read",
  "circulate",
  "dispute",
  "dispute_step",
  "supervise",
  "end_supervision",
  "redirect",
];

/** state: what each step leads to, in words one can read aloud; what is not named is refused. */
const TRANSFER: Record<ExchangeState, string> = {
  draft: "edit:draft submit:reviewing submit_issue:issuing discard:discarded issue:arrived",
  reviewing: "pass:issuing return:draft",
  issuing: "return:draft issue:arrived upload_approval:issuing confirm_approval:arrived",
  arrived:
    "withdraw:withdrawn sign:signed supplement:arrived ask_feedback:arrived record_paper:arrived supervise:arrived end_supervision:arrived",
  signed:
    "withdraw:withdrawn route:signed assign:assigned supplement:signed request_materials:signed ask_feedback:signed record_paper:signed dispute:signed dispute_step:signed supervise:signed end_supervision:signed redirect:redirected",
  assigned:
    "withdraw:withdrawn reassign:assigned accept:accepted supplement:assigned request_materials:assigned ask_feedback:assigned record_paper:assigned dispute:assigned dispute_step:assigned supervise:assigned end_supervision:assigned redirect:redirected",
  accepted:
    "reassign:accepted feedback:accepted result:done acknowledge:accepted supplement:accepted request_materials:accepted ask_feedback:accepted record_paper:accepted dispute:accepted dispute_step:accepted supervise:accepted end_supervision:accepted redirect:redirected",
  done: "acknowledge:done supplement:done record_paper:done end_supervision:done",
  withdrawn: "",
  discarded: "",
  redirected: "acknowledge:redirected record_paper:redirected end_supervision:redirected",
};

const NOTICE: Record<ExchangeState, string> = {
  draft: TRANSFER.draft,
  reviewing: TRANSFER.reviewing,
  issuing: TRANSFER.issuing,
  arrived: "withdraw:withdrawn supplement:arrived record_paper:arrived read:done circulate:arrived",
  signed: "",
  assigned: "",
  accepted: "",
  done: "supplement:done record_paper:done read:done circulate:done",
  withdrawn: "",
  discarded: "",
  redirected: "",
};

describe("the flow of an exchange", () => {
  const cases = [
    ["transfer", TRANSFER_FLOW, TRANSFER],
    ["notice", NOTICE_FLOW, NOTICE],
  ] as const;
  for (const [kind, flow, table] of cases)
    for (const state of ExchangeState.options)
      it(`of a ${kind} allows in ${state} exactly: ${table[state] || "nothing"}`, () => {
        const said = STEPS.flatMap((step) => {
          const to = nextState(flow, state, step);
          return to ? [`${step}:${to}`] : [];
        });
        expect(said.join(" ")).to.equal(table[state]);
      });

  it("of a transfer has no step by which the receiver refuses or sends it back", () => {
    const after = ["arrived", "signed", "assigned", "accepted"] as const;
    const ends = after.flatMap((state) => Object.entries(TRANSFER_FLOW[state]));
    const away = ends.filter(([, to]) =>
      ["withdrawn", "discarded", "redirected", "draft"].includes(to),
    );
    expect(new Set(away.map(([step]) => step))).to.deep.equal(new Set(["withdraw", "redirect"]));
  });

  it("leaves every open state by some step, and no closed one for an open one", () => {
    for (const state of ExchangeState.options) {
      const ends = Object.values(TRANSFER_FLOW[state]).filter((to) => to !== state);
      if (OPEN_STATES.includes(state)) expect(ends, state).to.not.deep.equal([]);
      else expect(ends, state).to.deep.equal([]);
    }
  });
});
