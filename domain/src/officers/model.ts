import type { Post } from "../kernel/officer.ts";
import { asIs, define } from "../store/define.ts";

export interface DepartmentDoc {
  _id: string;
  officeId: string;
  name: string;
  nameEn: string;
}

export const departments = define<DepartmentDoc>(
  "departments",
  { officeId: String, name: String, nameEn: String },
  [[{ officeId: 1 }]],
);

/** An officer's account and present appointment. */
export interface OfficerDoc {
  _id: string;
  name: string;
  /** What one signs in with. */
  account: string;
  officeId: string;
  departmentId: string | null;
  posts: Post[];
  /** 分管: departments that a deputy chief is in charge of; empty: all of them, and for everybody else. */
  inCharge: string[];
  title: string;
  telephone: string;
  /** B角: who stands in. */
  deputyId: string | null;
  active: boolean;
  /** Bumped by every change of posts, department or password: sessions of an older one are over. */
  epoch: number;
  version: number;
  createdAt: Date;
}

export const officers = define<OfficerDoc>(
  "officers",
  {
    name: String,
    account: String,
    officeId: String,
    departmentId: String,
    posts: asIs,
    inCharge: asIs,
    title: String,
    telephone: String,
    deputyId: String,
    active: Boolean,
    epoch: Number,
    version: Number,
    createdAt: Date,
  },
  [[{ account: 1 }, { unique: true }], [{ officeId: 1, active: 1 }]],
);
