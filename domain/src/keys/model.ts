import type { Stamp } from "../kernel/signature.ts";
import { asIs, define } from "../store/define.ts";
import type { ConfirmMeans, KeyBlob, KeyProvider, KeyState } from "./contract.ts";

/** An officer's signing key: its public half, and its private half as only the signer's passphrase opens it. */
export interface KeyDoc {
  _id: string;
  officerId: string;
  officeId: string;
  provider: KeyProvider;
  publicKey: string;
  fingerprint: string;
  /** By which the maker's browser showed that it has the private half (keys/contract.ts, Possession). */
  possession: string;
  blob: KeyBlob;
  state: KeyState;
  /** True while it is pending or confirmed: each officer has one such key at most. */
  current: boolean;
  made: Stamp;
  /** `entryId`: of the confirmation, in the office's log. */
  confirmed: { by: Stamp; means: ConfirmMeans; basis: string; entryId: string } | null;
  ended: { by: Stamp; reason: string } | null;
}

export const keys = define<KeyDoc>(
  "keys",
  {
    officerId: String,
    officeId: String,
    provider: String,
    publicKey: String,
    fingerprint: String,
    possession: String,
    blob: asIs,
    state: String,
    current: Boolean,
    made: asIs,
    confirmed: asIs,
    ended: asIs,
  },
  [
    [
      { officerId: 1, current: 1 },
      { unique: true, partialFilterExpression: { current: true } },
    ],
    [{ officeId: 1, _id: -1 }],
    [{ publicKey: 1 }, { unique: true }],
  ],
);
