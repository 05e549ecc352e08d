import { expect } from "chai";
import { nextState, stepsFrom } from "../kernel/flow.ts";
import { ActionState } from "./contract.ts";
import { CONFERENCE_FLOW, FIELD_FLOW, flowOf } from "./flow.ts";

/** The table read aloud: from a state, what leads where. Steps that stay are not said. */
const FIELD: Record<ActionState, string> = {
  proposed: "cancel:cancelled open_poll:polling fix:planning",
  polling: "fix:planning cancel:cancelled",
  planning: "schedule:scheduled cancel:cancelled",
  scheduled: "revise_plan:planning start:under_way begin:under_way cancel:cancelled",
  under_way: "conclude:concluded",
  concluded: "report:reported",
  reported: "archive:archived",
  archived: "",
  cancelled: "",
};
const CONFERENCE: Record<ActionState, string> = {
  ...FIELD,
  planning: "issue_notice:scheduled cancel:cancelled",
  scheduled: "start:under_way begin:under_way cancel:cancelled",
  concluded: "issue_minutes:reported",
};

describe("the flow of actions", () => {
  for (const state of ActionState.options)
    it(`leads from ${state} where the table says`, () => {
      for (const [flow, told] of [
        [FIELD_FLOW, FIELD],
        [CONFERENCE_FLOW, CONFERENCE],
      ] as const) {
        const moves = stepsFrom(flow, state).flatMap((step) => {
          const to = nextState(flow, state, step);
          return to && to !== state ? [`${step}:${to}`] : [];
        });
        expect(moves.join(" ")).to.equal(told[state]);
      }
    });

  it("never cancels what has begun", () => {
    for (const kind of ["patrol", "conference"] as const)
      for (const state of ["under_way", "concluded", "reported", "archived"] as const)
        expect(nextState(flowOf(kind), state, "cancel")).to.equal(null);
  });
});
