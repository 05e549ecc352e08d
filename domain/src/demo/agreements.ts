import { AgreementValues, type ApprovalStep } from "../agreements/contract.ts";
import { nextStepOf } from "../agreements/approving.ts";
import { addMonths } from "../agreements/calendar.ts";
import { approveText, settleText } from "../agreements/commands-approve.ts";
import { circulateDraft, draftAgreement } from "../agreements/commands-draft.ts";
import { staffAgreement } from "../agreements/commands-life.ts";
import { importAgreements, registerAgreement } from "../agreements/commands-register.ts";
import { freezeText } from "../agreements/commands-sign.ts";
import { RegisterAgreement } from "../agreements/acts-contract.ts";
import { ImportAgreements } from "../agreements/import-contract.ts";
import { loadVersion } from "../agreements/change.ts";
import { approvalId } from "../agreements/powers.ts";
import type { AgreementDoc, ApprovalDoc } from "../agreements/model.ts";
import type { Clause } from "../clauses/contract.ts";
import { dayOf } from "../kernel/clock.ts";
import { draftProposal, reviewProposal, submitProposal } from "../proposals/commands-draft.ts";
import { answerProposal, decideProposal, releaseProposal } from "../proposals/commands-release.ts";
import { makeRemark } from "../proposals/commands-remark.ts";
import type { Change } from "../proposals/contract.ts";
import type { Hub } from "../store/hub.ts";
import { agreementIdOf, IN_FORCE, NEGOTIATED, TO_BE_SIGNED } from "./agreement-stories.ts";
import { CAST, type Office } from "./cast.ts";
import { asOfficer, departmentId, officerId } from "./officers.ts";
import { loadDemoObligations } from "./obligations.ts";
import { DEMO_OFFICES } from "./people.ts";
import { REGISTER_ROWS } from "./register.ts";
import { retelling, type Retelling } from "./told.ts";

const DAY = 24;
const idOf = agreementIdOf;

/**
 * 演示数据: an agreement in force, one that three offices negotiate, one that waits to be signed, and the gathered register of real ones for
 * looking up. Killed on the way, the next start goes on where it stopped.
 */
export async function loadDemoAgreements(hub: Hub): Promise<void> {
  const told = retelling(hub);
  await inForce(told);
  await loadDemoObligations(told);
  await negotiated(told);
  await toBeSigned(told);
  told.at(0);
  const { liaison } = CAST.gaoyou;
  await importAgreements(
    await asOfficer(told.hub, liaison),
    ImportAgreements.parse({ id: idOf("register"), rows: REGISTER_ROWS }),
  );
}

const partyOf = (office: Office) => ({ officeId: CAST[office].officeId, name: office });
const third = (office: Office): string => departmentId(CAST[office].officeId, "third");

async function inForce({ hub, at, once }: Retelling): Promise<void> {
  const { key, values, clauses, sinceHours } = IN_FORCE;
  at(sinceHours);
  const effectiveOn = dayOf(hub.clock.now());
  const id = idOf(key, "register");
  await once(id, async () =>
    registerAgreement(
      await asOfficer(hub, CAST.gaoyou.writer),
      RegisterAgreement.parse({
        id,
        agreementId: idOf(key),
        // 评估 lies about five months ahead of today, so that its reminder is due.
        values: { ...values, assessOn: addMonths(effectiveOn, 18) },
        parties: [partyOf("gaoyou"), partyOf("tianchang")],
        hostIndex: 0,
        number: "邮检会〔演示〕1号",
        signedOn: effectiveOn,
        effectiveOn,
        clauses,
        departmentId: third("gaoyou"),
      }),
    ),
  );
  at(409 * DAY);
  await staff({ hub, at, once }, key, "tianchang");
}

/** The liaison names who handles it. */
async function staff({ hub, once }: Retelling, key: string, office: Office): Promise<void> {
  const { liaison, writer } = CAST[office];
  const id = idOf(key, "staff", office);
  await once(id, async () =>
    staffAgreement(await asOfficer(hub, liaison), idOf(key), {
      id,
      departmentId: third(office),
      officerIds: [officerId(writer)],
    }),
  );
}

/** 起草 by the host's prosecutor, and 征求意见 by its chief. */
async function circulated(
  told: Retelling,
  story: { key: string; values: object; clauses: Clause[] },
  others: readonly Office[],
  daysAgo: number,
): Promise<void> {
  const { hub, at, once } = told;
  const { key, values, clauses } = story;
  const { writer, chief } = CAST.gaoyou;
  const draftId = idOf(key, "draft");
  at((daysAgo + 3) * DAY);
  await once(draftId, async () =>
    draftAgreement(await asOfficer(hub, writer), {
      id: draftId,
      agreementId: idOf(key),
      values: AgreementValues.parse(values),
      parties: [partyOf("gaoyou"), ...others.map(partyOf)],
      clauses,
      departmentId: third("gaoyou"),
    }),
  );
  const sentId = idOf(key, "circulate");
  at(daysAgo * DAY);
  await once(sentId, async () =>
    circulateDraft(await asOfficer(hub, chief), idOf(key), { id: sentId, expects: 1 }),
  );
  for (const office of others) await staff(told, key, office);
}

async function negotiated(told: Retelling): Promise<void> {
  const { hub, at, once } = told;
  const { key, clauses } = NEGOTIATED;
  const agreementId = idOf(key);
  await circulated(told, NEGOTIATED, ["tianchang", "jinhu"], 9);
  const [, patrol, consult] = clauses;
  if (!patrol || !consult) throw new TypeError("the story has these articles");
  const change = (clause: Clause, values: Clause["values"]): Change => {
    const { heading, text } = clause;
    return { op: "replace", clauseId: clause.id, text: { heading, text, values } };
  };
  at(7 * DAY);
  const rhythm = change(patrol, { ...patrol.values, frequency: "quarterly" });
  const reason = "按月巡查力量不足，建议按季度进行。";
  await released(told, "tianchang", key, { name: "quarterly", change: rhythm, reason });
  at(6 * DAY);
  const longer = await released(told, "jinhu", key, {
    name: "longer",
    change: change(consult, { days: 5 }),
    reason: "三个工作日难以完成阅卷。",
  });
  const answerId = idOf(key, "answer");
  await once(answerId, async () =>
    answerProposal(await asOfficer(hub, CAST.tianchang.chief), agreementId, longer, {
      id: answerId,
      agree: true,
      reason: "",
    }),
  );
  at(4 * DAY);
  const decideId = idOf(key, "decide");
  await once(decideId, async () =>
    decideProposal(await asOfficer(hub, CAST.gaoyou.chief), agreementId, longer, {
      id: decideId,
      expects: (await draftOf(hub, agreementId)).revision,
      outcome: "adopted",
      reason: "",
      wording: null,
    }),
  );
  at(3 * DAY);
  const remarkId = idOf(key, "remark");
  await once(remarkId, async () =>
    makeRemark(await asOfficer(hub, CAST.gaoyou.writer), agreementId, {
      id: remarkId,
      clauseId: patrol.id,
      scope: "all",
      text: "天长院提出按季度巡查，金湖院意下如何？",
    }),
  );
  // Written inside Gaoyou and waiting for 审核: the other offices know nothing of it.
  at(2 * DAY);
  const insideId = idOf(key, "proposal", "inside");
  await once(insideId, async () =>
    draftProposal(await asOfficer(hub, CAST.gaoyou.writer), agreementId, {
      id: insideId,
      proposalId: idOf(key, "inside"),
      change: change(patrol, { ...patrol.values, frequency: "quarterly", count: 2 }),
      reason: "按季度进行、每季度两次，可兼顾两院意见。",
    }),
  );
  const submitId = idOf(key, "submit", "inside");
  await once(submitId, async () =>
    submitProposal(await asOfficer(hub, CAST.gaoyou.writer), agreementId, idOf(key, "inside"), {
      id: submitId,
      expects: 1,
    }),
  );
}

/** Through 审核 and released by the chief; answers its id. */
async function released(
  { hub, once }: Retelling,
  office: Office,
  key: string,
  { name, change, reason }: { name: string; change: Change; reason: string },
): Promise<string> {
  const { writer, head, chief } = CAST[office];
  const agreementId = idOf(key);
  const proposalId = idOf(key, name);
  const step = (act: string) => idOf(key, name, act);
  await once(step("draft"), async () =>
    draftProposal(await asOfficer(hub, writer), agreementId, {
      id: step("draft"),
      proposalId,
      change,
      reason,
    }),
  );
  await once(step("submit"), async () =>
    submitProposal(await asOfficer(hub, writer), agreementId, proposalId, {
      id: step("submit"),
      expects: 1,
    }),
  );
  await once(step("review"), async () =>
    reviewProposal(await asOfficer(hub, head), agreementId, proposalId, {
      id: step("review"),
      expects: 2,
      pass: true,
      reason: "",
    }),
  );
  await once(step("release"), async () =>
    releaseProposal(await asOfficer(hub, chief), agreementId, proposalId, {
      id: step("release"),
      expects: 3,
    }),
  );
  return proposalId;
}

async function draftOf(hub: Hub, agreementId: string) {
  const found = await hub.store.agreements.findById(agreementId).lean<AgreementDoc>();
  const version = await loadVersion(
    { store: hub.store, session: null },
    agreementId,
    found?.inHand ?? 0,
  );
  if (!found || !version) throw new TypeError("the story has a text in hand");
  return { revision: version.revision, settled: found.settled ?? "", number: version.number };
}

async function toBeSigned(told: Retelling): Promise<void> {
  const { hub, at, once } = told;
  const { key } = TO_BE_SIGNED;
  const agreementId = idOf(key);
  await circulated(told, TO_BE_SIGNED, ["tianchang"], 20);
  const { chief } = CAST.gaoyou;
  const settleId = idOf(key, "settle");
  at(8 * DAY);
  await once(settleId, async () =>
    settleText(await asOfficer(hub, chief), agreementId, {
      id: settleId,
      expects: (await draftOf(hub, agreementId)).revision,
    }),
  );
  at(5 * DAY);
  for (const office of ["gaoyou", "tianchang"] as const) await approved(told, key, office);
  const freezeId = idOf(key, "freeze");
  at(2 * DAY);
  await once(freezeId, async () =>
    freezeText(await asOfficer(hub, chief), agreementId, {
      id: freezeId,
      expects: (await draftOf(hub, agreementId)).revision,
    }),
  );
}

/** Every step of an office's own 院内审批. */
async function approved({ hub, once }: Retelling, key: string, office: Office): Promise<void> {
  const agreementId = idOf(key);
  const { officeId, head, chief } = CAST[office];
  const deputy = DEMO_OFFICES.find((one) => one.id === officeId)?.staff.find((one) =>
    one.posts.includes("deputy_chief"),
  );
  const taker: Record<ApprovalStep, string> = {
    department: head,
    deputy: deputy?.account ?? chief,
    chief,
  };
  for (;;) {
    const { settled, number } = await draftOf(hub, agreementId);
    const approval = await hub.store.agreementApprovals
      .findById(approvalId(agreementId, number, officeId))
      .lean<ApprovalDoc>();
    const step = approval && nextStepOf(approval);
    if (!step) return;
    const id = idOf(key, "approve", office, step);
    await once(id, async () =>
      approveText(await asOfficer(hub, taker[step]), agreementId, {
        id,
        digest: settled,
        note: "",
      }),
    );
  }
}
