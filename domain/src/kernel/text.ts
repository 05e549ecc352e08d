import { z } from "zod";
import { bearsStateSecretMark } from "./markings.ts";

/** Text that a person writes: trimmed, bounded in characters, and refused when it bears a state-secret mark. */
const clean = (text: z.ZodString) =>
  text.refine((value) => !bearsStateSecretMark(value), { params: { hub: "state_secret" } });

export const line = (max: number, min = 1) => clean(z.string().trim().min(min).max(max));
export const prose = (max: number, min = 0) => clean(z.string().trim().min(min).max(max));
