import { expect } from "chai";
import type { Post } from "../kernel/officer.ts";
import { allow, refuse } from "../kernel/verdict.ts";
import type { KeyState } from "./contract.ts";
import { mayConfirmKey, mayMakeKey, mayRevokeKey } from "./rules.ts";

const HERE = "321084";
const person = (id: string, ...posts: Post[]) => ({ id, officeId: HERE, posts });
const chief = person("chief", "chief");
const deputy = person("deputy", "deputy_chief");
const liaison = person("liaison", "liaison");
const prosecutor = person("prosecutor", "prosecutor");
const keyOf = (holder: { id: string; posts: Post[] }, state: KeyState = "pending") => ({
  officerId: holder.id,
  officeId: HERE,
  state,
  holderPosts: holder.posts,
});

describe("mayMakeKey", () => {
  it("gives a key to whoever may decide", () => {
    for (const post of ["chief", "deputy_chief", "dept_head", "prosecutor"] as const)
      expect(mayMakeKey({ posts: [post] }), post).to.deep.equal(allow);
    expect(mayMakeKey({ posts: ["clerk"] })).to.deep.equal(refuse("forbidden", "needs_no_key"));
    expect(mayMakeKey({ posts: ["audit_admin"] }).allowed).to.equal(false);
    expect(mayMakeKey({ posts: [] }).allowed).to.equal(false);
  });
});

describe("mayConfirmKey", () => {
  const table = [
    [chief, deputy, "in_person", allow],
    [chief, prosecutor, "in_person", allow],
    [deputy, prosecutor, "in_person", refuse("forbidden", "chief_only")],
    [deputy, chief, "in_person", allow],
    [liaison, chief, "in_person", refuse("forbidden", "leader_only")],
    [liaison, chief, "paper", allow],
    [liaison, deputy, "paper", refuse("forbidden", "chief_only")],
    [chief, chief, "in_person", refuse("forbidden", "own_key")],
    [chief, chief, "paper", refuse("forbidden", "own_key")],
    [prosecutor, chief, "in_person", refuse("not_found")],
  ] as const;
  for (const [by, holder, means, verdict] of table)
    it(`${by.id} about the key of ${holder.id}, ${means}: ${verdict.allowed ? "yes" : "no"}`, () => {
      expect(mayConfirmKey(by, keyOf(holder), means)).to.deep.equal(verdict);
    });

  it("only while it waits, and only in the own office", () => {
    for (const state of ["confirmed", "replaced", "revoked"] as const)
      expect(mayConfirmKey(chief, keyOf(deputy, state), "in_person")).to.deep.equal(
        refuse("not_now", "key_state"),
      );
    const stranger = { ...chief, id: "other", officeId: "341181" };
    expect(mayConfirmKey(stranger, keyOf(deputy), "in_person")).to.deep.equal(refuse("not_found"));
  });

  it("of somebody who is no chief any more is again the chief's word", () => {
    const left = { ...keyOf(chief), holderPosts: [] };
    expect(mayConfirmKey(deputy, left, "in_person")).to.deep.equal(
      refuse("forbidden", "chief_only"),
    );
  });
});

describe("mayRevokeKey", () => {
  it("is the holder's, the chief's, and of the chief's own key another leader's", () => {
    expect(mayRevokeKey(prosecutor, keyOf(prosecutor, "confirmed"))).to.deep.equal(allow);
    expect(mayRevokeKey(chief, keyOf(prosecutor))).to.deep.equal(allow);
    expect(mayRevokeKey(deputy, keyOf(chief))).to.deep.equal(allow);
    expect(mayRevokeKey(deputy, keyOf(prosecutor))).to.deep.equal(
      refuse("forbidden", "chief_only"),
    );
    expect(mayRevokeKey(prosecutor, keyOf(chief))).to.deep.equal(refuse("not_found"));
    expect(mayRevokeKey(prosecutor, keyOf(prosecutor, "replaced"))).to.deep.equal(
      refuse("not_now", "key_state"),
    );
  });
});
