import { expect } from "chai";
import fc from "fast-check";
import { token } from "../access/rules.ts";
import type { StandingDelegation } from "../approvals/rules.ts";
import type { Post } from "../kernel/officer.ts";
import { allow, refuse } from "../kernel/verdict.ts";
import { SigningAct } from "./contract.ts";
import {
  awaitedOfSigning,
  isComplete,
  isInTurn,
  maySignFor,
  maySigning,
  partyState,
  startedSignings,
  type SigningFacts,
} from "./rules.ts";

const GAOYOU = "321084";
const TIANCHANG = "341181";
const person = (officeId: string, id: string, ...posts: Post[]) => ({ id, officeId, posts });
const chief = person(GAOYOU, "chief", "chief");
const deputy = person(GAOYOU, "deputy", "deputy_chief");
const liaison = person(GAOYOU, "liaison", "liaison");
const partner = person(TIANCHANG, "partner", "chief");

const aSigning = (given: Partial<SigningFacts> = {}): SigningFacts => ({
  open: true,
  inOrder: false,
  parties: [
    { id: "a", officeId: GAOYOU, name: "高邮", host: true },
    { id: "b", officeId: TIANCHANG, name: "天长", host: false },
    { id: "c", officeId: null, name: "管理处", host: false },
  ],
  hostOfficeId: GAOYOU,
  signed: [],
  papers: [],
  declines: [],
  ...given,
});
const now = new Date("2026-11-24T02:00:00Z");
const own = { allowed: true, capacity: { mode: "own" } } as const;
const none = { allowed: false, code: "forbidden", reason: "not_a_signer" } as const;

describe("maySignFor", () => {
  const delegation = (
    over: Partial<StandingDelegation["delegation"]> = {},
  ): StandingDelegation => ({
    delegation: {
      id: "d",
      officeId: GAOYOU,
      principalId: "chief",
      delegateId: "deputy",
      acts: ["cosign"],
      from: "2026-11-20",
      until: "2026-11-30",
      revokedAt: null,
      ...over,
    },
    principal: { ...chief, departmentId: null, inCharge: [] },
  });
  const asks = (officer: typeof chief, delegations: StandingDelegation[] = []) =>
    maySignFor(officer, GAOYOU, { delegations, now });

  it("is the chief's own power, and nobody else's", () => {
    expect(asks(chief)).to.deep.equal(own);
    for (const officer of [deputy, liaison, partner])
      expect(asks(officer), officer.id).to.deep.equal(none);
  });

  it("passes to whom the chief delegated it, for those days and that act", () => {
    expect(asks(deputy, [delegation()]).allowed).to.equal(true);
    for (const over of [
      { acts: ["issue" as const] },
      { until: "2026-11-23" },
      { from: "2026-11-25" },
      { revokedAt: "2026-11-21T00:00:00.000Z" },
      { delegateId: "liaison" },
      { officeId: TIANCHANG },
    ])
      expect(asks(deputy, [delegation(over)]), JSON.stringify(over)).to.deep.equal(none);
  });

  it("ends with the principal's own power", () => {
    const { delegation: given } = delegation();
    for (const principal of [null, { ...deputy, id: "chief", departmentId: null, inCharge: [] }])
      expect(asks(deputy, [{ delegation: given, principal }])).to.deep.equal(none);
  });

  it("is no administrator's, whatever else he is called", () => {
    expect(asks(person(GAOYOU, "x", "chief", "system_admin")).allowed).to.equal(false);
  });
});

describe("maySigning", () => {
  const asks = (
    officer: typeof chief,
    act: SigningAct,
    {
      partyId = "a",
      power = none,
      ...facts
    }: {
      partyId?: string;
      power?: typeof own | typeof none;
    } & Partial<SigningFacts> = {},
  ) => maySigning(officer, act, { facts: aSigning(facts), partyId, power });
  const paper = { partyId: "b", recorded: { officerId: "clerk" } };

  it("knows no party that is not one", () => {
    for (const act of SigningAct.options)
      expect(asks(chief, act, { partyId: "z", power: own })).to.deep.equal(refuse("not_found"));
  });

  it("ends with the freeze: nothing may be done once the text is not being signed", () => {
    for (const act of SigningAct.options)
      expect(asks(chief, act, { open: false, power: own }).allowed, act).to.equal(false);
  });

  it("does nothing more for a party that has signed", () => {
    const facts = { signed: ["a"], power: own };
    for (const act of SigningAct.options)
      expect(asks(chief, act, facts), act).to.deep.include({ allowed: false });
    expect(asks(chief, "sign", facts)).to.deep.equal(refuse("not_now", "already_signed"));
  });

  it("lets an office sign for itself alone, by its chief's power", () => {
    expect(asks(chief, "sign", { power: own })).to.deep.equal(allow);
    expect(asks(deputy, "sign")).to.deep.equal(refuse("forbidden", "not_a_signer"));
    for (const partyId of ["b", "c"])
      expect(asks(chief, "sign", { partyId, power: own })).to.deep.equal(
        refuse("forbidden", "other_office"),
      );
  });

  it("keeps the order for signing and papers, not for an opinion", () => {
    const second = { inOrder: true, partyId: "b" };
    expect(asks(partner, "sign", { ...second, power: own })).to.deep.equal(
      refuse("not_now", "not_in_turn"),
    );
    expect(asks(partner, "record_paper", second)).to.deep.equal(refuse("not_now", "not_in_turn"));
    expect(asks(partner, "decline", { ...second, power: own })).to.deep.equal(allow);
    expect(asks(partner, "sign", { ...second, power: own, signed: ["a"] })).to.deep.equal(allow);
  });

  it("has papers of an outside party recorded and compared by the host", () => {
    expect(asks(liaison, "record_paper", { partyId: "c" })).to.deep.equal(allow);
    expect(asks(partner, "record_paper", { partyId: "c" })).to.deep.equal(
      refuse("forbidden", "other_office"),
    );
  });

  it("never lets one person record and confirm a paper", () => {
    const clerk = person(TIANCHANG, "clerk", "clerk");
    const waits = { partyId: "b", papers: [paper] };
    expect(asks(clerk, "confirm_paper", waits)).to.deep.equal(refuse("forbidden", "own_paper"));
    expect(asks(partner, "confirm_paper", waits)).to.deep.equal(allow);
    expect(asks(clerk, "reject_paper", waits), "he may take it back").to.deep.equal(allow);
    expect(asks(partner, "confirm_paper", { partyId: "b" })).to.deep.equal(
      refuse("not_now", "no_paper_waits"),
    );
    expect(asks(clerk, "record_paper", waits)).to.deep.equal(refuse("not_now", "paper_waits"));
  });

  it("leaves deadlines to leaders and liaison of the host", () => {
    expect(asks(liaison, "set_deadline", { partyId: "b" })).to.deep.equal(allow);
    expect(asks(partner, "set_deadline", { partyId: "b" })).to.deep.equal(
      refuse("forbidden", "not_the_host"),
    );
    expect(asks(person(GAOYOU, "p", "prosecutor"), "set_deadline")).to.deep.equal(
      refuse("forbidden", "leaders_or_liaison"),
    );
  });
});

describe("a co-signing", () => {
  it("is complete when every party has signed, in whatever order", () => {
    fc.assert(
      fc.property(fc.subarray(["a", "b", "c"]), fc.boolean(), (signed, inOrder) => {
        const facts = aSigning({ signed, inOrder });
        expect(isComplete(facts)).to.equal(signed.length === 3);
        // Somebody is always waited for until then, and nobody afterwards.
        expect(awaitedOfSigning(facts).length > 0).to.equal(signed.length < 3);
        for (const { partyId } of awaitedOfSigning(facts)) {
          expect(signed).not.to.include(partyId);
          expect(isInTurn(facts, partyId)).to.equal(true);
        }
      }),
    );
  });

  it("says where each party stands", () => {
    const by = { at: now };
    const states = (given: Partial<SigningFacts>) =>
      ["a", "b", "c"].map((id) => partyState(aSigning(given), id));
    expect(states({})).to.deep.equal(["waits", "waits", "waits"]);
    expect(states({ inOrder: true })).to.deep.equal(["waits", "ahead", "ahead"]);
    expect(
      states({
        signed: ["a"],
        declines: [{ partyId: "b", by }],
        papers: [{ partyId: "c", recorded: { officerId: "x" } }],
      }),
    ).to.deep.equal(["signed", "declined", "recorded"]);
  });

  it("waits for leaders to sign, and for the host's desk where a party has no account", () => {
    expect(awaitedOfSigning(aSigning())).to.deep.equal([
      { act: "sign", partyId: "a", tokens: [token.leaders(GAOYOU)] },
      { act: "sign", partyId: "b", tokens: [token.leaders(TIANCHANG)] },
      {
        act: "record_paper",
        partyId: "c",
        tokens: [token.leaders(GAOYOU), token.liaison(GAOYOU)],
      },
    ]);
    expect(awaitedOfSigning(aSigning({ open: false }))).to.deep.equal([]);
  });

  it("rings once: all with the freeze, in order the next one with the signature before his", () => {
    const rung = (type: string, given: Partial<SigningFacts>) =>
      startedSignings(type, aSigning(given)).map(({ partyId }) => partyId);
    expect(rung("agreement.frozen", {})).to.deep.equal(["a", "b", "c"]);
    expect(rung("signature.made", { signed: ["a"] })).to.deep.equal([]);
    expect(rung("agreement.frozen", { inOrder: true })).to.deep.equal(["a"]);
    expect(rung("signature.made", { inOrder: true, signed: ["a"] })).to.deep.equal(["b"]);
  });
});
