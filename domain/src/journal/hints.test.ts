import { expect } from "chai";
import { newId } from "../kernel/ids.ts";
import type { Entry } from "../channels/contract.ts";
import { createHints, packHints, type Carrier } from "./hints.ts";

const channelId = newId();
const anEntry = (seq: number, text = "好"): Entry => ({
  id: newId(),
  v: 1,
  channelId,
  seq,
  ordinal: seq,
  type: "message.posted",
  actor: newId(),
  office: "321084",
  role: "检察官",
  at: "2026-11-22T00:00:00.000Z",
  target: null,
  prev: "",
  hash: `${seq}`,
  body: { text, files: [], mentions: [], inReplyTo: null },
  withheld: null,
});

function aCarrier() {
  const emitted: { rooms: string[]; event: string; hint: unknown }[] = [];
  const carrier: Carrier = {
    emit: (rooms, event, hint) => void emitted.push({ rooms, event, hint }),
    rights: () => undefined,
  };
  return { carrier, emitted };
}

describe("packHints", () => {
  it("tells a commit in one message, in order", () => {
    const entries = [anEntry(1), anEntry(2), anEntry(3)];
    expect(packHints(entries)).to.deep.equal([entries]);
  });

  it("tells only the place of an entry above 8 KB", () => {
    const large = anEntry(2, "汉".repeat(3_000));
    const { id, seq } = large;
    expect(packHints([anEntry(1), large])[0]?.[1]).to.deep.equal({ id, channelId, seq });
  });

  it("keeps every message below 64 KB and loses none", () => {
    const entries = Array.from({ length: 128 }, (_, index) =>
      anEntry(index + 1, "x".repeat(3_000)),
    );
    const messages = packHints(entries);
    expect(messages.flat()).to.deep.equal(entries);
    for (const message of messages) expect(JSON.stringify(message).length).to.be.below(66_000);
  });
});

describe("createHints", () => {
  it("tells a matter that changed twice once, to everybody who may read it", () => {
    const { carrier, emitted } = aCarrier();
    const hints = createHints();
    hints.attach(carrier);
    hints.changed(["office:1"], { feature: "leads", id: "a" });
    hints.changed(["office:1", "office:2"], { feature: "leads", id: "a" });
    hints.stop();
    expect(emitted).to.deep.equal([
      {
        rooms: ["token:office:1", "token:office:2"],
        event: "changed",
        hint: { feature: "leads", id: "a" },
      },
    ]);
  });

  it("tells many matters as many", () => {
    const { carrier, emitted } = aCarrier();
    const hints = createHints();
    hints.attach(carrier);
    for (let index = 0; index < 21; index += 1)
      hints.changed(["office:1"], { feature: "leads", id: String(index) });
    hints.stop();
    expect(emitted.map(({ hint }) => hint)).to.deep.equal([{ feature: "leads", id: null }]);
  });

  it("addresses the room of the rights under which it was committed", () => {
    const { carrier, emitted } = aCarrier();
    const hints = createHints();
    hints.attach(carrier);
    hints.entries({ id: channelId, rights: 7 }, [anEntry(1)]);
    hints.stop();
    expect(emitted[0]?.rooms).to.deep.equal([`channel:${channelId}@7`]);
  });
});
