import { postMessage } from "@hub/domain/channels/commands";
import { dayOf } from "@hub/domain/kernel/clock";
import { newId } from "@hub/domain/kernel/ids";
import { declineSigning } from "@hub/domain/signatures/commands-sign";
import type { ClientToServer } from "@hub/domain/kernel/socket";
import { meetOccurrence } from "@hub/domain/obligations/commands-occurrence";
import type { OfficerDoc } from "@hub/domain/officers/model";
import { expect } from "chai";
import { storyOf } from "../../api/test/exchange-story.ts";
import {
  aClause,
  aStory,
  circulated,
  proposed,
  released,
  someClauses,
} from "../../api/test/agreement-story.ts";
import { frozenAgreement } from "../../api/test/signing-story.ts";
import { agreementInForce } from "../../api/test/obligation-story.ts";
import type { TestOffice } from "../../api/test/world.ts";
import {
  aGroup,
  aMessage,
  listen,
  quiet,
  settled,
  startNodes,
  until,
  type Listener,
  type Nodes,
} from "./world.ts";

/** Stands in what is said; nobody outside may ever hear it. */
const CANARY = "金丝雀";

const OUTSIDE: readonly (readonly [
  "gaoyou" | "tianchang" | "baoying",
  keyof TestOffice["officers"],
])[] = [
  ["baoying", "prosecutor"],
  ["baoying", "chief"],
  ["baoying", "liaison"],
  ["baoying", "intake"],
  ["gaoyou", "outsider"],
  ["tianchang", "outsider"],
  ["gaoyou", "systemAdmin"],
  ["gaoyou", "securityAdmin"],
  ["gaoyou", "auditAdmin"],
];

/** A socket of somebody who has no part in the story, and everything that it is ever told. */
interface Outsider {
  who: string;
  listener: Listener;
  told: string[];
}

describe("the access walk of the socket", () => {
  let nodes: Nodes;
  const outsiders: Outsider[] = [];
  let insider: Listener;
  let told = { heardMore: Number.NaN };
  /** Ids of the story's matters, channels and entries. */
  let secrets: string[] = [];
  let channelIds: string[] = [];

  const socketOf = async (officer: OfficerDoc, node: { port: number }): Promise<Listener> =>
    settled(listen(node, await nodes.test.signIn(officer)));

  before(async function () {
    this.timeout(60_000);
    nodes = await startNodes({ beatMs: 400 });
    const { world } = nodes;
    for (const [index, [office, name]] of OUTSIDE.entries()) {
      const told: string[] = [];
      const node = index % 2 === 0 ? nodes.a : nodes.b;
      const listener = await socketOf(world[office].officers[name], node);
      listener.socket.onAny((event: string, hint: unknown) =>
        told.push(`${event} ${JSON.stringify(hint)}`),
      );
      outsiders.push({ who: `${office} ${name}`, listener, told });
    }
    insider = await socketOf(world.tianchang.officers.prosecutor, nodes.b);
    await tellTheStory();
  });
  after(async () => {
    for (const { listener } of outsiders) listener.close();
    insider?.close();
    await nodes?.stop();
  });

  /** A transfer from the register to acceptance, talk on both sides and in a group: all that makes hints. */
  async function tellTheStory(): Promise<void> {
    const { world, test } = nodes;
    await test.givePassword(world.gaoyou.officers.chief);
    const story = storyOf(test, world);
    const exchangeId = await story.to("accepted", {
      leadId: await story.lead({ title: `${CANARY}网箱` }),
    });
    const exchange = await story.exchange(exchangeId);
    const groupId = await aGroup(test, [
      world.gaoyou.officers.prosecutor,
      world.tianchang.officers.prosecutor,
    ]);
    const { leads } = test.hub.store;
    const found = await leads
      .find({ officeId: { $in: [world.gaoyou.id, world.tianchang.id] } }, { channelId: 1 })
      .lean();
    channelIds = [groupId, exchange.channelId ?? "", ...found.map((lead) => lead.channelId)];
    await quiet(); // both channels are followed since a moment ago: their rooms are joined
    const said = { ...aMessage(`${CANARY}明早到现场`), files: [], mentions: [], inReplyTo: null };
    for (const channelId of [groupId, exchange.channelId ?? ""])
      await postMessage(story.as.handler, channelId, { ...said, id: newId() });
    const agreement = await tellOfAnAgreement();
    const obligations = await tellOfObligations();
    channelIds.push(...agreement.channelIds, ...obligations.channelIds);
    const entries = await test.hub.store.entries
      .find({ channelId: { $in: channelIds } }, { _id: 1 })
      .lean();
    secrets = [
      CANARY,
      exchangeId,
      ...found.map(({ _id }) => _id),
      agreement.agreementId,
      ...obligations.ids,
      ...channelIds,
      ...entries.map(({ _id }) => _id),
    ];
    await until(() => JSON.stringify(insider.entries).split(CANARY).length > 2);
    await quiet(900); // two beats, and the lists that are told together
  }

  /** Two offices negotiate: Tianchang's proposal is released, Gaoyou's is not, and the insider of Tianchang must not hear of it. */
  async function tellOfAnAgreement(): Promise<{ agreementId: string; channelIds: string[] }> {
    const { world, test } = nodes;
    const story = await aStory(test, world);
    const free = { ...aClause("free"), text: `${CANARY}条款` };
    const view = await circulated(story, { clauses: [free, ...someClauses()] });
    const opinion = { op: "opinion" as const, clauseId: free.id };
    await released(story.other, view.id, opinion, `${CANARY}意见`);
    await quiet(900);
    const heard = JSON.stringify([insider.entries, insider.changed]).length;
    await proposed(story.host, view.id, opinion, `${CANARY}酝酿`);
    await quiet(900);
    told = { heardMore: JSON.stringify([insider.entries, insider.changed]).length - heard };
    const channels = await test.hub.store.channels.find({ matterId: view.id }, { _id: 1 }).lean();
    const signedChannelId = await tellOfASigning();
    return {
      agreementId: view.id,
      channelIds: [...channels.map((one) => one._id), signedChannelId],
    };
  }

  /** Another text is being signed, and one party says why it waits. */
  async function tellOfASigning(): Promise<string> {
    const { gaoyou, tianchang } = nodes.world;
    const title = `${CANARY}会签意见`;
    const { agreementId, partyIds, channelId } = await frozenAgreement(
      nodes.test,
      [gaoyou, tianchang],
      { title },
    );
    const partyId = partyIds[1] ?? "";
    const declined = { id: newId(), partyId, opinion: `${CANARY}再议` };
    await declineSigning(nodes.test.ctxOf(tianchang.officers.chief), agreementId, declined);
    return channelId;
  }

  /** Another agreement of both is in force, and one of its obligations is met. */
  async function tellOfObligations(): Promise<{ ids: string[]; channelIds: string[] }> {
    const { world, test } = nodes;
    const agreementId = await agreementInForce(test, world, { title: `${CANARY}河协作意见` });
    const { store } = test.hub;
    const { liaison } = world.gaoyou.officers;
    const today = dayOf(new Date());
    const open = await store.occurrences
      .findOne({ agreementId, officeId: world.gaoyou.id, opensOn: { $lte: today } })
      .lean();
    const occurrenceId = open?._id ?? "";
    await meetOccurrence(test.ctxOf(liaison), occurrenceId, {
      id: newId(),
      ref: null,
      text: `${CANARY}落实`,
      on: today,
      files: [],
    });
    const channels = await store.channels.find({ matterId: agreementId }, { _id: 1 }).lean();
    return {
      ids: [agreementId, occurrenceId, open?.obligationId ?? ""],
      channelIds: channels.map((one) => one._id),
    };
  }

  const expectNothing = ({ who, told }: Outsider) => {
    for (const line of told)
      for (const secret of secrets)
        expect(line, `${who} was told of ${secret}`).not.to.contain(secret);
  };

  it("tells those who belong", () => {
    const heard = JSON.stringify([insider.entries, insider.changed]);
    expect(heard).to.contain(CANARY);
    expect(insider.changed.map(({ feature }) => feature)).to.include.members([
      "exchanges",
      "leads",
      "agreements",
    ]);
  });

  it("tells a party nothing of what the other says to itself", () => {
    expect(told.heardMore).to.equal(0);
  });

  it("tells nobody outside anything of it while it happens, by no event", () => {
    for (const one of outsiders) expectNothing(one);
  });

  it("answers nobody outside anything of it, by no command", async () => {
    // One of each: a command that is added to the contract does not compile until it is asked here.
    const commands: {
      [Event in keyof ClientToServer]: (channelId: string) => Parameters<ClientToServer[Event]>[0];
    } = {
      post: (channelId) => ({ channelId, message: aMessage("路过") }),
      mark: (channelId) => ({ channelId, mark: { read: 1 } }),
      watch: (channelId) => ({ channelIds: [channelId] }),
      unwatch: (channelId) => ({ channelIds: [channelId] }),
      duty: () => ({}),
    };
    const before = await nodes.test.hub.store.entries.countDocuments();
    for (const { who, listener } of outsiders)
      for (const channelId of channelIds)
        for (const event of Object.keys(commands) as (keyof ClientToServer)[]) {
          const reply = await listener.ask(event, commands[event](channelId));
          const where = `${who} asked ${event}: ${JSON.stringify(reply)}`;
          for (const secret of secrets) expect(JSON.stringify(reply), where).not.to.contain(secret);
          if (event === "post" || event === "mark")
            expect(reply, where).to.have.nested.property("problem.code", "not_found");
        }
    await quiet(900);
    for (const one of outsiders) expectNothing(one);
    expect(await nodes.test.hub.store.entries.countDocuments()).to.equal(before);
  });
});
