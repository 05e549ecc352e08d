import { z } from "zod";
import { Id, OfficeId } from "../kernel/ids.ts";
import { route } from "../kernel/route.ts";
import { Signature } from "../kernel/signature.ts";
import { line } from "../kernel/text.ts";
import { Proof } from "../sessions/contract.ts";

/**
 * Who makes and checks signatures of a key. `passphrase`: made in the signer's browser and kept encrypted under a passphrase. A CA's
 * certificate, a UKey or an e-seal service comes as a further id, with its own signer (client) and verifier (keys/providers.ts).
 */
export const KeyProvider = z.enum(["passphrase"]);
export type KeyProvider = z.infer<typeof KeyProvider>;

/** 待确认, 有效, 已换发 (a new key was made), 已撤销. What a key signed while it was confirmed stays valid in all of them. */
export const KeyState = z.enum(["pending", "confirmed", "replaced", "revoked"]);
export type KeyState = z.infer<typeof KeyState>;

const Base64 = z.base64().max(400);
/** SM3 or SHA-256, hexadecimal. */
export const Digest = z.string().regex(/^[0-9a-f]{64}$/);
/** An SM2 point as 04, x, y. */
export const PublicKey = z.string().regex(/^04[0-9a-f]{128}$/);
/** An SM2 signature, DER in hexadecimal. */
export const Sm2Signature = z.string().regex(/^30[0-9a-f]{12,142}$/);

/** Iterations of PBKDF2 that a new blob must have at least. */
export const KDF_ITERATIONS = 600_000;

/**
 * The private key as the server keeps it: encrypted in the browser under the signer's passphrase, which never leaves it. The names of
 * the algorithms stand beside the values, so that later keys may use others. The public key and the ids are its additional data.
 */
export const KeyBlob = z.strictObject({
  kdf: z.literal("pbkdf2-sha256"),
  iterations: z.int().min(KDF_ITERATIONS).max(20_000_000),
  salt: Base64,
  cipher: z.literal("aes-256-gcm"),
  iv: Base64,
  data: Base64,
});
export type KeyBlob = z.infer<typeof KeyBlob>;

/** What a new key signs to show that its private half is in the maker's hands; canonical JSON (RFC 8785). */
export const Possession = z.strictObject({
  v: z.literal(1),
  purpose: z.literal("signing-key"),
  key: Id,
  officer: Id,
  office: OfficeId,
  publicKey: PublicKey,
});
export type Possession = z.infer<typeof Possession>;

/** 当面核对, or on a paper that the office keeps. */
export const ConfirmMeans = z.enum(["in_person", "paper"]);
export type ConfirmMeans = z.infer<typeof ConfirmMeans>;

export const KeyView = z.object({
  id: Id,
  officerId: Id,
  name: z.string(),
  /** 职务 when the key was made. */
  role: z.string(),
  officeId: OfficeId,
  provider: KeyProvider,
  publicKey: PublicKey,
  /** SM3 of the public key as SubjectPublicKeyInfo (DER): what two people compare. */
  fingerprint: Digest,
  state: KeyState,
  madeAt: z.iso.datetime(),
  confirmed: z.object({ by: Signature, means: ConfirmMeans, basis: z.string() }).nullable(),
  /** When it was replaced or revoked, by whom and why. */
  ended: z.object({ by: Signature, reason: z.string() }).nullable(),
  can: z.array(z.enum(["confirm", "revoke"])),
});
export type KeyView = z.infer<typeof KeyView>;

/** One's own key, with what the browser needs to open it. */
export const OwnKey = KeyView.extend({ blob: KeyBlob });
export type OwnKey = z.infer<typeof OwnKey>;

export const MakeKey = z.strictObject({
  /** The key's id. */
  id: Id,
  provider: KeyProvider,
  publicKey: PublicKey,
  possession: Sm2Signature,
  blob: KeyBlob,
});
export type MakeKey = z.infer<typeof MakeKey>;

export const ConfirmKey = z.strictObject({
  id: Id,
  /** The fingerprint that was compared. */
  fingerprint: Digest,
  means: ConfirmMeans,
  /** Title and number of the paper; empty for 当面核对. */
  basis: line(300, 0).default(""),
  proof: Proof,
});
export type ConfirmKey = z.infer<typeof ConfirmKey>;

export const RevokeKey = z.strictObject({ id: Id, reason: line(300) });
export type RevokeKey = z.infer<typeof RevokeKey>;

const of = z.object({ keyId: Id, officerId: Id });
/** In the office's log. */
export const keyEntries = {
  "key.made": {
    counts: false,
    body: of.extend({ fingerprint: Digest, replaces: Id.nullable() }),
  },
  "key.confirmed": {
    counts: false,
    body: of.extend({ fingerprint: Digest, publicKey: PublicKey, means: ConfirmMeans }),
  },
  "key.revoked": { counts: false, body: of.extend({ reason: z.string() }) },
} as const;

const params = z.object({ keyId: Id });
const reply = z.object({ key: KeyView });
export const keyRoutes = {
  own: route({
    name: "keys.own",
    method: "get",
    path: "/keys/own",
    summary: "My signing key with its encrypted blob; null when I have none",
    reply: z.object({ key: OwnKey.nullable() }),
  }),
  list: route({
    name: "keys.list",
    method: "get",
    path: "/keys",
    summary:
      "Signing keys of my office for its leaders and liaison, for everybody else the own ones",
    reply: z.object({ keys: z.array(KeyView) }),
  }),
  make: route({
    name: "keys.make",
    method: "post",
    path: "/keys",
    summary: "A signing key that my browser made; it replaces the one before and must be confirmed",
    status: 201,
    body: MakeKey,
    reply,
    refuses: ["forbidden", "duplicate", "not_now"],
  }),
  confirm: route({
    name: "keys.confirm",
    method: "post",
    path: "/keys/:keyId/confirm",
    summary: "The chief confirms that a key is this person's",
    params,
    body: ConfirmKey,
    reply,
    refuses: [
      "not_found",
      "forbidden",
      "not_now",
      "duplicate",
      "bad_code",
      "bad_credentials",
      "account_locked",
    ],
  }),
  revoke: route({
    name: "keys.revoke",
    method: "post",
    path: "/keys/:keyId/revoke",
    summary: "Ends a key from now on; what it signed stays valid",
    params,
    body: RevokeKey,
    reply,
    refuses: ["not_found", "forbidden", "not_now", "duplicate"],
  }),
} as const;
