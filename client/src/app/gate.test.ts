import { expect } from "chai";
import { createGate } from "./gate.ts";

describe("a gate", () => {
  it("lets whoever waits go on once it is open, and not before", async () => {
    const gate = createGate();
    gate.set("open");
    gate.set("locked");
    const steps: string[] = [];
    const waiting = gate.reopened().then(() => steps.push("went on"));
    gate.set("signed_out");
    await Promise.resolve();
    steps.push("still closed");
    gate.set("open");
    await waiting;
    expect(steps).to.deep.equal(["still closed", "went on"]);
  });

  it("lets go of whoever gives up waiting", async () => {
    const gate = createGate();
    gate.set("locked");
    const giveUp = new AbortController();
    const waiting = gate.reopened(giveUp.signal).then(
      () => "went on",
      (thrown: Error) => thrown.name,
    );
    giveUp.abort();
    expect(await waiting).to.equal("AbortError");
  });

  it("tells its listeners of changes only", () => {
    const gate = createGate();
    let told = 0;
    gate.subscribe(() => (told += 1));
    gate.set("open");
    gate.set("open");
    expect(told).to.equal(1);
  });
});
