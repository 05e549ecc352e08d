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
