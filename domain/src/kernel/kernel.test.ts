import { expect } from "chai";
import fc from "fast-check";
import { z } from "zod";
import { canonical } from "./canonical.ts";
import { FAULTS, HubError, toProblem } from "./faults.ts";
import { nextState, stepsFrom } from "./flow.ts";
import { derivedId, Id, newId } from "./ids.ts";
import { bearsStateSecretMark } from "./markings.ts";
import { pathOf, route } from "./route.ts";
import { line } from "./text.ts";
import { all, allow, ensure, refuse } from "./verdict.ts";

describe("ids", () => {
  it("sort by the time they were made", () => {
    const ids = Array.from({ length: 50 }, newId);
    expect(ids.toSorted()).to.deep.equal(ids);
    for (const id of ids) expect(Id.safeParse(id).success).to.equal(true);
  });
  it("derive the same id from the same cause and step, and another from another", () => {
    expect(derivedId("a", "notice")).to.equal(derivedId("a", "notice"));
    expect(derivedId("a", "notice")).not.to.equal(derivedId("a", "mail"));
    expect(Id.safeParse(derivedId("a", "notice")).success).to.equal(true);
  });
});

describe("toProblem", () => {
  it("tells a known fault with its code, status and detail", () => {
    const problem = toProblem(new HubError("stale", { fresh: { version: 3 } }));
    expect(problem).to.include({ status: 409, code: "stale", retry: false });
    expect(problem.fresh).to.deep.equal({ version: 3 });
  });
  it("tells a stranger as unexpected and quotes nothing of it", () => {
    const problem = toProblem(new Error("password=hunter2 at /srv/x.ts"));
    expect(problem.code).to.equal("unexpected");
    expect(JSON.stringify(problem)).not.to.contain("hunter2");
  });
  it("has an HTTP error status for every code", () => {
    for (const { status } of Object.values(FAULTS)) expect(status).to.be.within(400, 599);
  });
});

describe("verdicts", () => {
  it("give the first refusal in order", () => {
    expect(all(allow, refuse("not_found"), refuse("forbidden"))).to.deep.equal(refuse("not_found"));
    expect(all(allow, allow)).to.deep.equal(allow);
  });
  it("become faults that keep code and reason", () => {
    expect(() => ensure(refuse("not_now", "already_signed")))
      .to.throw(HubError)
      .that.deep.includes({ code: "not_now", detail: { reason: "already_signed" } });
  });
});

describe("flow", () => {
  const light = { red: { go: "green" }, green: { slow: "amber" }, amber: { stop: "red" } } as const;
  it("knows what the table knows and nothing else", () => {
    expect(
      nextState<"red" | "green" | "amber", "go" | "slow" | "stop">(light, "red", "go"),
    ).to.equal("green");
    expect(
      nextState<"red" | "green" | "amber", "go" | "slow" | "stop">(light, "red", "stop"),
    ).to.equal(null);
    expect(
      stepsFrom<"red" | "green" | "amber", "go" | "slow" | "stop">(light, "amber"),
    ).to.deep.equal(["stop"]);
  });
});

describe("bearsStateSecretMark", () => {
  for (const text of ["机密★10年", "绝 密 ★", "（秘密★）", "秘密☆长期", "机密\u3000★"])
    it(`refuses ${text}`, () => {
      expect(bearsStateSecretMark(text)).to.equal(true);
    });
  for (const text of ["工作秘密", "商业秘密", "机密", "五星★酒店", "涉及国家秘密的不得上传"])
    it(`lets ${text} pass`, () => {
      expect(bearsStateSecretMark(text)).to.equal(false);
    });
  it("is asked by every text field", () => {
    expect(line(20).safeParse("机密★").success).to.equal(false);
    expect(line(20).parse("  工作秘密  ")).to.equal("工作秘密");
  });
});

describe("canonical", () => {
  it("gives one text for one value, whatever the order of its members", () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.jsonValue()), (value) => {
        const shuffled = Object.fromEntries(Object.entries(value).toReversed());
        expect(canonical(shuffled)).to.equal(canonical(value));
      }),
    );
  });
  it("writes members in UTF-16 order and numbers as RFC 8785 does", () => {
    expect(canonical({ b: 1e21, a: [0.000001, "€"], A: null })).to.equal(
      '{"A":null,"a":[0.000001,"€"],"b":1e+21}',
    );
  });
});

describe("route", () => {
  it("refuses members nobody declared", () => {
    const plain = route({ name: "x.y", method: "get", path: "/x", summary: "x" });
    expect(plain.body.safeParse({ extra: 1 }).success).to.equal(false);
    expect(plain).to.include({ door: "officer", status: 200 });
  });
  it("fills a path and leaves out what is empty", () => {
    const one = route({
      name: "x.z",
      method: "get",
      path: "/x/:id/y",
      summary: "x",
      params: z.object({ id: z.string() }),
    });
    expect(pathOf(one, { id: "a/b" }, { q: "湖", none: undefined, many: [1, 2] })).to.equal(
      "/x/a%2Fb/y?q=%E6%B9%96&many=1&many=2",
    );
    expect(() => pathOf(one)).to.throw("missing parameter id");
  });
});
