import { expect } from "chai";
import { ENTRIES, type EntryType } from "../kernel/events.ts";
import { GENESIS, digestOf, hashOf } from "./chain.ts";
import type { Head } from "./model.ts";
import { inputDigest, numbered } from "./number.ts";

const author = { id: "0192f0aa-0000-7000-8000-000000000001", officeId: "321084", role: "检察官" };
const noon = new Date("2026-11-24T04:00:00Z");
const start: Head = { seq: 0, ordinal: 0, hash: GENESIS, at: new Date(0), rights: 7 };
const said = { text: "明早到现场", files: [], mentions: [], inReplyTo: null };
const entry = (type: EntryType = "message.posted", body: unknown = said) => ({
  id: "0192f0aa-0000-7000-8000-000000000002",
  channelId: "0192f0aa-0000-7000-8000-000000000003",
  type,
  body,
});

describe("numbering", () => {
  it("gives each entry the next number and the hash before it, and leaves the rights alone", () => {
    const first = numbered(start, entry(), author, noon, said);
    const second = numbered(first.head, entry(), author, noon, said);
    expect([first.doc.seq, second.doc.seq]).to.deep.equal([1, 2]);
    expect([first.doc.prev, second.doc.prev]).to.deep.equal([GENESIS, first.doc.hash]);
    expect(second.head).to.deep.equal({
      seq: 2,
      ordinal: 2,
      hash: hashOf(second.doc),
      at: noon,
      rights: 7,
    });
  });

  it("counts what is news and nothing else", () => {
    expect(ENTRIES["message.recalled"].counts).to.equal(false);
    const { head } = numbered(start, entry("message.recalled", {}), author, noon, {});
    expect([head.seq, head.ordinal]).to.deep.equal([1, 0]);
  });

  it("never lets time run backwards, whatever a machine's clock says", () => {
    const first = numbered(start, entry(), author, noon, said);
    const late = new Date(noon.getTime() - 3_600_000);
    expect(numbered(first.head, entry(), author, late, said).doc.at).to.deep.equal(noon);
  });

  it("salts body and input anew each time: equal words have unequal digests", () => {
    const [one, other] = [1, 2].map(() => numbered(start, entry(), author, noon, said).doc);
    expect(one?.salt).to.match(/^[0-9a-f]{32}$/);
    expect(one?.digest).to.not.equal(other?.digest);
    expect(one?.digest).to.equal(digestOf(one?.salt ?? "", said));
    expect(one?.input).to.equal(inputDigest(one?.salt ?? "", said));
  });

  it("refuses a body that its kind does not describe", () => {
    expect(() =>
      numbered(start, entry("message.posted", { text: 1 }), author, noon, {}),
    ).to.throw();
  });
});
