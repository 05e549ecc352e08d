import { expect } from "chai";
import type { DelegationFacts } from "../delegations/contract.ts";
import type { Post } from "../kernel/officer.ts";
import type { ApprovalRow } from "./contract.ts";
import {
  DEFAULT_ROWS,
  desksOf,
  mayConfirmApproval,
  mayDraft,
  mayIssue,
  mayReview,
  noReviewFor,
  rowFor,
  rowsOf,
  type Approver,
  type Draft,
} from "./rules.ts";

const now = new Date("2026-11-22T02:00:00Z");
const officer = (id: string, posts: Post[], departmentId: string | null = "pil"): Approver => ({
  id,
  officeId: "321084",
  departmentId,
  posts,
  inCharge: [],
});
const chief = officer("chief", ["chief"], null);
const deputy = officer("deputy", ["deputy_chief"], null);
const head = officer("head", ["dept_head"]);
const prosecutor = officer("prosecutor", ["prosecutor"]);
const colleague = officer("colleague", ["prosecutor"]);
const draft: Draft = { officeId: "321084", departmentId: "pil", drafterId: "prosecutor" };
const transfer = rowFor(DEFAULT_ROWS, { kind: "transfer", urgency: "ordinary" });
const notice = rowFor(DEFAULT_ROWS, { kind: "notice", urgency: "ordinary" });
const authorised: ApprovalRow = { ...transfer, authorised: ["prosecutor"] };

const ask = (by: Approver, row = transfer, of: Draft = draft, standing: StandingFor = []) => ({
  officer: by,
  row,
  draft: of,
  delegations: standing,
  now,
});
type StandingFor = Parameters<typeof mayIssue>[0]["delegations"];
const delegated = (change: Partial<DelegationFacts> = {}, principal: Approver | null = deputy) => [
  {
    delegation: {
      id: "d",
      officeId: "321084",
      principalId: principal?.id ?? "gone",
      delegateId: "colleague",
      acts: ["issue" as const],
      from: "2026-11-20",
      until: "2026-11-25",
      revokedAt: null,
      ...change,
    },
    principal,
  },
];

describe("the desks of a draft", () => {
  it("are those of the posts that are asked, and follow them", () => {
    expect(desksOf(["dept_head", "dept_deputy"], draft)).to.deep.equal(["head:pil"]);
    expect(desksOf(["chief", "deputy_chief"], draft)).to.deep.equal(["leaders:321084"]);
    expect(desksOf(["liaison", "intake", "prosecutor"], draft)).to.deep.equal([
      "liaison:321084",
      "intake:321084",
    ]);
    expect(desksOf(["dept_head"], { ...draft, departmentId: null })).to.deep.equal([]);
  });
});

describe("the default 权限清单", () => {
  it("lets a leader sign off what is said to partners, and the chief alone agree", () => {
    const row = (kind: "agreement" | "agreement_opinion") =>
      rowFor(DEFAULT_ROWS, { kind, urgency: "ordinary" });
    const may = (by: Approver, kind: "agreement" | "agreement_opinion") =>
      mayIssue(ask(by, row(kind))).allowed;
    expect([deputy, chief, head].map((by) => may(by, "agreement_opinion"))).to.deep.equal([
      true,
      true,
      false,
    ]);
    expect([deputy, chief].map((by) => may(by, "agreement"))).to.deep.equal([false, true]);
    expect(() => rowFor(DEFAULT_ROWS, { kind: "agreement", urgency: "urgent" })).to.throw();
  });

  it("has a row for every kind and urgency", () => {
    for (const kind of [
      "notice",
      "transfer",
      "commission",
      "case_transfer",
      "consultation",
    ] as const)
      expect(rowFor(DEFAULT_ROWS, { kind, urgency: "urgent" }).drafters).to.include("prosecutor");
  });

  it("lets an office's own row replace the default in its place", () => {
    const rows = rowsOf([authorised]);
    expect(rows).to.have.length(DEFAULT_ROWS.length);
    expect(rowFor(rows, authorised).authorised).to.deep.equal(["prosecutor"]);
    expect(rowFor(rows, notice)).to.deep.equal(notice);
  });

  it("ends a notice at the head, and a transfer at a leader", () => {
    expect(mayIssue(ask(head, notice)).allowed).to.equal(true);
    expect(mayIssue(ask(head, transfer)).allowed).to.equal(false);
    expect(mayIssue(ask(deputy, transfer)).allowed).to.equal(true);
  });

  it("lets a deputy chief issue what the departments in his charge handle", () => {
    const over = (...inCharge: string[]) => ask({ ...deputy, inCharge }, transfer);
    expect(mayIssue(over("pil", "crime")).allowed).to.equal(true);
    expect(mayIssue(over("crime"))).to.deep.include({ allowed: false, reason: "not_an_issuer" });
    expect(
      mayIssue(ask({ ...deputy, inCharge: ["crime"] }, transfer, { ...draft, departmentId: null }))
        .allowed,
    ).to.equal(true);
  });
});

describe("mayDraft", () => {
  it("refuses clerks and administrators", () => {
    expect(mayDraft(officer("c", ["clerk"]), transfer).allowed).to.equal(false);
    expect(mayDraft(officer("a", ["prosecutor", "audit_admin"]), transfer).allowed).to.equal(false);
    expect(mayDraft(prosecutor, transfer).allowed).to.equal(true);
  });
});

describe("noReviewFor", () => {
  it("asks for 审核 of a prosecutor's draft", () => {
    expect(noReviewFor(prosecutor, transfer, draft)).to.equal(null);
  });
  it("skips it for the head's and a leader's own draft", () => {
    expect(noReviewFor(head, transfer, { ...draft, drafterId: "head" })).to.equal("own_draft");
    expect(noReviewFor(chief, transfer, { ...draft, drafterId: "chief" })).to.equal("own_draft");
  });
  it("asks for it when the head of another department drafts", () => {
    const other = officer("other", ["dept_head"], "crime");
    expect(noReviewFor(other, transfer, { ...draft, drafterId: "other" })).to.equal(null);
  });
  it("skips it for an authorised prosecutor and where the row lists nobody", () => {
    expect(noReviewFor(prosecutor, authorised, draft)).to.equal("authorised");
    expect(noReviewFor(prosecutor, notice, draft)).to.equal("not_listed");
  });
});

describe("mayReview", () => {
  it("is for the head of the handling department, never for the drafter", () => {
    expect(mayReview(ask(head)).allowed).to.equal(true);
    expect(mayReview(ask(officer("h2", ["dept_head"], "crime"))).allowed).to.equal(false);
    expect(mayReview(ask(head, transfer, { ...draft, drafterId: "head" })).allowed).to.equal(false);
  });
  it("is not for an officer of another office with the same post", () => {
    expect(mayReview(ask({ ...head, officeId: "341181" })).allowed).to.equal(false);
  });
});

describe("mayIssue", () => {
  it("lets an authorised prosecutor issue his own draft, and only his own", () => {
    expect(mayIssue(ask(prosecutor, authorised)).allowed).to.equal(true);
    expect(mayIssue(ask(prosecutor, authorised, { ...draft, drafterId: "x" })).allowed).to.equal(
      false,
    );
  });
  it("says in whose name a delegate issues", () => {
    expect(mayIssue(ask(colleague, transfer, draft, delegated()))).to.deep.equal({
      allowed: true,
      capacity: { mode: "delegated", delegationId: "d", principalId: "deputy" },
    });
  });
  it("refuses a delegate his own draft", () => {
    const own = { ...draft, drafterId: "colleague" };
    expect(mayIssue(ask(colleague, transfer, own, delegated()))).to.deep.equal({
      allowed: false,
      code: "forbidden",
      reason: "own_draft_delegated",
    });
  });
  it("refuses outside the days, after a revoke, for another act, and when the principal has no power", () => {
    for (const standing of [
      delegated({ from: "2026-11-23" }),
      delegated({ until: "2026-11-21" }),
      delegated({ revokedAt: "2026-11-22T01:00:00.000Z" }),
      delegated({ acts: ["review"] }),
      delegated({ officeId: "341181" }),
      delegated({}, head),
      delegated({}, null),
    ])
      expect(mayIssue(ask(colleague, transfer, draft, standing)).allowed).to.equal(false);
  });
});

describe("mayConfirmApproval", () => {
  it("wants a second person who did not draft", () => {
    expect(mayConfirmApproval(colleague, draft, "clerk").allowed).to.equal(true);
    expect(mayConfirmApproval(colleague, draft, "colleague").allowed).to.equal(false);
    expect(mayConfirmApproval(prosecutor, draft, "clerk").allowed).to.equal(false);
  });
});
