import { z } from "zod";

/** Markings of a non-classified system. There is no state-secret level here, and none may be added (保守国家秘密法 arts 29-31). */
export const Marking = z.enum(["public", "internal", "work_secret"]);
export type Marking = z.infer<typeof Marking>;

/**
 * A state-secret mark: 绝密, 机密 or 秘密 followed by the star (GB/T 7156), letters possibly spaced. The bare word 秘密 is not one:
 * it also stands in 工作秘密, which may have a star of its own.
 */
const STATE_SECRET_MARK = /(?:绝\s*密|机\s*密|(?<!工\s*作\s*)秘\s*密)\s*[★☆⭐]/u;

/** True when the text bears a state-secret mark: such a thing is refused, not stored. */
export const bearsStateSecretMark = (text: string): boolean =>
  STATE_SECRET_MARK.test(text.normalize("NFKC"));
