import { setTimeout as sleep } from "node:timers/promises";
import { expect } from "chai";
import { createReader, type Reader, type Where } from "./reader.ts";
import { CHANNEL, createServerModel } from "./server-model.ts";
import { entriesOf } from "./thread.ts";

function aReader({ away = 0, delayMs = 0 } = {}) {
  const server = createServerModel();
  server.post("一");
  server.post("二");
  const asked: Where[] = [];
  let failing = away;
  const reader = createReader({
    random: () => 0.5,
    async fetchPage(_, where) {
      asked.push(where);
      if (delayMs > 0) await sleep(delayMs);
      if (failing > 0) {
        failing -= 1;
        throw new Error("away");
      }
      return server.read(where);
    },
  });
  const seqs = () => {
    const reading = reader.reading(CHANNEL);
    return reading ? entriesOf(reading.thread).map(({ seq }) => seq) : null;
  };
  const tell = (...entries: ReturnType<typeof server.post>[]) =>
    reader.onEntries({ channelId: CHANNEL, entries });
  return { server, reader, asked, seqs, tell };
}

describe("a reader", () => {
  let reader: Reader | undefined;
  afterEach(() => reader?.stop());
  const opened = async (options?: Parameters<typeof aReader>[0]) => {
    const made = aReader(options);
    reader = made.reader;
    made.reader.open(CHANNEL);
    await sleep(20 + (options?.delayMs ?? 0));
    return made;
  };

  it("waits for the hint that is on its way instead of fetching", async () => {
    const { server, asked, seqs, tell } = await opened();
    const [three, four] = [server.post("三"), server.post("四")];
    tell(four);
    expect(seqs()).to.deep.equal([1, 2]);
    await sleep(150);
    tell(three);
    expect(seqs()).to.deep.equal([1, 2, 3, 4]);
    await sleep(600);
    expect(asked).to.have.length(1);
  });

  it("fetches a gap after its patience, once and from where it stands", async () => {
    const { server, asked, seqs, tell } = await opened();
    server.post("丢了");
    tell(server.post("四"));
    await sleep(250);
    expect(asked).to.have.length(1);
    await sleep(400);
    expect(asked).to.have.length(2);
    expect(asked[1]).to.deep.equal({ after: { seq: 2, hash: server.log[1]?.hash } });
    expect(seqs()).to.deep.equal([1, 2, 3, 4]);
  });

  it("fetches what a head says is missing", async () => {
    const { server, reader, seqs } = await opened();
    server.post("没有人说");
    reader.onHeads({ [CHANNEL]: server.head() });
    await sleep(600);
    expect(seqs()).to.deep.equal([1, 2, 3]);
  });

  it("tries again when a fetch fails, and shows meanwhile that it did", async () => {
    const { reader, seqs } = await opened({ away: 1 });
    expect(reader.reading(CHANNEL)?.status).to.equal("loading");
    expect(reader.reading(CHANNEL)?.error).to.be.instanceOf(Error);
    await sleep(1_000);
    expect(reader.reading(CHANNEL)).to.deep.include({ status: "ready", error: null });
    expect(seqs()).to.deep.equal([1, 2]);
  });

  it("asks again after what is under way when told to pull: that may be older than the reason", async () => {
    const { server, reader, asked, seqs } = await opened({ delayMs: 40 });
    const first = reader.pull();
    server.post("三");
    await reader.pull([CHANNEL]);
    await first;
    expect(asked.length).to.be.at.least(2);
    expect(seqs()).to.deep.equal([1, 2, 3]);
  });

  it("reaches what was stored without a word of it, by one fetch, and needs none when a hint comes", async () => {
    const { server, reader, asked, seqs, tell } = await opened();
    await reader.reach(CHANNEL, server.post("三").id);
    expect(seqs()).to.deep.equal([1, 2, 3]);
    expect(asked).to.have.length(2);
    const four = server.post("四");
    const reached = reader.reach(CHANNEL, four.id);
    tell(four);
    await reached;
    expect(seqs()).to.deep.equal([1, 2, 3, 4]);
    expect(asked).to.have.length(2);
    await reader.reach("018f0000-0000-7000-8000-0000000000ff", four.id);
    expect(asked).to.have.length(2);
  });

  it("holds a channel as long as anybody does", async () => {
    const { reader } = await opened();
    const release = reader.open(CHANNEL);
    release();
    release();
    expect(reader.opened()).to.deep.equal([CHANNEL]);
    reader.forget(CHANNEL);
    expect(reader.reading(CHANNEL)).to.equal(null);
  });

  it("walks to the beginning page by page", async () => {
    const made = aReader();
    reader = made.reader;
    for (let index = 0; index < 120; index += 1) made.server.post(String(index));
    made.reader.open(CHANNEL);
    await sleep(20);
    expect(made.seqs()).to.have.length(50);
    await made.reader.older(CHANNEL);
    await made.reader.older(CHANNEL);
    await made.reader.older(CHANNEL);
    expect(made.seqs()).to.deep.equal(Array.from({ length: 122 }, (_, index) => index + 1));
  });
});
