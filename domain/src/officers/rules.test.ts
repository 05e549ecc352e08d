import { expect } from "chai";
import type { Post } from "../kernel/officer.ts";
import {
  mayActOn,
  mayAdminister,
  mayChangePosts,
  mayStandIn,
  missingIntake,
  postsFault,
} from "./rules.ts";

const person = (id: string, posts: Post[], officeId = "321084") => ({ id, officeId, posts });
const system = person("s", ["system_admin"]);

describe("the separated administrators", () => {
  it("act in the own office only", () => {
    expect(mayAdminister(system, "system_admin", "321084")).to.deep.equal({ allowed: true });
    expect(mayAdminister(system, "system_admin", "341181")).to.include({ code: "not_found" });
    expect(mayAdminister(system, "security_admin", "321084")).to.include({ code: "forbidden" });
  });

  it("never act on themselves", () => {
    expect(mayActOn(system, "system_admin", system)).to.include({ reason: "on_oneself" });
    expect(mayActOn(system, "system_admin", person("x", ["chief"])).allowed).to.equal(true);
  });

  const table: [Post[], boolean, string | null][] = [
    [["prosecutor"], true, null],
    [["prosecutor", "liaison"], false, null],
    [[], false, null],
    [["audit_admin"], false, null],
    [["audit_admin", "prosecutor"], true, "administrator_alone"],
    [["system_admin", "security_admin"], false, "administrator_alone"],
    [["clerk", "clerk"], true, "posts_repeated"],
    [["chief", "deputy_chief"], false, "posts_exclude_each_other"],
    [["dept_head"], false, "department_required"],
    [["dept_head"], true, null],
  ];
  for (const [posts, hasDepartment, fault] of table)
    it(`finds ${fault ?? "nothing wrong"} in ${posts.join(" + ") || "no post"}`, () => {
      expect(postsFault(posts, hasDepartment)).to.equal(fault);
    });

  it("have accounts of their own, in both directions", () => {
    expect(mayChangePosts(["clerk"], ["audit_admin"]).allowed).to.equal(false);
    expect(mayChangePosts(["audit_admin"], ["clerk"]).allowed).to.equal(false);
    expect(mayChangePosts([], ["audit_admin"]).allowed).to.equal(true);
    expect(mayChangePosts(["clerk"], []).allowed).to.equal(true);
  });
});

describe("收件岗", () => {
  it("is held by two at least, and those who left do not count", () => {
    const holder = (active: boolean) => ({ posts: ["intake" as const], active });
    expect(missingIntake([])).to.equal(2);
    expect(missingIntake([holder(true), holder(false)])).to.equal(1);
    expect(missingIntake([holder(true), holder(true), holder(true)])).to.equal(0);
  });
});

describe("B角", () => {
  it("is an active colleague of the same kind", () => {
    const me = person("me", ["prosecutor"]);
    const other = { ...person("o", ["clerk"]), active: true };
    expect(mayStandIn(me, other).allowed).to.equal(true);
    expect(mayStandIn(me, { ...other, id: "me" }).allowed).to.equal(false);
    expect(mayStandIn(me, { ...other, active: false }).allowed).to.equal(false);
    expect(mayStandIn(me, { ...other, officeId: "341181" }).allowed).to.equal(false);
    expect(mayStandIn(me, { ...other, posts: ["audit_admin"] }).allowed).to.equal(false);
  });
});
