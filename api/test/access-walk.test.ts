import { actionRoutes } from "@hub/domain/actions/acts-contract";
import { calendarPageRoutes } from "@hub/domain/actions/calendar-contract";
import { proposalRoutes } from "@hub/domain/proposals/contract";
import { openGroupRoute, postMessageRoute } from "@hub/domain/channels/contract";
import { exchangeRoutes } from "@hub/domain/exchanges/acts-contract";
import { dayOf } from "@hub/domain/kernel/clock";
import { newId } from "@hub/domain/kernel/ids";
import { keyRoutes } from "@hub/domain/keys/contract";
import { signatureRoutes } from "@hub/domain/signatures/acts-contract";
import { pathOf, type Route } from "@hub/domain/kernel/route";
import { leadRoutes } from "@hub/domain/leads/acts-contract";
import { meRoute } from "@hub/domain/sessions/contract";
import { expect } from "chai";
import { z } from "zod";
import { obligationRoutes } from "@hub/domain/obligations/acts-contract";
import { readContracts } from "../src/routes.ts";
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
import { startTestHub, TEST_PASSWORD, type HubClient, type TestHub } from "./hub-client.ts";
import { confirmedKey } from "./key-story.ts";
import { agreementInForce } from "./obligation-story.ts";
import { sampleOf, type Known } from "./sample.ts";
import { frozenAgreement, sign } from "./signing-story.ts";
import { upload } from "./uploads.ts";
import { aWorld, GAOYOU, TIANCHANG, type World } from "./world.ts";

/** Stands in every text of the story; nobody outside may ever see it. */
const CANARY = "金丝雀";
/** Stands in what an office has said to itself alone. */
const UNRELEASED = "画眉";

describe("the access walk", () => {
  let test: TestHub;
  let world: World;
  let routes: Route[];
  /** Ids of the story, by the name of the parameter or member that would carry them. */
  const secrets: Record<string, string> = {};
  /** Further texts of the story that are its own. */
  const hidden: string[] = [];
  /** What the story would not have anybody outside see. */
  let forbidden: string[] = [];
  /** What one party to the agreement would not have the other see. */
  let inside: string[] = [];

  before(async function () {
    this.timeout(60_000);
    test = await startTestHub();
    world = await aWorld(test.hub);
    ({ routes } = await readContracts());
    await tellTheStory();
    forbidden = [CANARY, ...hidden, ...Object.values(secrets)];
  });
  after(() => test.stop());

  /** Gaoyou registers a lead with a file, transfers it to Tianchang, which signs, assigns and accepts; both talk, in a group too. */
  async function tellTheStory(): Promise<void> {
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
    const { actionId, findingId, seriesId, ...ofAction } = await goOut();
    const groupId = newId();
    await writer.call(openGroupRoute, {
      body: {
        channelId: groupId,
        title: `${CANARY}组`,
        officerIds: [tianchang.officers.prosecutor._id],
      },
    });
    await tellOfAnAgreement();
    await tellOfObligations();
    await tellOfASigning();
    Object.assign(secrets, {
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
  }

  /**
   * The two offices negotiate: Gaoyou has a proposal that it never released and a word to itself, Tianchang one that it did. Another draft
   * of Gaoyou was never circulated, and one agreement of others stands in its register.
   */
  async function tellOfAnAgreement(): Promise<void> {
    const story = await aStory(test, world);
    const { host, other } = story;
    const free = { ...aClause("free"), heading: `${CANARY}条`, text: `${CANARY}条款` };
    const values = {
      title: `${CANARY}湖协作意见`,
      instrument: "opinion" as const,
      area: `${CANARY}湖`,
    };
    const view = await circulated(story, { values, clauses: [free, ...someClauses()] });
    const agreementId = view.id;
    const opinion = { op: "opinion" as const, clauseId: free.id };
    const given = await released(other, agreementId, opinion, `${CANARY}公开意见`);
    const kept = await proposed(host, agreementId, opinion, `${CANARY}${UNRELEASED}`);
    const remark = { clauseId: free.id, scope: "own" as const, text: `${CANARY}${UNRELEASED}` };
    const said = await host.writer.call(proposalRoutes.remark, {
      params: { agreementId },
      body: remark,
    });
    const draft = await drafted(story, { values });
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
    inside = [UNRELEASED, kept.id, draft.id, said.remarks[0]?.id ?? ""];
  }

  /** Another agreement of both is in force; one of its obligations was met by a record, and one is asked to be put off. */
  async function tellOfObligations(): Promise<void> {
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
  async function tellOfASigning(): Promise<void> {
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
  async function goOut() {
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

  const known = (): Known => ({
    ...secrets,
    file: { fileId: secrets["fileId"] },
    expects: 1,
    year: "2026",
    number: "1",
    span: spanIn(2),
    first: spanIn(2),
    rule: "FREQ=MONTHLY",
    sha256: "0".repeat(64),
    officerId: world.gaoyou.officers.clerk._id,
    officeId: GAOYOU,
    toOfficeId: TIANCHANG,
    departmentId: world.gaoyou.departments.pil._id,
    proof: { password: "a guess" },
  });

  /** Parameters that name something of the story; a route with one of them must not even admit that it is there. */
  const secretParams = (route: Route): string[] =>
    [...route.path.matchAll(/:(\w+)/g)]
      .map(([, name]) => name ?? "")
      .filter((name) => name in secrets);

  const given = (route: Route, over: Known = {}, asked: Record<string, string> = {}) => {
    const names = { ...known(), ...over };
    const params = Object.fromEntries(
      [...route.path.matchAll(/:(\w+)/g)].map(([, name = ""]) => [
        name,
        typeof names[name] === "string" ? names[name] : newId(),
      ]),
    );
    const query = sampleOf(route.query, names) as Record<string, unknown>;
    return {
      path: `/api${pathOf(route, params, { ...query, ...asked })}`,
      body: sampleOf(route.body, names),
    };
  };

  async function visit(client: HubClient, route: Route, over: Known = {}) {
    const { path, body } = given(route, over);
    const response = await client.fetch(path, {
      method: route.method.toUpperCase(),
      ...(route.method === "get" ? {} : { body: JSON.stringify(body) }),
    });
    return {
      status: response.status,
      text: await response.text(),
      sent: path + JSON.stringify(body),
    };
  }

  /** All but the one door behind which the intruder's own visit ends. */
  const walkable = (route: Route): boolean =>
    route.door === "officer" && route.name !== "sessions.signOutEverywhere";

  /** What a list may be asked for, by word or by id: as the story has it, and as nobody ever wrote it. */
  function probesOf(route: Route): { name: string; secret: string; other: string }[] {
    const { properties = {} } = z.toJSONSchema(route.query, {
      io: "input",
      unrepresentable: "any",
    });
    return Object.entries(properties).flatMap(([name, schema]) => {
      if (typeof schema === "boolean" || schema.type !== "string" || schema.enum) return [];
      if (schema.format === "uuid")
        return Object.values(secrets).map((secret) => ({ name, secret, other: newId() }));
      if (schema.format || schema.pattern) return [];
      return [{ name, secret: CANARY, other: "无人写过" }];
    });
  }

  /** A search that finds something for outsiders tells that it is there, if only by a count. */
  async function search(client: HubClient, who: string): Promise<void> {
    let asked = 0;
    // The bytes of a file hold the time; the ledger's rows are compared in papers.test.ts.
    const lists = routes.filter((one) => walkable(one) && one.method === "get" && !one.binary);
    for (const route of lists)
      for (const { name, secret, other } of probesOf(route)) {
        const answers: string[] = [];
        for (const value of [secret, other]) {
          const response = await client.fetch(given(route, {}, { [name]: value }).path);
          answers.push(`${response.status} ${(await response.text()).replaceAll(value, "")}`);
        }
        expect(answers[0], `${who} at ${route.name} by ${name}`).to.equal(answers[1]);
        asked += 1;
      }
    expect(asked, "searches by word or id").to.be.above(10);
  }

  async function walk(client: HubClient, who: string): Promise<void> {
    let walked = 0;
    for (const route of routes.filter(walkable)) {
      const channels = route.path.includes(":channelId")
        ? Object.keys(secrets)
            .filter((name) => name === "groupId" || /channelId$/i.test(name))
            .map((name) => ({ channelId: secrets[name] }))
        : [{}];
      const leads = route.path.includes(":leadId")
        ? ["leadId", "theirLeadId"].map((name) => ({ leadId: secrets[name] }))
        : [{}];
      const agreements = route.path.includes(":proposalId")
        ? ["proposalId", "keptProposalId"].map((name) => ({ proposalId: secrets[name] }))
        : route.path.includes(":agreementId")
          ? ["agreementId", "draftAgreementId", "inForceId", "signedAgreementId"].map((name) => ({
              agreementId: secrets[name],
            }))
          : [{}];
      const files = route.path.includes(":fileId")
        ? ["fileId", "actionFileId"].map((name) => ({ fileId: secrets[name] }))
        : [{}];
      const all = [channels, leads, agreements, files].reduce<Known[]>(
        (made, next) => made.flatMap((one) => next.map((other) => ({ ...one, ...other }))),
        [{}],
      );
      for (const over of all) {
        const { status, text, sent } = await visit(client, route, over);
        const where = `${who} at ${route.name}: ${status} ${text.slice(0, 300)}`;
        expect(status, where).not.to.equal(500);
        for (const word of forbidden)
          if (!sent.includes(word)) expect(text, `${where} tells ${word}`).not.to.contain(word);
        expect(text, where).not.to.contain(CANARY);
        if (secretParams(route).length > 0) {
          expect(status, `${where}; sent ${sent}`).to.be.oneOf([404]);
          walked += 1;
        }
      }
    }
    expect(walked, "routes that name something of the story").to.be.above(40);
  }

  it("finds every feature's routes", () => {
    const features = new Set(routes.map((route) => route.name.split(".")[0]));
    for (const feature of [
      "leads",
      "exchanges",
      "actions",
      "series",
      "channels",
      "files",
      "notices",
      "workbench",
      "officers",
      "agreements",
      "obligations",
      "dashboards",
      "proposals",
    ])
      expect([...features], feature).to.include(feature);
  });

  for (const [office, officer] of [
    ["baoying", "prosecutor"],
    ["baoying", "chief"],
    ["baoying", "liaison"],
    ["baoying", "intake"],
    ["gaoyou", "outsider"],
    ["tianchang", "outsider"],
    ["gaoyou", "systemAdmin"],
    ["gaoyou", "securityAdmin"],
    ["gaoyou", "auditAdmin"],
  ] as const)
    it(`shows ${officer} of ${office} nothing, at any door`, async function () {
      this.timeout(60_000);
      const client = await test.signIn(world[office].officers[officer]);
      await walk(client, `${office} ${officer}`);
      await search(client, `${office} ${officer}`);
    });

  it("shows a party to the agreement nothing that the other said to itself, at any door", async function () {
    this.timeout(60_000);
    const others = [world.tianchang.officers.chief, world.tianchang.officers.prosecutor];
    for (const client of await Promise.all(others.map((one) => test.signIn(one)))) {
      let seen = 0;
      for (const route of routes.filter((one) => walkable(one) && one.method === "get"))
        for (const name of ["agreementId", "draftAgreementId"]) {
          const { status, text, sent } = await visit(client, route, {
            agreementId: secrets[name],
            channelId: secrets["agreementChannelId"],
            proposalId: secrets["keptProposalId"],
          });
          seen += status === 200 ? 1 : 0;
          for (const word of inside)
            if (!sent.includes(word))
              expect(text, `${route.name}: ${text.slice(0, 300)}`).not.to.contain(word);
        }
      expect(seen, "doors that were open").to.be.above(20);
    }
    const chief = await test.signIn(world.tianchang.officers.chief);
    const acts = routes.filter((one) => one.path.includes(":proposalId"));
    for (const route of acts)
      expect(
        (await visit(chief, route, { proposalId: secrets["keptProposalId"] })).status,
      ).to.equal(404);
  });

  it("lets those who belong in, at the very same doors", async () => {
    const handler = await test.signIn(world.tianchang.officers.prosecutor);
    for (const name of ["exchanges.get", "channels.get", "channels.entries", "files.get"]) {
      const route = routes.find((one) => one.name === name);
      if (!route) throw new Error(`no route ${name}`);
      expect((await visit(handler, route)).status, name).to.equal(200);
    }
  });

  it("leaves the story as it was told", async () => {
    const writer = await test.signIn(world.gaoyou.officers.prosecutor);
    const view = await writer.call(exchangeRoutes.get, {
      params: { exchangeId: secrets["exchangeId"] ?? "" },
    });
    expect(view.state).to.equal("accepted");
  });
});
