import { exchangeRoutes } from "@hub/domain/exchanges/acts-contract";
import { newId } from "@hub/domain/kernel/ids";
import { pathOf, type Route } from "@hub/domain/kernel/route";
import { expect } from "chai";
import { z } from "zod";
import { readContracts } from "../src/routes.ts";
import { spanIn } from "./action-story.ts";
import { startTestHub, type HubClient, type TestHub } from "./hub-client.ts";
import { sampleOf, type Known } from "./sample.ts";
import { aWorld, GAOYOU, TIANCHANG, type World } from "./world.ts";
import { CANARY, tellTheStory } from "./walk-story.ts";

describe("the access walk", () => {
  let test: TestHub;
  let world: World;
  let routes: Route[];
  let secrets: Record<string, string> = {};
  /** What the story would not have anybody outside see. */
  let forbidden: string[] = [];
  let inside: string[] = [];

  before(async function () {
    this.timeout(60_000);
    test = await startTestHub();
    world = await aWorld(test.hub);
    ({ routes } = await readContracts());
    const story = await tellTheStory(test, world);
    ({ secrets, inside } = story);
    forbidden = [CANARY, ...story.hidden, ...Object.values(secrets)];
  });
  after(() => test.stop());

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
