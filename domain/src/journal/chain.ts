import { createHash, randomBytes } from "node:crypto";
import { canonical } from "../kernel/canonical.ts";
import type { EntryDoc } from "./model.ts";

/** SM3 (GB/T 32905-2016), hexadecimal. */
export const sm3 = (...parts: (string | Uint8Array)[]): string => {
  const hash = createHash("sm3");
  for (const part of parts) hash.update(part);
  return hash.digest("hex");
};

/** The hash before the first entry of a channel. */
export const GENESIS = "0".repeat(64);

/** Sixteen random bytes: without them the digest of a short message could be guessed after its erasure. */
export const newSalt = (): string => randomBytes(16).toString("hex");

/** The salted digest that stands for a body in the chain. */
export const digestOf = (salt: string, body: unknown): string =>
  sm3(Buffer.from(salt, "hex"), canonical(body));

export type Header = Pick<
  EntryDoc,
  | "v"
  | "channelId"
  | "seq"
  | "ordinal"
  | "type"
  | "actor"
  | "office"
  | "role"
  | "at"
  | "target"
  | "prev"
  | "digest"
> & { _id: string };

/** The entry's own hash over its canonical header, which holds the hash before it and the digest of the body. */
export const hashOf = (entry: Header): string =>
  sm3(
    canonical({
      v: entry.v,
      channelId: entry.channelId,
      seq: entry.seq,
      ordinal: entry.ordinal,
      id: entry._id,
      type: entry.type,
      actor: entry.actor,
      office: entry.office,
      role: entry.role,
      at: entry.at.toISOString(),
      target: entry.target,
      prev: entry.prev,
      body: entry.digest,
    }),
  );
