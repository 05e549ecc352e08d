import "fake-indexeddb/auto";
import { setTimeout as sleep } from "node:timers/promises";
import { HubError, toProblem } from "@hub/domain/kernel/faults";
import { newId } from "@hub/domain/kernel/ids";
import { expect } from "chai";
import { createField, type Field, type FieldRecord, type NewRecord } from "./field.ts";
import type { Sent } from "./queue.ts";

const ME = newId();
const OTHER = newId();
const ACTION = newId();
const DEVICE = { at: "2026-12-03T02:00:00.000Z", fix: null, waited: true };
const stored: Sent = { outcome: "stored" };
const away: Sent = { outcome: "unknown" };

const aCheckIn = (at = "2026-12-03T02:00:00.000Z"): NewRecord => {
  const id = newId();
  const body = { id, device: DEVICE, stopId: null };
  return { id, actionId: ACTION, kind: "check_in", label: "签到", at, body };
};
const aFinding = (): Extract<NewRecord, { kind: "finding" }> => {
  const id = newId();
  const body = { id, findingId: newId(), title: "网箱", device: DEVICE };
  return { id, actionId: ACTION, kind: "finding", label: "网箱", at: DEVICE.at, body };
};
const aPhotoOf = (findingId: string): NewRecord => ({
  id: newId(),
  actionId: ACTION,
  kind: "photo",
  label: "照片",
  at: DEVICE.at,
  findingId,
  shot: { fileId: newId(), sha256: "a".repeat(64), takenAt: DEVICE.at },
  name: "a.jpg",
  bytes: new Blob(["x"]),
});

describe("the field's outbox", () => {
  const open: Field[] = [];
  let count = 0;
  afterEach(() => {
    for (const one of open.splice(0)) one.stop();
  });

  async function aField(
    transmit: (record: FieldRecord) => Promise<Sent>,
    { name = `field-${(count += 1)}`, officerId = ME } = {},
  ) {
    const field = await createField(officerId, { name, transmit });
    open.push(field);
    return { field, name };
  }

  it("keeps what has no link, and sends it once when there is one", async () => {
    let isThere = false;
    const arrived: string[] = [];
    const transmit = async ({ id }: FieldRecord) => {
      if (isThere) arrived.push(id);
      return isThere ? stored : away;
    };
    const first = await aField(transmit);
    const records = [aCheckIn(), aCheckIn("2026-12-03T02:05:00.000Z")];
    await first.field.add(records);
    await sleep(20);
    expect(first.field.waiting()).to.have.length(2);
    first.field.stop();
    open.pop();

    isThere = true;
    const { field } = await aField(transmit, { name: first.name });
    await sleep(30);
    expect(field.waiting()).to.deep.equal([]);
    expect(arrived).to.deep.equal(records.map((one) => one.id));
    expect(field.sent().map((one) => one.id)).to.have.members(arrived);
  });

  it("shows one officer nothing of another's at the same phone", async () => {
    const { field, name } = await aField(async () => away);
    await field.add([aCheckIn()]);
    const other = await aField(async () => stored, { name, officerId: OTHER });
    await sleep(20);
    expect(other.field.waiting()).to.deep.equal([]);
    expect(field.waiting()).to.have.length(1);
  });

  it("sends a finding before its photos, and makes no tick wait for a photo taken earlier", async () => {
    const arrived: string[] = [];
    const { field } = await aField(async ({ kind }) => {
      if (kind === "photo") arrived.push("photo under way");
      if (kind === "finding") await sleep(15);
      if (kind === "photo")
        for (let ms = 0; ms < 50 && !arrived.includes("check_in"); ms++) await sleep(1);
      arrived.push(kind);
      return stored;
    });
    const finding = aFinding();
    await field.add([finding, aPhotoOf(finding.body.findingId), aCheckIn()]);
    await sleep(100);
    expect(arrived).to.have.members(["finding", "photo under way", "check_in", "photo"]);
    expect([arrived[0], arrived.at(-1)]).to.deep.equal(["finding", "photo"]);
  });

  it("lets others pass one that is refused, and takes a finding away with its photos", async () => {
    const refused: Sent = { outcome: "refused", problem: toProblem(new HubError("not_now")) };
    const { field } = await aField(async ({ kind }) => (kind === "finding" ? refused : stored));
    const finding = aFinding();
    await field.add([finding, aPhotoOf(finding.body.findingId), aCheckIn()]);
    await sleep(30);
    expect(field.waiting().map(({ kind, state }) => [kind, state])).to.deep.include([
      "finding",
      "failed",
    ]);
    expect(field.sent().map((one) => one.kind)).to.deep.equal(["check_in"]);
    await field.discard(finding.id);
    expect(field.waiting()).to.deep.equal([]);
  });
});
