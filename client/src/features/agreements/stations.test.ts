import type { AgreementView } from "@hub/domain/agreements/contract";
import { expect } from "chai";
import { stationsOf, waitedFor } from "./stations.ts";

const by = {
  officerId: "o",
  name: "林远洲",
  role: "检察长",
  officeId: "321084",
  at: "2026-11-01T01:00:00.000Z",
};

const party = (index: number, given: Partial<AgreementView["parties"][number]> = {}) => ({
  id: `p${index}`,
  index,
  officeId: `32108${index}`,
  name: `第${index}院`,
  host: index === 0,
  accededOn: null,
  leftOn: null,
  approvedAt: null,
  consent: null,
  sealedOn: null,
  departmentId: null,
  team: [],
  ...given,
});

const frozen = (given: Partial<AgreementView["versions"][number]> = {}) => ({
  number: 1,
  state: "frozen" as const,
  digest: "d",
  frozen: by,
  anchorEntryId: "e",
  issued: null,
  effectiveOn: null,
  until: null,
  clauses: 4,
  ...given,
});

const view = (given: Partial<Parameters<typeof stationsOf>[0]>) => ({
  state: "drafting" as AgreementView["state"],
  reports: false,
  parties: [party(0), party(1)],
  versions: [],
  inForce: null,
  drafted: by,
  ...given,
});

const words = (given: Parameters<typeof view>[0]) =>
  stationsOf(view(given)).map(({ key, status }) => `${key} ${status}`);

describe("stationsOf", () => {
  it("stands at the draft at first, with 报上级院 left out where nobody asked for it", () => {
    expect(words({})).to.deep.equal([
      "draft current",
      "consult ahead",
      "approve ahead",
      "sign ahead",
      "seal ahead",
      "issue ahead",
      "force ahead",
    ]);
  });

  it("has 报上级院 between approval and co-signing where it is asked for", () => {
    expect(words({ reports: true, state: "reporting" }).slice(2, 5)).to.deep.equal([
      "approve passed",
      "report current",
      "sign ahead",
    ]);
  });

  it("goes back to the consultation after the frozen text was voided, without its times", () => {
    const stations = stationsOf(
      view({ state: "consulting", versions: [frozen({ state: "void" })] }),
    );
    expect(stations.map((one) => one.status)).to.deep.equal([
      "passed",
      "current",
      "ahead",
      "ahead",
      "ahead",
      "ahead",
      "ahead",
    ]);
    expect(stations.find((one) => one.key === "sign")?.at).to.equal(null);
  });

  it("passes over sealing and issue where the last signature took effect", () => {
    const inForce = { number: 1, effectiveOn: "2026-11-20", until: null };
    const stations = stationsOf(
      view({ state: "in_force", inForce, versions: [frozen({ state: "in_force" })] }),
    );
    expect(stations.slice(3).map(({ key, status, at }) => [key, status, at])).to.deep.equal([
      ["sign", "passed", by.at],
      ["seal", "skipped", null],
      ["issue", "skipped", null],
      ["force", "passed", "2026-11-20"],
    ]);
  });

  it("says nothing of an agreement that came from paper", () => {
    const registered = frozen({ state: "in_force", anchorEntryId: null, frozen: null });
    expect(words({ state: "in_force", versions: [registered] })).to.deep.equal([]);
  });
});

describe("waitedFor", () => {
  it("names the parties that have not approved, without those that left", () => {
    const parties = [
      party(0, { approvedAt: by.at }),
      party(1),
      party(2, { leftOn: "2026-11-02" }),
      party(3),
    ];
    expect(waitedFor({ state: "approving", parties })).to.deep.equal([1, 3]);
  });

  it("names nobody while the text is consulted on or in force", () => {
    const parties = [party(0), party(1)];
    expect(waitedFor({ state: "consulting", parties })).to.deep.equal([]);
    expect(waitedFor({ state: "in_force", parties })).to.deep.equal([]);
  });
});
