import "fake-indexeddb/auto";
import { expect } from "chai";
import { createPacks } from "./offline.ts";

const NOW = new Date("2026-11-24T10:00:00Z");
const hoursAgo = (hours: number): string =>
  new Date(NOW.getTime() - hours * 3_600_000).toISOString();

const aPack = (actionId: string, officerId = "li", at = NOW.toISOString()) => ({
  actionId,
  at,
  me: { officer: { id: officerId } },
});

describe("what a device keeps for the field", () => {
  let name = 0;
  const aDevice = () => {
    name += 1;
    return createPacks((kept) => kept as ReturnType<typeof aPack>, `packs-${name}`);
  };
  const found = async (packs: ReturnType<typeof aDevice>) =>
    (await packs.find(NOW)).map((one) => one.actionId);

  it("is found again, the latest first, each action once", async () => {
    const packs = aDevice();
    await packs.keep(aPack("one", "li", hoursAgo(3)), NOW);
    await packs.keep(aPack("two", "li", hoursAgo(2)), NOW);
    await packs.keep(aPack("one", "li", hoursAgo(1)), NOW);
    expect(await found(packs)).to.deep.equal(["one", "two"]);
  });

  it("is of one officer: what another left goes with the first that is kept", async () => {
    const packs = aDevice();
    await packs.keep(aPack("one", "li"), NOW);
    await packs.keep(aPack("two", "ma"), NOW);
    expect(await found(packs)).to.deep.equal(["two"]);
  });

  it("is opened for half a day after the hub was reached, and not later", async () => {
    const packs = aDevice();
    await packs.keep(aPack("old", "li", hoursAgo(12)), NOW);
    await packs.keep(aPack("young", "li", hoursAgo(11.9)), NOW);
    expect(await found(packs)).to.deep.equal(["young"]);
  });

  it("is gone once it is cleared, also what was being kept at that moment", async () => {
    const packs = aDevice();
    await Promise.all([packs.keep(aPack("one"), NOW), packs.clear()]);
    expect(await found(packs)).to.deep.equal([]);
  });

  it("is left alone where this program does not understand it", async () => {
    name += 1;
    const former = createPacks((kept) => kept as ReturnType<typeof aPack>, `packs-${name}`);
    await former.keep(aPack("one"), NOW);
    expect(await createPacks(() => null, `packs-${name}`).find(NOW)).to.deep.equal([]);
  });
});
