import { FrozenText } from "../agreements/contract.ts";
import { digestOf, hashOf, sm3 } from "../journal/chain.ts";
import { canonical } from "../kernel/canonical.ts";
import { pemOf } from "../kernel/sm2.ts";
import { VERIFIERS } from "../keys/providers.ts";
import { possessionText } from "../keys/rules.ts";
import { unpackFiles } from "./archive.ts";
import { checkSignature, parseStatement, type SignedRow } from "./checks.ts";
import type { Statement } from "./contract.ts";
import {
  folderOf,
  JournalEntry,
  Manifest,
  PackedKey,
  PackedPaper,
  PackedSigning,
} from "./package-format.ts";
import { ask, Broken, Reader, section } from "./package-reader.ts";
import { PACKAGE_README } from "./package-readme.ts";

/**
 * Verifies a package from its bytes alone. Each section ends with the first thing that does not hold; signatures are computed last, once
 * everything that is cheap to ask holds. Nothing comes of a sound package. Neither the manifest nor the summary is believed: both are compared with
 * what was signed.
 */
export function* problemsOf(archive: Buffer): Generator<Broken> {
  const files = unpackFiles(archive);
  if (!files) {
    yield new Broken("(archive)", "is no package, or was changed");
    return;
  }
  const reader = new Reader(files);
  yield* section(() => checkManifest(reader));
  let about: About | undefined;
  yield* section(() => {
    about = readText(reader);
  });
  if (!about) return;
  const known = about;
  const online: Online[] = [];
  for (const [place, { mode }] of known.signing.parties.entries())
    yield* section(() => {
      if (mode === "paper") checkPaper(known, place);
      if (mode === "online") online.push(readOnline(known, place));
    });
  for (const file of reader.unread()) yield new Broken(file, "does not belong to a package");
  for (const one of online) yield* section(() => computeOnline(known, one));
}

/** How each party signed, of a package in which problemsOf found nothing. */
export function signersOf(archive: Buffer): { party: string; how: string }[] {
  const reader = new Reader(unpackFiles(archive) ?? new Map<string, Buffer>());
  return reader.json("signing.json", PackedSigning).parties.map(({ name: party, mode }, place) => {
    const folder = folderOf(place);
    if (mode === "paper") {
      const paper = reader.json(`${folder}paper.json`, PackedPaper);
      return { party, how: `paper, ${paper.role} ${paper.signedBy}, ${paper.signedOn}` };
    }
    const statement = parseStatement(reader.text(`${folder}statement.json`));
    return { party, how: `SM2, ${statement?.role} ${statement?.signer.name}, ${statement?.at}` };
  });
}

function checkManifest(reader: Reader): void {
  const readme = reader.text("README.md") === PACKAGE_README;
  ask("README.md", [readme, "is not the one of this format"]);
  const listed = reader.json("manifest.json", Manifest).files;
  const there = reader.names().filter((name) => name !== "manifest.json");
  const same = Object.keys(listed).toSorted().join() === there.toSorted().join();
  ask("manifest.json", [same, "lists other files than there are"]);
  for (const name of there)
    ask(name, [reader.digest(name) === listed[name], "has another digest than the manifest says"]);
}

/** What every party's signature is compared with. */
interface About {
  reader: Reader;
  signing: PackedSigning;
  text: FrozenText;
  anchor: JournalEntry;
}

const isWhole = (entry: JournalEntry): boolean =>
  hashOf({ ...entry, _id: entry.id, at: new Date(entry.at) }) === entry.hash &&
  digestOf(entry.salt, entry.body) === entry.digest;

/** What stands in an entry's body under these names is exactly that. */
const says = (entry: JournalEntry, expected: Record<string, unknown>): boolean =>
  Object.entries(expected).every(([name, value]) => entry.body[name] === value);

function readText(reader: Reader): About {
  const signing = reader.json("signing.json", PackedSigning);
  const text = reader.json("agreement.json", FrozenText);
  const anchor = reader.json("anchor.json", JournalEntry);
  const { agreement: agreementId, version: number, versionHash: digest } = signing;
  ask(
    "agreement.json",
    [sm3(reader.bytes("agreement.json")) === digest, "is not the text that was signed"],
    [text.agreement === agreementId && text.version === number, "is another agreement or version"],
  );
  ask(
    "anchor.json",
    [isWhole(anchor), "does not have the digest that it names"],
    [anchor.id === signing.anchor && anchor.type === "agreement.frozen", "froze nothing"],
    [says(anchor, { agreementId, number, digest }), "froze another text"],
  );
  const named = (parties: readonly { id: string; name: string }[]) =>
    canonical(parties.map(({ id, name }) => [id, name]));
  const signed = signing.parties.every(({ mode }) => mode !== null);
  ask(
    "signing.json",
    [named(text.parties) === named(signing.parties), "names other parties than the text"],
    [signing.state !== "void", "was reopened after the freeze: nobody is bound by it"],
    [signed, "is called complete, but not every party has signed"],
  );
  return { reader, signing, text, anchor };
}

/** The act's own entry: in the channel of the freeze, after it, about this party and exactly this. */
function checkEntry(
  { reader, signing, anchor }: About,
  place: number,
  { type, ...body }: { type: string } & Record<string, unknown>,
): JournalEntry {
  const file = `${folderOf(place)}entry.json`;
  const entry = reader.json(file, JournalEntry);
  const partyId = signing.parties[place]?.id;
  const { agreement: agreementId, version: number } = signing;
  ask(
    file,
    [isWhole(entry), "does not have the digest that it names"],
    [entry.channelId === anchor.channelId && entry.seq > anchor.seq, "does not follow the freeze"],
    [entry.type === type, "is the entry of something else"],
    [says(entry, { agreementId, number, partyId, ...body }), "is about something else"],
  );
  return entry;
}

function checkPaper(about: About, place: number): void {
  const file = `${folderOf(place)}paper.json`;
  const paper = about.reader.json(file, PackedPaper);
  const type = "signature.paper_confirmed";
  const digest = sm3(about.reader.bytes(file));
  const entry = checkEntry(about, place, { type, fileId: paper.file.id, digest });
  ask(
    file,
    [paper.party === about.signing.parties[place]?.id, "is of another party"],
    [entry.actor !== paper.recordedBy, "was recorded and confirmed by one person"],
  );
}

/** An online signature whose parts fit each other, as far as that is seen without computing it. */
interface Online {
  folder: string;
  partyId: string;
  key: PackedKey;
  row: SignedRow;
}

function readOnline(about: About, place: number): Online {
  const { reader } = about;
  const folder = folderOf(place);
  const text = reader.text(`${folder}statement.json`);
  const der = reader.bytes(`${folder}signature.der`);
  const key = reader.json(`${folder}key.json`, PackedKey);
  const statement = parseStatement(text);
  if (!statement) throw new Broken(`${folder}statement.json`, "is not in its canonical form");
  const entry = checkEntry(about, place, {
    type: "signature.made",
    statement: sm3(text),
    signature: sm3(der),
    keyId: key.key,
  });
  ask(
    `${folder}entry.json`,
    [entry.actor === statement.signer.id, "is the act of another officer"],
    [entry.at >= statement.at, "is older than what was signed"],
  );
  const pem = reader.text(`${folder}public-key.pem`) === pemOf(key.publicKey);
  ask(`${folder}public-key.pem`, [pem, "is another key than key.json has"]);
  checkConfirmed(`${folder}key.json`, { key, statement, signedAt: entry.at });
  const { provider, publicKey } = key;
  const row = { statement: text, signature: der.toString("hex"), provider, publicKey };
  return { folder, partyId: about.signing.parties[place]?.id ?? "", key, row };
}

/** The office of the key's holder had confirmed that it is his before he signed. */
function checkConfirmed(
  file: string,
  { key, statement, signedAt }: { key: PackedKey; statement: Statement; signedAt: string },
): void {
  const { key: keyId, office, publicKey, confirmation } = key;
  const { id: officerId, key: fingerprint } = statement.signer;
  ask(
    file,
    [key.officer === officerId, "is another officer's"],
    [isWhole(confirmation), "has a confirmation without the digest that it names"],
    [confirmation.type === "key.confirmed", "was not confirmed"],
    [
      says(confirmation, { keyId, officerId, publicKey, fingerprint }),
      "was not confirmed as this officer's",
    ],
    [confirmation.office === office, "was confirmed by another office"],
    [confirmation.actor !== officerId, "was confirmed by its own holder"],
    [confirmation.at <= signedAt, "was confirmed after it signed"],
  );
}

/** The signature, and the proof that the key was in the signer's hands. */
function computeOnline(
  { reader, signing, anchor }: About,
  { folder, partyId, key, row }: Online,
): void {
  const { key: keyId, office, officer, publicKey, possession } = key;
  const claimed = { v: 1, purpose: "signing-key", key: keyId, officer } as const;
  const shown = Buffer.from(possessionText({ ...claimed, office, publicKey }));
  ask(`${folder}key.json`, [
    VERIFIERS[key.provider].verify(shown, possession, publicKey),
    "was never shown to be in its holder's hands",
  ]);
  const fails = checkSignature(
    row,
    {
      agreementId: signing.agreement,
      number: signing.version,
      partyId,
      canonical: reader.text("agreement.json"),
      digest: signing.versionHash,
      anchor: anchor.hash,
      standing: true,
    },
    sm3,
  );
  ask(`${folder}statement.json`, [
    fails.length === 0,
    `does not hold with signature.der and public-key.pem: ${fails.join(", ")}`,
  ]);
}
