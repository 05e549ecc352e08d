import { sm3 } from "../journal/chain.ts";
import type { EntryDoc } from "../journal/model.ts";
import { HubError } from "../kernel/faults.ts";
import { pemOf } from "../kernel/sm2.ts";
import type { KeyDoc } from "../keys/model.ts";
import type { Ctx } from "../store/hub.ts";
import { packFiles } from "./archive.ts";
import type { Signing } from "./load.ts";
import type { SignatureDoc } from "./model.ts";
import {
  folderOf,
  jsonOf,
  toJournalEntry,
  toPackedPaper,
  type PackedKey,
  type PackedSigning,
} from "./package-format.ts";
import { PACKAGE_README } from "./package-readme.ts";
import { readSigning, signaturesOf, type Which } from "./queries.ts";

/**
 * What was signed, with all that a third party needs to verify it without the hub: the same bytes whenever and by whomever it is asked
 * for. Only once every party has signed, or when the text was reopened: then it says that it binds nobody.
 */
export async function packSigning(
  ctx: Ctx,
  which: Which,
): Promise<{ name: string; bytes: Buffer }> {
  const signing = await readSigning(ctx, which);
  const { version, doc } = signing;
  if (!doc.completedAt && version.state !== "void")
    throw new HubError("not_now", { reason: "not_complete" });
  const rows = await signaturesOf(ctx, signing);
  const files = new Map<string, Buffer>([
    ["README.md", Buffer.from(PACKAGE_README)],
    ["agreement.json", Buffer.from(version.canonical)],
    ["anchor.json", entryFile(signing.anchor)],
    ["signing.json", jsonOf(summaryOf(signing, rows))],
  ]);
  for (const row of rows) {
    const place = signing.facts.parties.findIndex((party) => party.id === row.partyId);
    for (const [name, bytes] of await rowFiles(ctx, row)) files.set(folderOf(place) + name, bytes);
  }
  const digests = Object.fromEntries([...files].map(([name, bytes]) => [name, sm3(bytes)]));
  const manifest = jsonOf({ v: 1, files: digests });
  const name = `${version.values.title} 会签核验包.zip`;
  return { name, bytes: packFiles(new Map([...files, ["manifest.json", manifest]])) };
}

function summaryOf(
  { agreement, version, anchor, doc, facts }: Signing,
  rows: readonly SignatureDoc[],
): PackedSigning {
  return {
    v: 1,
    agreement: agreement._id,
    version: version.number,
    versionHash: version.digest,
    anchor: anchor._id,
    state: doc.completedAt ? "complete" : "void",
    parties: facts.parties.map(({ id, name }) => {
      const row = rows.find((one) => one.partyId === id);
      return { id, name, mode: row ? (row.online ? "online" : "paper") : null };
    }),
  };
}

function entryFile(entry: EntryDoc | null): Buffer {
  const whole = entry && toJournalEntry(entry);
  // Formal acts cannot be erased (channels/rules.ts), so this is a damaged store.
  if (!whole) throw new TypeError("an entry of a signature is not whole");
  return jsonOf(whole);
}

async function rowFiles(ctx: Ctx, row: SignatureDoc): Promise<[string, Buffer][]> {
  const { store } = ctx.hub;
  const entry = entryFile(await store.entries.findById(row._id).lean<EntryDoc>());
  if (row.paper)
    return [
      ["entry.json", entry],
      ["paper.json", jsonOf(toPackedPaper(row.paper))],
    ];
  if (!row.online) throw new TypeError("a signature is given online or on paper");
  const { statement, signature, publicKey, keyId } = row.online;
  return [
    ["entry.json", entry],
    ["key.json", jsonOf(await packedKey(ctx, keyId))],
    ["public-key.pem", Buffer.from(pemOf(publicKey))],
    ["signature.der", Buffer.from(signature, "hex")],
    ["statement.json", Buffer.from(statement)],
  ];
}

async function packedKey(ctx: Ctx, keyId: string): Promise<PackedKey> {
  const { store } = ctx.hub;
  const key = await store.keys.findById(keyId).lean<KeyDoc>();
  const entry = await store.entries.findById(key?.confirmed?.entryId).lean<EntryDoc>();
  const confirmation = entry && toJournalEntry(entry);
  if (!key || !confirmation) throw new TypeError("a key that signed was confirmed");
  return {
    v: 1,
    key: key._id,
    provider: key.provider,
    officer: key.officerId,
    office: key.officeId,
    publicKey: key.publicKey,
    possession: key.possession,
    confirmation,
  };
}
