import { randomInt } from "node:crypto";
import type { CredentialsDoc } from "./model.ts";

/** No letters that are taken for one another when read from paper. */
const WORDS = ["abcdefghjkmnpqrstuvwxyz", "ABCDEFGHJKLMNPQRSTUVWXYZ", "23456789"];

/** A password to hand over on paper, about 90 bits: four groups of four, every kind of character in it. */
export function newInitialPassword(): string {
  const any = WORDS.join("");
  const pick = (from: string): string => from[randomInt(from.length)] ?? "";
  for (;;) {
    const text = Array.from({ length: 16 }, () => pick(any)).join("");
    if (WORDS.every((kind) => Array.from(kind).some((letter) => text.includes(letter))))
      return text.replace(/(.{4})(?=.)/g, "$1-");
  }
}

/** Fresh credentials without a second factor. `initial`: must be changed at the first sign-in. */
export const freshCredentials = (
  officerId: string,
  passwordHash: string,
  { at, initial }: { at: Date; initial: boolean },
): CredentialsDoc => ({
  _id: officerId,
  passwordHash,
  formerHashes: [],
  passwordAt: at,
  initial,
  authenticator: null,
  lastStep: 0,
  recovery: [],
  enrolling: null,
});
