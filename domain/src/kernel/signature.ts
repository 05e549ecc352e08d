import { z } from "zod";
import { Id, OfficeId } from "./ids.ts";

/** Who did something and when, in words of that day: it stands in the matter for ever, even when the officer moves on. */
export const Signature = z.object({
  officerId: Id,
  name: z.string(),
  /** 职务 in words, with the delegation when there was one: 检察官（受张某委托）. */
  role: z.string(),
  officeId: OfficeId,
  at: z.iso.datetime(),
});
export type Signature = z.infer<typeof Signature>;

/** A signature as the store keeps it. */
export type Stamp = Omit<Signature, "at"> & { at: Date };

/** The mark of `officer` acting as `role` at `at`. */
export const stampOf = (
  officer: { id: string; name: string; officeId: string },
  role: string,
  at: Date,
): Stamp => ({ officerId: officer.id, name: officer.name, role, officeId: officer.officeId, at });

export const signatureOf = (stamp: Stamp): Signature => ({ ...stamp, at: stamp.at.toISOString() });
