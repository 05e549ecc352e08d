import { hash, verify } from "@node-rs/argon2";

/** Argon2id with OWASP's parameters: 19 MiB, two passes, one lane. A hash names its own, so they may grow later. */
const PARAMETERS = { algorithm: 2, memoryCost: 19_456, timeCost: 2, parallelism: 1 };

/** Composed and compatible forms of the same characters are the same password, whatever the keyboard sends. */
const normal = (password: string): string => password.normalize("NFKC");

export const hashPassword = (password: string): Promise<string> =>
  hash(normal(password), PARAMETERS);

let nobody: Promise<string> | undefined;

/**
 * Whether the password is the hash's. Without a hash (an unknown account) the same work is done and the answer is no, so that time
 * tells nobody which accounts exist.
 */
export async function verifyPassword(
  passwordHash: string | null,
  password: string,
): Promise<boolean> {
  nobody ??= hashPassword("nobody has this password");
  const isSame = await verify(passwordHash ?? (await nobody), normal(password));
  return passwordHash !== null && isSame;
}
