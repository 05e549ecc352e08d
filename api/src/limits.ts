/** How many requests a minute; a whole office sits behind one address, so an address gets far more than an account. */
export interface Limits {
  account: number;
  address: number;
  /** Tries to sign in, each of which costs an argon2. */
  signIn: number;
}

export const LIMITS: Limits = { account: 1_200, address: 30_000, signIn: 300 };
