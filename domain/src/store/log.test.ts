import { expect } from "chai";
import { createLog } from "./log.ts";

function aLog() {
  const lines: Record<string, unknown>[] = [];
  const write = (line: string) => void lines.push(JSON.parse(line) as Record<string, unknown>);
  return { log: createLog({ process: "test" }, { write }), lines };
}

describe("createLog", () => {
  it("keeps ids, codes and durations", () => {
    const { log, lines } = aLog();
    log.info(
      { channelId: "0192-ab", status: 409, durationMs: 3.5, route: "/leads/:leadId" },
      "answered",
    );
    expect(lines[0]).to.include({
      level: "info",
      process: "test",
      channelId: "0192-ab",
      status: 409,
      durationMs: 3.5,
      route: "/leads/:leadId",
      msg: "answered",
    });
  });

  it("drops every field that is not on the list, however deep", () => {
    const { log, lines } = aLog();
    log.info(
      { body: { text: "非法捕捞" }, account: "zhang.san", req: { headers: { cookie: "s" } } },
      "posted",
    );
    expect(lines[0]).to.have.all.keys("level", "time", "process", "msg");
  });

  it("drops sentences and Chinese text from listed fields too", () => {
    const { log, lines } = aLog();
    log.info({ code: "张某 涉嫌", reason: "a sentence with words", job: "escalate" }, "ran");
    expect(lines[0]).to.have.all.keys("level", "time", "process", "msg", "job");
  });

  it("tells an error by name, code and frames, never by its message", () => {
    const { log, lines } = aLog();
    const cause = Object.assign(new Error('dup key: { account: "zhang.san" }'), { code: 11_000 });
    log.error({ err: new Error("张某", { cause }) }, "failed");
    const text = JSON.stringify(lines[0]);
    expect(text).to.not.match(/张某|zhang|dup key/);
    expect(text).to.contain("11000").and.contain("log.test.ts");
  });

  it("keeps nothing of a bare error given as the first argument but name and frames", () => {
    const { log, lines } = aLog();
    log.error(new Error("张某"), "failed");
    expect(JSON.stringify(lines[0])).to.not.contain("张某");
  });
});
