import { actionRoutes } from "@hub/domain/actions/acts-contract";
import { calendarPageRoutes } from "@hub/domain/actions/calendar-contract";
import { proposalRoutes } from "@hub/domain/proposals/contract";
import { openGroupRoute, postMessageRoute } from "@hub/domain/channels/contract";
import { exchangeRoutes } from "@hub/domain/exchanges/acts-contract";
import { dayOf } from "@hub/domain/kernel/clock";
import { newId } from "@hub/domain/kernel/ids";
import { keyRoutes } from "@hub/domain/keys/contract";
import { signatureRoutes } from "@hub/domain/signatures/acts-contract";
import { leadRoutes } from "@hub/domain/leads/acts-contract";
import { meRoute } from "@hub/domain/sessions/contract";
import { obligationRoutes } from "@hub/domain/obligations/acts-contract";
import {
  aClause,
  aStory,
  circulated,
  drafted,
  proposed,
  released,
  someClauses,
} from "./agreement-story.ts";
import { aShot, here, spanIn } from "./action-story.ts";
import { TEST_PASSWORD, type TestHub } from "./hub-client.ts";
import { confirmedKey } from "./key-story.ts";
import { agreementInForce } from "./obligation-story.ts";
import { frozenAgreement, sign } from "./signing-story.ts";
import { upload } from "./uploads.ts";
import { TIANCHANG, type World } from "./world.ts";

/** Stands in every text of the story; nobody outside may ever see it. */
export const CANARY = "金丝雀";
/** Stands in what an office has said to itself alone. */
const UNRELEASED = "画眉";

/** What was told, and what of it nobody outside may ever see. */
export interface Story {
  test: TestHub;
  world: World;
  /** Ids of the story, by the name of the parameter or member that would carry them. */
  secrets: Record<string, string>;
  /** Further texts of the story that are its own. */
  hidden: string[];
  /** What one party to the agreement would not have the other see. */
  inside: string[];
}

/** Gaoyou registers a lead with a file, transfers it to Tianchang, which signs, assigns and accepts; both talk, in a group too. */
export async function tellTheStory(test: TestHub, world: World): Promise<Story> {
  const story: Story = { test, world, secrets: {}, hidden: [], inside: [] };
  const { gaoyou, tianchang } = world;
  await test.givePassword(gaoyou.officers.chief);
  const writer = await test.signIn(gaoyou.officers.prosecutor);
  const head = await test.signIn(gaoyou.officers.head);
  const chief = await test.signIn(gaoyou.officers.chief);
  const intake = await test.signIn(tianchang.officers.intake);
  const theirHead = await test.signIn(tianchang.officers.head);
  const handler = await test.signIn(tianchang.officers.prosecutor);
  const { id: fileId } = await upload(writer, `${CANARY}照片.png`);
  const leadId = newId();
  const lead = await writer.call(leadRoutes.register, {
    body: {
      leadId,
      departmentId: gaoyou.departments.pil._id,
      values: {
        title: `${CANARY}湖区非法网箱`,
        field: "ECO",
        source: "patrol",
        facts: `${CANARY}事实`,
        reporter: `${CANARY}举报人`,
        opinion: `${CANARY}意见`,
        body: { name: `${CANARY}局`, level: "county" },
        place: { name: `${CANARY}湖心`, point: null },
      },
      files: [{ fileId, title: `${CANARY}照片` }],
    },
  });
  await writer.call(postMessageRoute, {
    params: { channelId: lead.channelId ?? "" },
    body: { text: `${CANARY}本院` },
  });
  const exchangeId = newId();
  const params = { exchangeId };
  const draft = {
    exchangeId,
    leadId,
    kind: "transfer" as const,
    toOfficeId: TIANCHANG,
    terms: {},
  };
  let view = await writer.call(exchangeRoutes.draft, {
    body: { ...draft, note: `${CANARY}说明`, materials: [fileId] },
  });
  view = await writer.call(exchangeRoutes.submit, { params, body: { expects: view.version } });
  if (view.state === "reviewing")
    view = await head.call(exchangeRoutes.review, {
      params,
      body: { expects: view.version, pass: true },
    });
  view = await chief.call(exchangeRoutes.issue, {
    params,
    body: { expects: view.version, proof: { password: TEST_PASSWORD } },
  });
  await intake.call(exchangeRoutes.sign, { params, body: { digest: view.digest ?? "" } });
  await intake.call(exchangeRoutes.route, {
    params,
    body: { departmentId: tianchang.departments.pil._id },
  });
  await theirHead.call(exchangeRoutes.assign, {
    params,
    body: { prosecutorId: tianchang.officers.prosecutor._id },
  });
  const theirLeadId = newId();
  await handler.call(exchangeRoutes.accept, { params, body: { leadId: theirLeadId } });
  const fed = await handler.call(exchangeRoutes.feedback, {
    params,
    body: { kind: "progress", text: `${CANARY}进展` },
  });
  const channelId = fed.channelId ?? "";
  const talk = await handler.call(postMessageRoute, {
    params: { channelId },
    body: { text: `${CANARY}双方` },
  });
  const { actionId, findingId, seriesId, ...ofAction } = await goOut(story);
  const groupId = newId();
  await writer.call(openGroupRoute, {
    body: {
      channelId: groupId,
      title: `${CANARY}组`,
      officerIds: [tianchang.officers.prosecutor._id],
    },
  });
  await tellOfAnAgreement(story);
  await tellOfObligations(story);
  await tellOfASigning(story);
  Object.assign(story.secrets, {
    leadId,
    theirLeadId,
    exchangeId,
    channelId,
    leadChannelId: lead.channelId ?? "",
    groupId,
    actionId,
    findingId,
    seriesId,
    ...ofAction,
    entryId: talk.id,
    fileId,
    feedbackId: fed.feedback.at(-1)?.id ?? "",
    sessionId: (await writer.call(meRoute)).session.id,
  });
  return story;
}

/**
 * The two offices negotiate: Gaoyou has a proposal that it never released and a word to itself, Tianchang one that it did. Another draft
 * of Gaoyou was never circulated, and one agreement of others stands in its register.
 */
async function tellOfAnAgreement({ test, world, secrets, inside }: Story): Promise<void> {
  const negotiation = await aStory(test, world);
  const { host, other } = negotiation;
  const free = { ...aClause("free"), heading: `${CANARY}条`, text: `${CANARY}条款` };
  const values = {
    title: `${CANARY}湖协作意见`,
    instrument: "opinion" as const,
    area: `${CANARY}湖`,
  };
  const view = await circulated(negotiation, { values, clauses: [free, ...someClauses()] });
  const agreementId = view.id;
  const opinion = { op: "opinion" as const, clauseId: free.id };
  const given = await released(other, agreementId, opinion, `${CANARY}公开意见`);
  const kept = await proposed(host, agreementId, opinion, `${CANARY}${UNRELEASED}`);
  const remark = { clauseId: free.id, scope: "own" as const, text: `${CANARY}${UNRELEASED}` };
  const said = await host.writer.call(proposalRoutes.remark, {
    params: { agreementId },
    body: remark,
  });
  const draft = await drafted(negotiation, { values });
  Object.assign(secrets, {
    agreementId,
    draftAgreementId: draft.id,
    clauseId: free.id,
    agreementChannelId: view.channelId ?? "",
    ownChannelId: draft.ownChannelId ?? "",
    proposalId: given.id,
    keptProposalId: kept.id,
    remarkId: said.remarks[0]?.id ?? "",
  });
  inside.push(UNRELEASED, kept.id, draft.id, said.remarks[0]?.id ?? "");
}

/** Another agreement of both is in force; one of its obligations was met by a record, and one is asked to be put off. */
async function tellOfObligations({ test, world, secrets }: Story): Promise<void> {
  const title = `${CANARY}河协作意见`;
  const clauses = [
    { ...aClause("info_sharing", { frequency: "monthly", count: 1 }), heading: `${CANARY}共享` },
  ];
  const inForceId = await agreementInForce(test, world, { title, clauses });
  const params = { agreementId: inForceId };
  const liaison = await test.signIn(world.gaoyou.officers.liaison);
  const { obligations } = await liaison.call(obligationRoutes.ofAgreement, { params });
  const [sharing] = obligations;
  const open = sharing?.occurrences.filter(({ can }) => can.includes("meet")) ?? [];
  const occurrenceId = open[0]?.id ?? "";
  const on = open[0]?.opensOn ?? "";
  const met = await liaison.call(obligationRoutes.meet, {
    params: { occurrenceId },
    body: { text: `${CANARY}落实`, on },
  });
  Object.assign(secrets, {
    inForceId,
    obligationId: sharing?.id ?? "",
    occurrenceId,
    evidenceId: met.evidence[0]?.id ?? "",
  });
}

/** A second text of both is being signed: Gaoyou recorded a paper that waits for its second person, Tianchang said why it waited, and signed. */
async function tellOfASigning({ test, world, secrets, hidden }: Story): Promise<void> {
  const { gaoyou, tianchang } = world;
  const { chief, deputy } = tianchang.officers;
  for (const officer of [chief, deputy]) await test.givePassword(officer);
  // Its own office's administrators know of a key from the log; nobody outside the office does.
  const pair = await confirmedKey(test, chief, deputy);
  const title = `${CANARY}会签意见`;
  const { agreementId, partyIds, channelId } = await frozenAgreement(test, [gaoyou, tianchang], {
    title,
  });
  const params = { agreementId };
  const theirs = await test.signIn(chief);
  const [ours = "", partyId = ""] = partyIds;
  const { key } = await theirs.call(keyRoutes.own);
  const challenge = await theirs.call(signatureRoutes.challenge, { params, body: { partyId } });
  await theirs.call(signatureRoutes.decline, {
    params,
    body: { partyId, opinion: `${CANARY}意见` },
  });
  const liaison = await test.signIn(gaoyou.officers.liaison);
  const { id: scanId } = await upload(liaison, `${CANARY}签章页.png`);
  await liaison.call(signatureRoutes.recordPaper, {
    params,
    body: {
      partyId: ours,
      fileId: scanId,
      signedBy: `${CANARY}人`,
      role: "检察长",
      signedOn: dayOf(new Date()),
    },
  });
  await sign(test.ctxOf(chief), { agreementId, partyId, pair });
  hidden.push(key?.fingerprint ?? "", key?.publicKey ?? "", partyId, scanId);
  Object.assign(secrets, {
    signedAgreementId: agreementId,
    signedChannelId: channelId,
    challengeId: challenge.id,
    keyId: key?.id ?? "",
    signedFileId: scanId,
  });
}

/** Both offices go out together; a finding with a photo, and a series of what is to come. */
async function goOut({ test, world }: Story) {
  const { gaoyou, tianchang } = world;
  const [liaison, chief, writer] = await Promise.all([
    test.signIn(gaoyou.officers.liaison),
    test.signIn(gaoyou.officers.chief),
    test.signIn(gaoyou.officers.prosecutor),
  ]);
  const theirChief = await test.signIn(tianchang.officers.chief);
  const [actionId, findingId, seriesId] = [newId(), newId(), newId()];
  const params = { actionId };
  const about = {
    kind: "patrol" as const,
    title: `${CANARY}联合巡查`,
    purpose: `${CANARY}目的`,
    marking: "work_secret" as const,
    officeIds: [TIANCHANG],
  };
  await liaison.call(actionRoutes.propose, { body: { ...about, actionId, span: spanIn(2) } });
  await liaison.call(actionRoutes.staff, {
    params,
    body: { add: [gaoyou.officers.prosecutor._id] },
  });
  const { version } = await liaison.call(actionRoutes.get, { params });
  const saved = await liaison.call(actionRoutes.savePlan, {
    params,
    body: {
      expects: version,
      content: {
        aim: `${CANARY}方案`,
        stops: [{ id: newId(), name: `${CANARY}点位` }],
        safetyOfficerId: gaoyou.officers.prosecutor._id,
      },
    },
  });
  const digest = saved.plan?.digest ?? "";
  await liaison.call(actionRoutes.submitPlan, { params, body: { digest } });
  await chief.call(actionRoutes.approvePlan, { params, body: { digest } });
  await theirChief.call(actionRoutes.approvePlan, { params, body: { digest } });
  const shot = await aShot(writer);
  await writer.call(actionRoutes.addFinding, {
    params,
    body: { findingId, title: `${CANARY}问题`, device: here(), photos: [shot] },
  });
  const inside = await writer.call(actionRoutes.openInside, { params, body: {} });
  const series = await liaison.call(calendarPageRoutes.startSeries, {
    body: { ...about, seriesId, first: spanIn(40), rule: "FREQ=MONTHLY" },
  });
  return {
    actionId,
    findingId,
    seriesId,
    actionFileId: shot.fileId,
    actionChannelId: inside.channelId ?? "",
    actionOwnChannelId: inside.ownChannelId ?? "",
    seriesChannelId: series.channelId,
  };
}
