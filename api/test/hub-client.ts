import { createHmac, randomBytes } from "node:crypto";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Problem } from "@hub/domain/kernel/faults";
import { newId } from "@hub/domain/kernel/ids";
import { pathOf, type Route } from "@hub/domain/kernel/route";
import { hashPassword } from "@hub/domain/sessions/password";
import { actorOf } from "@hub/domain/sessions/queries";
import { DEFAULT_POLICY } from "@hub/domain/sessions/rules";
import { freshSession } from "@hub/domain/sessions/open";
import type { OfficerDoc } from "@hub/domain/officers/model";
import type { Ctx, Hub } from "@hub/domain/store/hub";
import { Env } from "@hub/domain/store/env";
import { expect } from "chai";
import { createClient } from "redis";
import type { z } from "zod";
import type { AppOptions } from "../src/app.ts";
import { start } from "../src/start.ts";

/** What a call may carry; `id` is put into the body when its contract has one and the test gave none. */
interface Given<R extends Route> {
  params?: z.input<R["params"]>;
  query?: z.input<R["query"]>;
  body?: WithoutId<z.input<R["body"]>>;
}

/** Of each member of a union by itself. */
type WithoutId<Body> = Body extends unknown ? Omit<Body, "id"> & { id?: string } : never;

export type Answered<R extends Route> =
  | { ok: true; status: number; body: z.output<R["reply"]>; headers: Headers }
  | { ok: false; status: number; problem: Problem; headers: Headers };

/** A browser of one officer, or of nobody. */
export interface HubClient {
  /** Cookies as sent; a test of sign-in itself starts with none. */
  cookies: Map<string, string>;
  /** Calls an endpoint by its route value and gives whatever came back. */
  ask<R extends Route>(route: R, given?: Given<R>): Promise<Answered<R>>;
  /** Expects success and gives the reply. */
  call<R extends Route>(route: R, given?: Given<R>): Promise<z.output<R["reply"]>>;
  /** Expects a refusal with this code and gives the problem. */
  refused<R extends Route>(route: R, code: Problem["code"], given?: Given<R>): Promise<Problem>;
  /** A bare request, for bytes and for bad input: JSON unless `init` says otherwise. */
  fetch(path: string, init?: RequestInit): Promise<Response>;
}

export const TEST_PASSWORD = "Lake-Boat-2026";
/** Where the pages of the test hubs come from. */
export const ORIGIN = "http://hub.test";
/** One argon2 for all tests. */
let testHash: Promise<string> | undefined;

export interface TestHub {
  hub: Hub;
  env: Env;
  url: string;
  /** A browser without cookies. */
  visitor(): HubClient;
  /** A browser that is signed in as the officer, past every step; no argon2 is spent. */
  signIn(officer: OfficerDoc): Promise<HubClient>;
  /** Gives the officer TEST_PASSWORD and his office a policy that leaves the second factor optional: `proof: {password}` will do. */
  givePassword(officer: OfficerDoc): Promise<void>;
  /** The officer's ctx, to call commands and queries without the door. */
  ctxOf(officer: OfficerDoc): Ctx;
  stop(): Promise<void>;
}

/**
 * The whole api in this process on a free port, with a database of its own. MONGODB_URI and REDIS_URL say where; every test file
 * starts one in `before` and stops it in `after`, which also drops the database.
 */
export async function startTestHub(
  options: Partial<AppOptions> = {},
  { redisUrl: REDIS_URL = process.env["REDIS_URL"] }: { redisUrl?: string } = {},
): Promise<TestHub> {
  const { MONGODB_URI } = process.env;
  if (!MONGODB_URI || !REDIS_URL) throw new Error("MONGODB_URI and REDIS_URL say where to test");
  const filesDir = await mkdtemp(join(tmpdir(), "hub-files-"));
  const env = Env.parse({
    MONGODB_URI: withDatabase(MONGODB_URI, `test_${randomBytes(6).toString("hex")}`),
    REDIS_URL,
    PORT: "0",
    ORIGINS: ORIGIN,
    SESSION_SECRET: randomBytes(32).toString("hex"),
    FILES_DIR: filesDir,
    LOG_LEVEL: "silent",
  });
  const api = await start(env, { checkReplies: true, ...options });
  const url = `http://127.0.0.1:${api.port}`;
  const redis = await createClient({ url: REDIS_URL })
    .on("error", () => undefined) // a test may take Redis away
    .connect();
  return {
    hub: api.hub,
    env,
    url,
    visitor: () => aClient(url),
    signIn: async (officer) => {
      const where = { address: "127.0.0.1", userAgent: "test", device: "test" };
      const session = freshSession(api.hub, officer, { needs: [], idleMinutes: 15, where });
      await api.hub.store.sessions.insertMany([session], { lean: true });
      const sid = randomBytes(24).toString("base64url");
      const record = {
        cookie: { originalMaxAge: 3_600_000, httpOnly: true, path: "/" },
        ids: { sessionId: session._id, officerId: officer._id },
      };
      await redis.set(`session:${sid}`, JSON.stringify(record), {
        expiration: { type: "EX", value: 3600 },
      });
      const client = aClient(url);
      client.cookies.set(
        "tongzhou.sid",
        encodeURIComponent(`s:${signed(sid, env.SESSION_SECRET)}`),
      );
      return client;
    },
    givePassword: async (officer) => {
      testHash ??= hashPassword(TEST_PASSWORD);
      await api.hub.store.credentials.replaceOne(
        { _id: officer._id },
        {
          passwordHash: await testHash,
          formerHashes: [],
          passwordAt: new Date(),
          initial: false,
          authenticator: null,
          lastStep: 0,
          recovery: [],
          enrolling: null,
        },
        { upsert: true },
      );
      await api.hub.store.policies.updateOne(
        { _id: officer.officeId },
        { $set: { ...DEFAULT_POLICY, secondFactor: "optional", version: 1 } },
        { upsert: true },
      );
    },
    ctxOf: (officer) => ({ hub: api.hub, actor: actorOf(officer), role: officer.title }),
    stop: async () => {
      await redis.close();
      await api.hub.store.connection.dropDatabase();
      await api.stop();
      await rm(filesDir, { recursive: true, force: true });
    },
  };
}

const withDatabase = (uri: string, name: string): string => {
  const parts = /^(mongodb(?:\+srv)?:\/\/[^/?]+)\/?[^?]*(\?.*)?$/.exec(uri);
  if (!parts) throw new Error("MONGODB_URI is no address of a store");
  return `${parts[1]}/${name}${parts[2] ?? ""}`;
};

/** As express-session signs its cookie (cookie-signature). */
const signed = (text: string, secret: string): string =>
  `${text}.${createHmac("sha256", secret).update(text).digest("base64").replace(/=+$/, "")}`;

function aClient(url: string): HubClient {
  const cookies = new Map<string, string>();
  const client: HubClient = {
    cookies,
    fetch: async (path, init = {}) => {
      const headers = new Headers(init.headers);
      if (!headers.has("origin")) headers.set("origin", ORIGIN);
      if (cookies.size > 0)
        headers.set("cookie", [...cookies].map(([name, value]) => `${name}=${value}`).join("; "));
      if (init.body !== undefined && !headers.has("content-type"))
        headers.set("content-type", "application/json");
      const response = await fetch(url + path, { ...init, headers, redirect: "manual" });
      for (const line of response.headers.getSetCookie()) keep(cookies, line);
      return response;
    },
    ask: async <R extends Route>(route: R, given: Given<R> = {}): Promise<Answered<R>> => {
      const path = pathOf(route, given.params ?? {}, given.query ?? {});
      const init: RequestInit = { method: route.method.toUpperCase() };
      if (given.body !== undefined) init.body = JSON.stringify(withId(route, given.body));
      const response = await client.fetch(`/api${path}`, init);
      const text = await response.text();
      const body: unknown = text && !route.binary ? JSON.parse(text) : {};
      const { status, headers } = response;
      if (!response.ok) return { ok: false, status, problem: body as Problem, headers };
      return { ok: true, status, body: body as z.output<R["reply"]>, headers };
    },
    call: async (route, given) => {
      const answered = await client.ask(route, given);
      if (!answered.ok)
        throw new Error(
          `${route.name} answers ${answered.status} ${JSON.stringify(answered.problem)}`,
        );
      expect(answered.status, route.name).to.equal(route.status);
      return answered.body;
    },
    refused: async (route, code, given) => {
      const answered = await client.ask(route, given);
      if (answered.ok) throw new Error(`${route.name} answers ${answered.status}, not ${code}`);
      expect(answered.problem.code, JSON.stringify(answered.problem)).to.equal(code);
      return answered.problem;
    },
  };
  return client;
}

function keep(cookies: Map<string, string>, line: string): void {
  const [pair = "", ...attributes] = line.split(";");
  const at = pair.indexOf("=");
  const gone = attributes.some((one) => /^\s*expires=Thu, 01 Jan 1970/i.test(one));
  if (gone) cookies.delete(pair.slice(0, at));
  else cookies.set(pair.slice(0, at), pair.slice(at + 1));
}

/** Commands carry an id that their browser makes. */
function withId(route: Route, body: object): object {
  const shape = "shape" in route.body ? (route.body.shape as object) : {};
  return "id" in shape && !("id" in body) ? { id: newId(), ...body } : body;
}
