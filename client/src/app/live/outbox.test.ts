import "fake-indexeddb/auto";
import { setTimeout as sleep } from "node:timers/promises";
import { toProblem, HubError } from "@hub/domain/kernel/faults";
import { expect } from "chai";
import { createOutbox, type Outbox, type Outgoing } from "./outbox.ts";
import type { Sent } from "./queue.ts";
import { openOutboxStore, type OutboxStore } from "./outbox-store.ts";

const ME = "018f0000-0000-7000-8000-00000000000a";
const OTHER = "018f0000-0000-7000-8000-00000000000b";
const HERE = "018f0000-0000-7000-8000-0000000000c1";
const THERE = "018f0000-0000-7000-8000-0000000000c2";
const refused: Sent = { outcome: "refused", problem: toProblem(new HubError("forbidden")) };

describe("an outbox", () => {
  const open: (Outbox | OutboxStore<Outgoing>)[] = [];
  let count = 0;
  afterEach(() => {
    for (const one of open.splice(0)) "stop" in one ? one.stop() : one.close();
  });

  async function anOutbox(
    send: (outgoing: Outgoing) => Promise<Sent>,
    { name = `outbox-${(count += 1)}`, officerId = ME } = {},
  ) {
    const store = await openOutboxStore<Outgoing>(name);
    const outbox = await createOutbox({ officerId, store, send, random: () => 0 });
    open.push(outbox, store);
    return { outbox, store, name };
  }
  const text = (one: Outgoing) => one.message.text;

  it("sends in order, one at a time per channel, channels side by side", async () => {
    const log: string[] = [];
    const { outbox } = await anOutbox(async (one) => {
      log.push(`+${text(one)}`);
      await sleep(20);
      log.push(`-${text(one)}`);
      return { outcome: "stored" };
    });
    await Promise.all([outbox.add(HERE, { text: "1" }), outbox.add(THERE, { text: "x" })]);
    await outbox.add(HERE, { text: "2" });
    await sleep(100);
    expect(log.filter((line) => /\d/.test(line))).to.deep.equal(["+1", "-1", "+2", "-2"]);
    expect(log.indexOf("+x")).to.be.below(log.indexOf("-1"));
    expect(outbox.all()).to.deep.equal([]);
  });

  it("keeps what could not be sent, and sends it later once with the same id", async () => {
    let away = true;
    const sent: string[] = [];
    const { outbox } = await anOutbox(async (one) => {
      if (away) return { outcome: "unknown" };
      sent.push(one.id);
      return { outcome: "stored" };
    });
    const first = await outbox.add(HERE, { text: "在船上写的" });
    const second = await outbox.add(HERE, { text: "又一句" });
    await sleep(30);
    expect(outbox.of(HERE).map(({ state }) => state)).to.deep.equal(["queued", "queued"]);
    away = false;
    outbox.wake();
    await sleep(30);
    expect(sent).to.deep.equal([first, second]);
    expect(outbox.all()).to.deep.equal([]);
  });

  it("tries again by itself", async () => {
    let tries = 0;
    const { outbox } = await anOutbox(async () => {
      tries += 1;
      return tries === 1 ? { outcome: "unknown" } : { outcome: "stored" };
    });
    await outbox.add(HERE, { text: "1" });
    await sleep(1_150);
    expect(tries).to.equal(2);
    expect(outbox.all()).to.deep.equal([]);
  });

  it("sends after the tab was closed what was under way, with its id", async () => {
    const { outbox, name } = await anOutbox(() => new Promise(() => undefined));
    const id = await outbox.add(HERE, { text: "发到一半" });
    await sleep(10);
    expect(outbox.of(HERE)[0]?.state).to.equal("sending");
    outbox.stop();
    const sent: string[] = [];
    await anOutbox(
      async (one) => {
        sent.push(one.id);
        return { outcome: "stored" };
      },
      { name },
    );
    await sleep(20);
    expect(sent).to.deep.equal([id]);
  });

  it("shows a refused one with its reason, lets the next pass, and tries it again when told", async () => {
    let answer: Sent = refused;
    const { outbox } = await anOutbox(async (one) =>
      text(one) === "不行" ? answer : { outcome: "stored" },
    );
    const id = await outbox.add(HERE, { text: "不行" });
    await outbox.add(HERE, { text: "可以" });
    await sleep(30);
    expect(outbox.all()).to.have.length(1);
    expect(outbox.all()[0]).to.deep.include({ id, state: "failed" });
    expect(outbox.all()[0]?.problem?.code).to.equal("forbidden");
    answer = { outcome: "stored" };
    await outbox.retry(id);
    await sleep(20);
    expect(outbox.all()).to.deep.equal([]);
  });

  it("shows an officer nothing that another wrote in the same browser", async () => {
    const { outbox, name } = await anOutbox(async () => ({ outcome: "unknown" }));
    await outbox.add(HERE, { text: "我的" });
    const sent: string[] = [];
    const { outbox: others } = await anOutbox(
      async (one) => {
        sent.push(text(one) ?? "");
        return { outcome: "stored" };
      },
      { name, officerId: OTHER },
    );
    await sleep(20);
    expect(others.all()).to.deep.equal([]);
    expect(sent).to.deep.equal([]);
  });

  it("does not send what another tab took back", async () => {
    const sent: string[] = [];
    let away = true;
    const send = async (one: Outgoing): Promise<Sent> => {
      if (away) return { outcome: "unknown" };
      sent.push(one.id);
      return { outcome: "stored" };
    };
    const { outbox, name } = await anOutbox(send);
    const id = await outbox.add(HERE, { text: "算了" });
    const { outbox: tab } = await anOutbox(send, { name });
    await sleep(20);
    expect(await outbox.takeBack(id)).to.deep.include({ id });
    away = false;
    tab.wake();
    await sleep(30);
    expect(sent).to.deep.equal([]);
    expect(tab.all()).to.deep.equal([]);
  });
});
