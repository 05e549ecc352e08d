import {
  acknowledgeMessage,
  editMessage,
  eraseEntry,
  postMessage,
  recallMessage,
} from "@hub/domain/channels/commands";
import { openGroup } from "@hub/domain/channels/conversation-commands";
import type { Entry } from "@hub/domain/channels/contract";
import { fold } from "@hub/domain/channels/fold";
import { listEntriesOf } from "@hub/domain/channels/queries";
import { silent } from "@hub/domain/journal/announce";
import { ENTRIES, type EntryType } from "@hub/domain/kernel/events";
import { newId } from "@hub/domain/kernel/ids";
import { actorOf } from "@hub/domain/sessions/queries";
import type { Ctx, Hub } from "@hub/domain/store/hub";
import { expect } from "chai";
import { sampleOf } from "../../api/test/sample.ts";
import { anOfficer } from "../../api/test/world.ts";
import {
  emptyThread,
  entriesOf,
  withEntries,
  withPage,
  type Thread,
} from "../../client/src/app/live/thread.ts";
import { freshHub } from "./fresh-hub.ts";

/** Where something ends, it ends after it began: a sample's every other time is the same. */
const LATER = { endAt: "2026-11-22T09:00:00.000Z" };

/** What a browser holds and a page fetched afresh must not differ, whatever has happened: for every entry there is, also a new one. */
describe("every entry: state before + its hint = state fetched fresh", () => {
  let hub: Hub;
  let close: () => Promise<void>;
  let chief: Ctx;
  let colleague: Ctx;
  let channelId: string;
  const hints: Entry[] = [];

  before(async () => {
    const announcer = { ...silent, entries: (_: unknown, told: Entry[]) => hints.push(...told) };
    const opened = await freshHub({ announcer });
    hub = opened.hub;
    close = () => opened.close();
    const officers = (["chief", "prosecutor"] as const).map((post) =>
      anOfficer({ officeId: "321084", posts: [post] }),
    );
    await hub.store.officers.insertMany(officers, { lean: true });
    const [one, other] = officers.map((officer) => ({
      hub,
      actor: actorOf(officer),
      role: officer.title,
    }));
    if (!one || !other) throw new TypeError("unreachable");
    [chief, colleague] = [one, other];
  });
  beforeEach(async () => {
    const officerIds = [colleague.actor.id];
    const opened = { id: newId(), channelId: newId(), title: "组", officerIds };
    channelId = await openGroup(chief, opened);
  });
  after(() => close());

  const fetched = async (): Promise<Thread> =>
    withPage(emptyThread(channelId), await listEntriesOf(colleague, channelId, { limit: 200 }));

  async function aMessage(): Promise<{ channelId: string; entryId: string }> {
    const body = { text: "原话", files: [], mentions: [], inReplyTo: null };
    const { id: entryId } = await postMessage(chief, channelId, { id: newId(), ...body });
    await editMessage(chief, { channelId, entryId }, { id: newId(), text: "改过的话" });
    return { channelId, entryId };
  }

  type Where = Awaited<ReturnType<typeof aMessage>>;
  /** Entries that say something about another one; every other kind is written as the act of its matter writes it. */
  const about: Partial<Record<EntryType, (where: Where) => Promise<unknown>>> = {
    "message.edited": (where) => editMessage(chief, where, { id: newId(), text: "又改" }),
    "message.recalled": (where) => recallMessage(chief, where, { id: newId() }),
    "message.acknowledged": (where) => acknowledgeMessage(colleague, where, { id: newId() }),
    "entry.erased": (where) => eraseEntry(chief, where, { id: newId(), reason: "含个人信息" }),
  };

  const write = (type: EntryType): Promise<unknown> =>
    hub.journal.act(chief, {
      id: newId(),
      input: {},
      run: async () => [{ channelId, type, body: sampleOf(ENTRIES[type].body, LATER) }],
    });

  for (const type of Object.keys(ENTRIES) as EntryType[])
    it(type, async () => {
      const where = await aMessage();
      const before = await fetched();
      hints.length = 0;
      await (about[type]?.(where) ?? write(type));
      expect(hints.map((hint) => hint.type)).to.deep.equal([type]);
      const live = withEntries(before, JSON.parse(JSON.stringify(hints)) as Entry[]);
      const fresh = await fetched();
      expect(live.position).to.deep.equal(fresh.position);
      expect(entriesOf(live)).to.deep.equal(entriesOf(fresh));
      expect(fold(entriesOf(live))).to.deep.equal(fold(entriesOf(fresh)));
    });
});
