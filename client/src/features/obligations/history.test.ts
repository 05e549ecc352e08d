import type { OccurrenceView } from "@hub/domain/obligations/contract";
import { expect } from "chai";
import { historyOf } from "./history.ts";

const by = (officeId: string, at: string) => ({
  officerId: "o",
  name: "张某",
  role: "检察官",
  officeId,
  at,
});

describe("historyOf", () => {
  it("tells evidence, refusal, requests and answers in the order in which they happened", () => {
    const view = {
      event: null,
      confirmed: [by("341181", "2026-04-09T00:00:00.000Z")],
      evidence: [
        {
          id: "e",
          kind: "record",
          ref: null,
          text: "纪要",
          by: by("321084", "2026-04-01T00:00:00.000Z"),
          refuted: { by: by("341181", "2026-04-03T00:00:00.000Z"), reason: "缺附件" },
        },
      ],
      requests: [
        {
          id: "r",
          kind: "defer",
          reason: "汛期",
          to: "2026-05-01",
          by: by("321084", "2026-04-02T00:00:00.000Z"),
          answers: [],
          outcome: "withdrawn",
        },
      ],
    } as unknown as OccurrenceView;
    expect(historyOf(view).map(({ what, words }) => `${what} ${words}`.trim())).to.deep.equal([
      "met 纪要",
      "asked_defer 2026-05-01 汛期",
      "withdrawn",
      "refuted 缺附件",
      "confirmed",
    ]);
  });
});
