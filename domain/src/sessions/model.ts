import { define } from "../store/define.ts";
import type { Need } from "./contract.ts";

/** One signed-in browser. The cookie's record in Redis only names it; what holds is decided here, by compare-and-set. */
export interface SessionDoc {
  _id: string;
  officerId: string;
  officeId: string;
  /** The officer's epoch at sign-in: a later one ends this session. */
  epoch: number;
  /** What has to be done before the door for officers opens. */
  needs: Need[];
  since: Date;
  /** The last time a person did something, to about half a minute. */
  activeAt: Date;
  /** Of the office's policy at sign-in, kept current by its changes. */
  idleMinutes: number;
  lockedAt: Date | null;
  endedAt: Date | null;
  expiresAt: Date;
  address: string;
  userAgent: string;
  /** SHA-256 of the browser's device cookie. */
  device: string;
}

export const sessions = define<SessionDoc>(
  "sessions",
  {
    officerId: String,
    officeId: String,
    epoch: Number,
    needs: [String],
    since: Date,
    activeAt: Date,
    idleMinutes: Number,
    lockedAt: Date,
    endedAt: Date,
    expiresAt: Date,
    address: String,
    userAgent: String,
    device: String,
  },
  [[{ officerId: 1, endedAt: 1, since: -1 }], [{ officeId: 1, endedAt: 1 }]],
);

/** How an officer proves who he is; apart from the officer, so that no list ever carries it. */
export interface CredentialsDoc {
  /** The officer's id. */
  _id: string;
  /** Argon2id in PHC form, which names its own parameters. */
  passwordHash: string;
  /** The last ones, which may not come back. */
  formerHashes: string[];
  passwordAt: Date;
  /** An initial password, which must be changed before anything else. */
  initial: boolean;
  /** The secret of the authenticator, sealed (seal.ts); null without a second factor. */
  authenticator: string | null;
  /** RFC 6238 section 5.2: the last time step that was accepted; an earlier or equal one is a replay. */
  lastStep: number;
  /** SHA-256 of the recovery codes that are left; each works once. */
  recovery: string[];
  /** A sealed secret whose first code is still awaited. */
  enrolling: string | null;
}

export const credentials = define<CredentialsDoc>("credentials", {
  passwordHash: String,
  formerHashes: [String],
  passwordAt: Date,
  initial: Boolean,
  authenticator: String,
  lastStep: Number,
  recovery: [String],
  enrolling: String,
});

/** A browser in which an officer gave the second factor: it holds for that day. */
export interface DeviceDoc {
  /** `${officerId}/${device}` */
  _id: string;
  officerId: string;
  /** YYYY-MM-DD in Asia/Shanghai. */
  day: string;
}

export const devices = define<DeviceDoc>("devices", { officerId: String, day: String }, [
  [{ officerId: 1 }],
]);

/** Failures that count towards a lock-out; in MongoDB, because emptying Redis must not give new guesses. */
export interface AttemptsDoc {
  /** What is guessed at and a digest of whose, so that no account that was typed is stored. */
  _id: string;
  failures: number;
  until: Date;
}

export const attempts = define<AttemptsDoc>("attempts", { failures: Number, until: Date }, [
  [{ until: 1 }],
]);

/** How strictly an office guards its accounts; without a document the defaults of sessions/rules.ts hold. */
export interface PolicyDoc {
  /** The office's id. */
  _id: string;
  version: number;
  secondFactor: "required" | "optional";
  idleMinutes: number;
  passwordLength: number;
  passwordDays: number;
  /** Absent in documents that are older than it. */
  calendarFeeds?: boolean;
}

export const policies = define<PolicyDoc>("policies", {
  version: Number,
  secondFactor: String,
  idleMinutes: Number,
  passwordLength: Number,
  passwordDays: Number,
  calendarFeeds: Boolean,
});
