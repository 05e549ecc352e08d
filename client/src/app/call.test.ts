import { expect } from "chai";
import { z } from "zod";
import { route } from "@hub/domain/kernel/route";
import { call } from "./call.ts";
import { gate } from "./gate.ts";
import { problemOf } from "./problem.ts";

const say = route({
  name: "test.say",
  method: "post",
  path: "/says/:who",
  summary: "For this test",
  params: z.object({ who: z.string() }),
  body: z.object({ text: z.string() }),
  reply: z.object({ said: z.string() }),
});

const json = (status: number, body: object, type = "application/json") =>
  new Response(JSON.stringify(body), { status, headers: { "content-type": type } });
const problem = (status: number, code: string) =>
  json(status, { code, status, retry: false }, "application/problem+json");

describe("call", () => {
  const real = globalThis.fetch;
  let answers: (Response | Error)[] = [];
  let asked: { address: string; body: string }[] = [];

  beforeEach(() => {
    asked = [];
    gate.set("unknown");
    globalThis.fetch = async (input, init) => {
      const body = typeof init?.body === "string" ? init.body : "";
      asked.push({ address: typeof input === "string" ? input : "", body });
      const next = answers.shift();
      if (next instanceof Error) throw next;
      if (!next) throw new TypeError("nothing more to answer");
      return next;
    };
  });
  afterEach(() => {
    globalThis.fetch = real;
    gate.set("unknown");
  });

  const ask = () => call(say, { params: { who: "张 某" }, body: { text: "好" } });
  const refused = (thrown: unknown) => problemOf(thrown);

  it("fills the address in and answers with the parsed reply", async () => {
    answers = [json(200, { said: "好", more: 1 })];
    expect(await ask()).to.deep.equal({ said: "好" });
    expect(asked[0]?.address).to.equal("/api/says/%E5%BC%A0%20%E6%9F%90");
  });

  it("throws the server's own problem", async () => {
    answers = [problem(409, "stale")];
    expect(await ask().then(() => null, refused)).to.include({ code: "stale", status: 409 });
  });

  it("says that the hub cannot be reached when no answer comes, or a proxy answers for it", async () => {
    answers = [new TypeError("Failed to fetch"), new Response("", { status: 502 })];
    expect(await ask().then(() => null, refused)).to.include({ status: 0, reason: "unreachable" });
    expect(await ask().then(() => null, refused)).to.include({ status: 0, reason: "unreachable" });
  });

  it("waits while the session is locked, then sends the same once more", async () => {
    gate.set("open");
    answers = [problem(423, "locked"), json(200, { said: "好" })];
    const saying = ask();
    await new Promise((resolve) => setTimeout(resolve, 10));
    expect(gate.state()).to.equal("locked");
    expect(asked).to.have.length(1);
    gate.set("open");
    expect(await saying).to.deep.equal({ said: "好" });
    expect(asked[1]).to.deep.equal(asked[0]);
  });

  it("does not wait before anybody is signed in", async () => {
    answers = [problem(401, "signed_out")];
    expect(await ask().then(() => null, refused)).to.include({ code: "signed_out" });
  });
});
