import { expect } from "chai";
import { isInForce } from "./rules.ts";

describe("a delegation", () => {
  const delegation = { from: "2026-11-20", until: "2026-11-22", revokedAt: null };

  it("holds on both its days, by the calendar of Shanghai", () => {
    // 16:00 UTC is midnight in Shanghai.
    expect(isInForce(delegation, new Date("2026-11-19T15:59:59Z"))).to.equal(false);
    expect(isInForce(delegation, new Date("2026-11-19T16:00:00Z"))).to.equal(true);
    expect(isInForce(delegation, new Date("2026-11-22T15:59:59Z"))).to.equal(true);
    expect(isInForce(delegation, new Date("2026-11-22T16:00:00Z"))).to.equal(false);
  });

  it("ends with its revoke", () => {
    const revoked = { ...delegation, revokedAt: "2026-11-21T00:00:00.000Z" };
    expect(isInForce(revoked, new Date("2026-11-21T00:00:01Z"))).to.equal(false);
  });
});
