import { expect } from "chai";
import { standing } from "./ticks.ts";

const aTick = (id: string, stopId: string | null, deviceAt: string) => ({
  id,
  itemId: "item",
  stopId,
  deviceAt,
});

describe("ticks on one item", () => {
  it("stand as the latest by device time, whatever order they arrived in", () => {
    const later = aTick("b", "stop", "2026-12-03T02:00:00.000Z");
    const earlier = aTick("a", "stop", "2026-12-03T01:00:00.000Z");
    expect(standing([later, earlier])).to.deep.equal([later]);
    expect(standing([earlier, later])).to.deep.equal([later]);
  });

  it("are one for each stop, and one for the whole action", () => {
    const at = "2026-12-03T01:00:00.000Z";
    const ticks = [aTick("a", "one", at), aTick("b", "two", at), aTick("c", null, at)];
    expect(standing(ticks)).to.have.members(ticks);
  });

  it("of the same moment stand alike on every screen", () => {
    const at = "2026-12-03T01:00:00.000Z";
    const ticks = [aTick("b", "stop", at), aTick("a", "stop", at)];
    expect(standing(ticks)).to.deep.equal(standing(ticks.toReversed()));
  });
});
