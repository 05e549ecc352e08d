import { expect } from "chai";
import { Post } from "../kernel/officer.ts";
import { allow, refuse } from "../kernel/verdict.ts";
import { mayRead, predicate, token, tokensOf } from "./rules.ts";

const someone = (posts: Post[]) => ({ id: "o1", officeId: "321084", departmentId: "d3", posts });

describe("tokensOf", () => {
  it("gives at most twelve, even to one who holds every post", () => {
    for (const posts of [Post.options, Post.options.slice(0, 9)])
      expect(tokensOf(someone([...posts])).length).to.be.at.most(12);
  });
  const table: [Post[], string[]][] = [
    [[], []],
    [["prosecutor"], ["officer:o1", "office:321084"]],
    [["dept_head"], ["officer:o1", "office:321084", "head:d3"]],
    [["chief"], ["officer:o1", "office:321084", "leaders:321084", "superior:321084"]],
    [["liaison"], ["officer:o1", "office:321084", "liaison:321084", "superior:321084"]],
    [
      ["clerk", "intake"],
      ["officer:o1", "office:321084", "intake:321084"],
    ],
  ];
  for (const [posts, tokens] of table)
    it(`makes ${posts.join(" and ") || "no post"} readers of ${tokens.slice(1).join(", ") || "nothing"}`, () => {
      expect(tokensOf(someone(posts))).to.deep.equal(tokens);
    });
  for (const post of ["system_admin", "security_admin", "audit_admin"] as const)
    it(`shuts ${post} out of content, even beside the chief's post and of what names him`, () => {
      expect(tokensOf(someone([post, "chief", "liaison"]))).to.deep.equal([`${post}:321084`]);
    });
});

describe("predicate", () => {
  const may = predicate<{ audience: string[] }, "close">({
    close: () => refuse("forbidden", "no"),
  });
  const officer = {
    ...someone(["prosecutor"]),
    name: "张",
    inCharge: [],
    tokens: [token.office("321084")],
    epoch: 0,
  };
  it("answers not_found before any verb's rule when the matter may not be read", () => {
    expect(may(officer, "close", { audience: ["office:341181"] })).to.deep.equal(
      refuse("not_found"),
    );
  });
  it("answers the verb's own rule to a reader", () => {
    expect(may(officer, "close", { audience: ["office:321084"] })).to.deep.equal(
      refuse("forbidden", "no"),
    );
    expect(may(officer, "read", { audience: ["office:321084"] })).to.deep.equal(allow);
    expect(mayRead(officer, { audience: [] })).to.deep.equal(refuse("not_found"));
  });
});
