import { z } from "zod";
import type { EntryDoc } from "../journal/model.ts";
import { canonical } from "../kernel/canonical.ts";
import { Id, OfficeId } from "../kernel/ids.ts";
import { Digest, KeyProvider, PublicKey, Sm2Signature } from "../keys/contract.ts";
import type { RecordedPaper } from "./model.ts";

/** Every file of a package that is JSON is canonical (RFC 8785), without a byte more. */

/** An entry of the journal, whole: header, hash, body, and the salt by which the header's digest stands for the body. */
export const JournalEntry = z.strictObject({
  v: z.int(),
  channelId: Id,
  seq: z.int(),
  ordinal: z.int(),
  id: Id,
  type: z.string(),
  actor: Id,
  office: OfficeId,
  role: z.string(),
  at: z.iso.datetime(),
  target: Id.nullable(),
  prev: Digest,
  digest: Digest,
  hash: Digest,
  body: z.record(z.string(), z.unknown()),
  salt: z.string().regex(/^[0-9a-f]{32}$/),
});
export type JournalEntry = z.infer<typeof JournalEntry>;

/** An entry for a package; null once its body was erased. */
export function toJournalEntry({ _id: id, ...entry }: EntryDoc): JournalEntry | null {
  const parsed = JournalEntry.safeParse({
    v: entry.v,
    channelId: entry.channelId,
    seq: entry.seq,
    ordinal: entry.ordinal,
    id,
    type: entry.type,
    actor: entry.actor,
    office: entry.office,
    role: entry.role,
    at: entry.at.toISOString(),
    target: entry.target,
    prev: entry.prev,
    digest: entry.digest,
    hash: entry.hash,
    body: entry.body,
    salt: entry.salt,
  });
  return parsed.success ? parsed.data : null;
}

/** signing.json: what the package is about. */
export const PackedSigning = z.strictObject({
  v: z.literal(1),
  agreement: Id,
  version: z.int(),
  versionHash: Digest,
  /** Id of the entry that froze the version: anchor.json. */
  anchor: Id,
  state: z.enum(["complete", "void"]),
  /** In signing order; `mode` null: has not signed. */
  parties: z.array(
    z.strictObject({ id: Id, name: z.string(), mode: z.enum(["online", "paper"]).nullable() }),
  ),
});
export type PackedSigning = z.infer<typeof PackedSigning>;

/** key.json: whose key it is, by whose word. `confirmation` is an entry of the office's log. */
export const PackedKey = z.strictObject({
  v: z.literal(1),
  key: Id,
  provider: KeyProvider,
  officer: Id,
  office: OfficeId,
  publicKey: PublicKey,
  possession: Sm2Signature,
  confirmation: JournalEntry,
});
export type PackedKey = z.infer<typeof PackedKey>;

/** paper.json: the entry of the confirmation holds the SM3 of these bytes. */
export const PackedPaper = z.strictObject({
  v: z.literal(1),
  party: Id,
  signedBy: z.string(),
  role: z.string(),
  signedOn: z.iso.date(),
  file: z.strictObject({ id: Id, name: z.string(), size: z.int(), sha256: Digest, sm3: Digest }),
  recordedBy: Id,
});
export type PackedPaper = z.infer<typeof PackedPaper>;

/** A paper as it is packed, and as its digest stands in the journal. */
export const toPackedPaper = ({
  partyId,
  file,
  signedBy,
  role,
  signedOn,
  recorded,
}: RecordedPaper) =>
  ({
    v: 1,
    party: partyId,
    signedBy,
    role,
    signedOn,
    file: {
      id: file.fileId,
      name: file.name,
      size: file.size,
      sha256: file.sha256,
      sm3: file.sm3,
    },
    recordedBy: recorded.officerId,
  }) satisfies PackedPaper;

/** manifest.json: SM3 of every other file. */
export const Manifest = z.strictObject({ v: z.literal(1), files: z.record(z.string(), Digest) });

/** The folder of the party at this place of the signing order. */
export const folderOf = (place: number): string =>
  `signatures/${String(place + 1).padStart(2, "0")}/`;

/** A JSON file's bytes. */
export const jsonOf = (value: unknown): Buffer => Buffer.from(canonical(value));
