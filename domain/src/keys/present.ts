import type { Officer, Post } from "../kernel/officer.ts";
import type { Stamp } from "../kernel/signature.ts";
import type { KeyProvider, KeyState, KeyView } from "./contract.ts";
import { mayConfirmKey, mayRevokeKey } from "./rules.ts";

/** A key as it is stored, as far as it is shown. */
interface Kept {
  _id: string;
  officerId: string;
  officeId: string;
  provider: KeyProvider;
  publicKey: string;
  fingerprint: string;
  state: KeyState;
  made: Stamp;
  confirmed: { by: Stamp; means: "in_person" | "paper"; basis: string } | null;
  ended: { by: Stamp; reason: string } | null;
}

const signed = (by: Stamp) => ({ ...by, at: by.at.toISOString() });

/** The key for `viewer`, with what he may do about it; `holderPosts` as of today. */
export function toKeyView(key: Kept, viewer: Officer, holderPosts: readonly Post[]): KeyView {
  const facts = { ...key, holderPosts };
  const can: KeyView["can"] = [];
  if (mayConfirmKey(viewer, facts, "paper").allowed) can.push("confirm");
  if (mayRevokeKey(viewer, facts).allowed) can.push("revoke");
  const { confirmed, ended } = key;
  return {
    id: key._id,
    officerId: key.officerId,
    name: key.made.name,
    role: key.made.role,
    officeId: key.officeId,
    provider: key.provider,
    publicKey: key.publicKey,
    fingerprint: key.fingerprint,
    state: key.state,
    madeAt: key.made.at.toISOString(),
    confirmed: confirmed && {
      by: signed(confirmed.by),
      means: confirmed.means,
      basis: confirmed.basis,
    },
    ended: ended && { by: signed(ended.by), reason: ended.reason },
    can,
  };
}
