import { expect } from "chai";
import { daysSpan, fieldsOf, instantOf, spanOfFields, spanText } from "./span-text.ts";

const NOW = new Date("2026-11-24T10:00:00Z");

describe("the text of a span", () => {
  it("names one day once and its clock times in Beijing", () => {
    const span = {
      startAt: instantOf("2026-12-03", "09:00"),
      endAt: instantOf("2026-12-03", "17:30"),
      allDay: false,
    };
    expect(span.startAt).to.equal("2026-12-03T01:00:00.000Z");
    expect(spanText(span)).to.equal("2026-12-03 09:00—17:30");
  });

  it("names both days where it goes over midnight", () => {
    const span = {
      startAt: instantOf("2026-12-31", "22:00"),
      endAt: instantOf("2027-01-01", "02:00"),
      allDay: false,
    };
    expect(spanText(span)).to.equal("2026-12-31 22:00—2027-01-01 02:00");
  });

  it("counts the last day of whole days in, also at the end of a month", () => {
    expect(spanText(daysSpan("2028-02-28", "2028-02-29"))).to.equal("2028-02-28—2028-02-29");
    expect(spanText(daysSpan("2026-12-31", "2026-12-31"))).to.equal("2026-12-31");
    expect(daysSpan("2026-12-31", "2026-12-31").endAt).to.equal("2026-12-31T16:00:00.000Z");
  });

  it("comes back from the fields of a form as it went in", () => {
    for (const span of [
      daysSpan("2026-12-30", "2027-01-02"),
      {
        startAt: instantOf("2026-12-03", "09:00"),
        endAt: instantOf("2026-12-04", "00:00"),
        allDay: false,
      },
    ])
      expect(spanOfFields(fieldsOf(span, NOW))).to.deep.equal(span);
  });

  it("begins a week from now where nothing was chosen", () => {
    expect(fieldsOf(null, NOW)).to.include({ from: "2026-12-01", to: "2026-12-01", allDay: false });
  });
});
