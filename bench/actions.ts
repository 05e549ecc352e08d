import { createHash, randomBytes } from "node:crypto";
import type { ActionDoc } from "@hub/domain/actions/model";
import { dayOf } from "@hub/domain/kernel/clock";
import { newId } from "@hub/domain/kernel/ids";
import type { Store } from "@hub/domain/store/store";
import sharp from "sharp";
import { signIn, URL_OF_HUB, withDemoHub, type DemoHub } from "./demo-hub.ts";
import { quantile, type Row } from "./report.ts";

const ACTIONS = 10_000;
const DAY_MS = 86_400_000;
const PHONES = 100;
const PHOTOS = 5;

/** Those who may record on the demo's patrol; an account may ask 1,200 times a minute, so each carries a dozen of the phones. */
const CARRIERS = ["li", "zhang", "zhou", "lin"]
  .map((name) => `gaoyou.${name}`)
  .concat(["tang", "xu", "ma", "gu"].map((name) => `tianchang.${name}`));

/** A year of actions looked at by the month, and a hundred phones that come back into the network at once. */
export function benchActions(): Promise<Row[]> {
  return withDemoHub(CARRIERS[0] ?? "", async ({ store, timed }) => {
    const cookies = await Promise.all(CARRIERS.map(signIn));
    const model = await store.actions.findOne({ state: "scheduled" }).lean<ActionDoc>();
    if (!model) throw new Error("the demo has no scheduled action");
    await fill(store, model);
    return [...(await months(timed)), ...(await phones(store, cookies, model._id))];
  });
}

/** Copies of the demo's scheduled action over a year, every tenth of more than a month, with their plans. */
async function fill(store: Store, model: ActionDoc): Promise<void> {
  const year = Date.parse("2027-01-01T00:00:00+08:00");
  for (let there = 0; there < ACTIONS; there += 500) {
    const copies = Array.from({ length: 500 }, (_, index) => {
      const startAt = new Date(year + Math.floor(((there + index) / ACTIONS) * 365) * DAY_MS);
      const long = index % 100 === 0;
      const endAt = new Date(startAt.getTime() + (long ? 40 * DAY_MS : DAY_MS / 3));
      return { ...model, _id: newId(), channelId: newId(), startAt, endAt, long };
    });
    await store.actions.collection.insertMany(copies as never);
  }
}

async function months(timed: DemoHub["timed"]): Promise<Row[]> {
  const pages = Array.from({ length: 12 }, (_, month) => {
    const first = Date.parse(`2027-${String(month + 1).padStart(2, "0")}-01T00:00:00+08:00`);
    const day = (at: number) => dayOf(new Date(at));
    return `/actions/calendar?from=${day(first)}&to=${day(first + 30 * DAY_MS)}`;
  });
  const samples = await timed((index) => pages[index % 12] ?? "");
  const among = `a month among ${ACTIONS.toLocaleString("en")} actions of a year`;
  return [
    { what: `${among}, p50`, value: quantile(samples, 0.5), unit: "ms" },
    { what: `${among}, p99`, value: quantile(samples, 0.99), unit: "ms", aim: "<= 100 ms" },
  ];
}

const TUS = { "tus-resumable": "1.0.0" };

interface Taken {
  fileId: string;
  bytes: Buffer;
  sha256: string;
}

/** Each phone: five photos, each uploaded and registered, then the finding that names them. Sent again when the answer is a refusal that passes. */
async function phones(store: Store, cookies: readonly string[], actionId: string): Promise<Row[]> {
  const base = await sharp({
    create: { width: 1_600, height: 1_200, channels: 3, background: { r: 40, g: 90, b: 120 } },
  })
    .jpeg()
    .toBuffer();
  const taken = Array.from({ length: PHONES }, () =>
    Array.from({ length: PHOTOS }, (): Taken => {
      // What a camera writes behind the picture makes each another file, as photos are.
      const bytes = Buffer.concat([base, randomBytes(300_000)]);
      const sha256 = createHash("sha256").update(bytes).digest("hex");
      return { fileId: newId(), bytes, sha256 };
    }),
  );
  const began = performance.now();
  const times = await Promise.all(
    taken.map((photos, index) => onePhone(cookies[index % cookies.length] ?? "", actionId, photos)),
  );
  const seconds = (performance.now() - began) / 1_000;
  const ids = taken.flat().map((one) => one.fileId);
  const [arrived, found] = await Promise.all([
    store.fileLinks.countDocuments({ fileId: { $in: ids }, kind: "finding" }),
    store.findings.countDocuments({ actionId }),
  ]);
  if (arrived !== PHONES * PHOTOS || found !== PHONES)
    throw new Error(`${arrived} photos and ${found} findings arrived`);
  const megabytes = taken.flat().reduce((sum, one) => sum + one.bytes.length, 0) / 1_000_000;
  const who = `${PHONES} phones with ${PHOTOS} photos each at once`;
  return [
    { what: `${who}: arrived, each once`, value: arrived, unit: "photos", aim: "500" },
    { what: `${who}: throughput`, value: arrived / seconds, unit: "photos/s" },
    { what: `${who}: throughput`, value: megabytes / seconds, unit: "MB/s" },
    { what: `${who}: the last phone is done after`, value: Math.max(...times) / 1_000, unit: "s" },
  ];
}

async function onePhone(cookie: string, actionId: string, photos: Taken[]): Promise<number> {
  const began = performance.now();
  for (const photo of photos) await persist(() => upload(cookie, photo));
  const device = { at: new Date().toISOString(), fix: { lat: 32.85, lon: 119.25, accuracyM: 9 } };
  await send(cookie, `/api/actions/${actionId}/findings`, {
    id: newId(),
    findingId: newId(),
    title: "网箱",
    device,
    photos: photos.map(({ fileId, sha256 }) => ({
      fileId,
      sha256,
      takenAt: device.at,
      fix: device.fix,
    })),
  });
  return performance.now() - began;
}

/** As a phone does it: a connection that breaks is made anew, and what was not taken is sent again. */
async function persist(act: () => Promise<void>): Promise<void> {
  for (let tried = 0; ; tried += 1)
    try {
      return await act();
    } catch (thrown) {
      if (!(thrown instanceof TypeError) || tried > 10) throw thrown;
    }
}

async function upload(cookie: string, { fileId, bytes }: Taken): Promise<void> {
  const headers = { ...TUS, cookie, origin: URL_OF_HUB };
  const made = await fetch(`${URL_OF_HUB}/api/uploads`, {
    method: "POST",
    headers: {
      ...headers,
      "upload-length": String(bytes.length),
      "upload-metadata": `name ${Buffer.from("photo.jpg").toString("base64")}`,
    },
  });
  const url = made.headers.get("location") ?? "";
  const sent = await fetch(URL_OF_HUB + url, {
    method: "PATCH",
    headers: {
      ...headers,
      "content-type": "application/offset+octet-stream",
      "upload-offset": "0",
    },
    body: new Uint8Array(bytes),
  });
  if (sent.status !== 204) throw new Error(`the upload answers ${sent.status}`);
  await send(cookie, "/api/files", { id: fileId, upload: url.split("/").at(-1) });
}

/** The same command until it is taken: ids make that harmless. */
async function send(cookie: string, path: string, body: unknown): Promise<void> {
  for (let tried = 0; ; tried += 1) {
    const answer = await fetch(URL_OF_HUB + path, {
      method: "POST",
      headers: { cookie, origin: URL_OF_HUB, "content-type": "application/json" },
      body: JSON.stringify(body),
    });
    const said = await answer.text();
    if (answer.ok) return;
    if (![429, 503].includes(answer.status) || tried > 100)
      throw new Error(`${path} answers ${answer.status} ${said}`);
    await new Promise((resolve) => setTimeout(resolve, 200 + Math.random() * 800));
  }
}
