import { z } from "zod";
import { Attached } from "../files/contract.ts";
import { Id, OfficeId } from "../kernel/ids.ts";
import { Signature } from "../kernel/signature.ts";
import { Digest, KeyProvider, PublicKey, Sm2Signature } from "../keys/contract.ts";

/**
 * What a party's signer signs: these members as canonical JSON (RFC 8785), in UTF-8. The server writes it, the time is the server's, and
 * the exact bytes are kept. `anchor` is the hash of the journal entry that froze the version: nobody could have signed it earlier, and
 * what was frozen cannot be exchanged afterwards.
 */
export const Statement = z.strictObject({
  v: z.literal(1),
  agreement: Id,
  version: z.int().positive(),
  /** SM3 of the version's frozen text. */
  versionHash: Digest,
  party: z.strictObject({ id: Id, name: z.string() }),
  /** 职务 in words, with the delegation when there is one: 副检察长（受张某委托）. */
  role: z.string(),
  signer: z.strictObject({ id: Id, name: z.string(), key: Digest }),
  at: z.iso.datetime(),
  anchor: Digest,
});
export type Statement = z.infer<typeof Statement>;

/** How long a statement waits for its signature. */
export const CHALLENGE_MINUTES = 10;

/** One act of signing, as the signer's browser is given it: once, for this officer in this session. */
export const Challenge = z.object({
  id: Id,
  statement: z.string(),
  /** The key that has to sign. */
  keyId: Id,
  expiresAt: z.iso.datetime(),
});
export type Challenge = z.infer<typeof Challenge>;

/** A signature on paper: the scan, who signed and when; recorded by one, compared by another. */
export const PaperView = z.object({
  file: Attached,
  signedBy: z.string(),
  role: z.string(),
  signedOn: z.iso.date(),
  recorded: Signature,
});
export type PaperView = z.infer<typeof PaperView>;

/** 电子签名 or 线下签章; both count the same. */
export const SignatureView = z.discriminatedUnion("mode", [
  z.object({
    mode: z.literal("online"),
    id: Id,
    by: Signature,
    /** The exact text that was signed. */
    statement: z.string(),
    signature: Sm2Signature,
    provider: KeyProvider,
    keyId: Id,
    publicKey: PublicKey,
    fingerprint: Digest,
    /** The paper on which the delegation rests; null when the chief signed. */
    basis: z.string().nullable(),
  }),
  z.object({ mode: z.literal("paper"), id: Id, paper: PaperView, confirmed: Signature }),
]);
export type SignatureView = z.infer<typeof SignatureView>;

/** What somebody may do for a party, or (deadline) about it. */
export const SigningAct = z.enum([
  "sign",
  "decline",
  "record_paper",
  "confirm_paper",
  "reject_paper",
  "set_deadline",
]);
export type SigningAct = z.infer<typeof SigningAct>;

/** waits: 待会签; ahead: others sign first; declined: 暂不会签; recorded: a paper waits for the second person; signed. */
export const PartyState = z.enum(["waits", "ahead", "declined", "recorded", "signed"]);
export type PartyState = z.infer<typeof PartyState>;

export const SigningParty = z.object({
  id: Id,
  officeId: OfficeId.nullable(),
  name: z.string(),
  host: z.boolean(),
  state: PartyState,
  /** The last day, Asia/Shanghai; null: 未约定期限. */
  deadline: z.iso.date().nullable(),
  overdueDays: z.int(),
  signature: SignatureView.nullable(),
  /** Waits for the second person. */
  paper: PaperView.nullable(),
  /** 暂不会签（附意见）, the newest last. */
  declines: z.array(z.object({ opinion: z.string(), by: Signature })),
  /** Why papers were not confirmed, the newest last. */
  rejections: z.array(z.object({ reason: z.string(), by: Signature })),
  can: z.array(SigningAct),
});
export type SigningParty = z.infer<typeof SigningParty>;

/** open: 会签中; complete: every party signed; void: the text was reopened, and what was signed binds nobody. */
export const SigningState = z.enum(["open", "complete", "void"]);
export type SigningState = z.infer<typeof SigningState>;

/** The co-signing of one frozen version. */
export const SigningView = z.object({
  agreementId: Id,
  /** Of the agreement's text. */
  number: z.int(),
  title: z.string(),
  state: SigningState,
  inOrder: z.boolean(),
  /** The frozen text, canonical JSON: SM3 of its UTF-8 is `digest`. */
  canonical: z.string(),
  digest: Digest,
  /** The entry that froze it. */
  anchor: z.object({ entryId: Id, hash: Digest, at: z.iso.datetime() }),
  completedAt: z.iso.datetime().nullable(),
  /** In signing order. */
  parties: z.array(SigningParty),
});
export type SigningView = z.infer<typeof SigningView>;

/** What is asked of a signature, one by one; see checks.ts. */
export const Check = z.enum([
  "statement",
  "signature",
  "key",
  "text",
  "version",
  "party",
  "anchor",
  "standing",
]);
export type Check = z.infer<typeof Check>;

export const VerifiedRow = z.object({
  partyId: Id,
  mode: z.enum(["online", "paper"]),
  /** Checks that do not hold; empty: it is good. */
  fails: z.array(Check),
});

const of = { agreementId: Id, number: z.int(), partyId: Id };
/** In the channel of all parties: ids and digests; opinions and papers stand with the signing. */
export const signatureEntries = {
  "signature.made": {
    counts: true,
    /** Digests are SM3 over the statement's bytes and over the signature's DER bytes. */
    body: z.object({ ...of, statement: Digest, signature: Digest, keyId: Id }),
  },
  "signature.declined": { counts: true, body: z.object({ ...of, digest: Digest }) },
  "signature.paper_recorded": { counts: true, body: z.object({ ...of, fileId: Id, sm3: Digest }) },
  /** `digest`: SM3 of the paper as it is packed (package-format.ts), so that nothing about it can be changed later. */
  "signature.paper_confirmed": {
    counts: true,
    body: z.object({ ...of, fileId: Id, digest: Digest }),
  },
  "signature.paper_rejected": { counts: true, body: z.object({ ...of, digest: Digest }) },
  "signature.deadline_set": {
    counts: true,
    body: z.object({ ...of, deadline: z.iso.date().nullable() }),
  },
} as const;
