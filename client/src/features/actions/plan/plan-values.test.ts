import { PlanContent } from "@hub/domain/actions/plan-contract";
import { newId } from "@hub/domain/kernel/ids";
import { expect } from "chai";
import { EMPTY, newStop, planOfValues, valuesOfPlan } from "./plan-values.ts";

describe("a plan in its form", () => {
  it("comes back as it went in, with instants and points", () => {
    const boatId = newId();
    const plan = PlanContent.parse({
      aim: "查非法捕捞",
      gathering: { name: "马棚码头", point: { lat: 32.9, lon: 119.4 } },
      stops: [
        {
          id: newId(),
          name: "湖心",
          point: { lat: 32.88, lon: 119.27 },
          arriveAt: "2026-12-03T01:30:00.000Z",
        },
        { id: newId(), name: "入湖口" },
      ],
      boats: [{ id: boatId, name: "苏渔01", capacity: 6 }],
      groups: [{ id: newId(), name: "一组", boatId }],
      contact: { name: "王", telephone: "0514-0000" },
    });
    expect(planOfValues(valuesOfPlan(plan), plan)).to.deep.equal(plan);
  });

  it("lets go of the old point when people gather elsewhere", () => {
    const plan = { ...EMPTY, gathering: { name: "马棚码头", point: { lat: 32.9, lon: 119.4 } } };
    const values = { ...valuesOfPlan(plan), gathering: "界首码头" };
    expect(planOfValues(values, plan).gathering).to.deep.equal({ name: "界首码头", point: null });
  });

  it("has no point where only half of one was typed", () => {
    const stop = { ...newStop("湖心", null), lat: 32.8 };
    const values = { ...valuesOfPlan(EMPTY), stops: [stop] };
    expect(planOfValues(values, EMPTY).stops[0]?.point).to.equal(null);
  });
});
