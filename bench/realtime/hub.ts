import { createHmac, randomBytes } from "node:crypto";
import { token } from "@hub/domain/access/rules";
import { newId } from "@hub/domain/kernel/ids";
import type { OfficerDoc } from "@hub/domain/officers/model";
import { SESSION_COOKIE } from "@hub/domain/sessions/cookie";
import { freshSession } from "@hub/domain/sessions/open";
import { Env } from "@hub/domain/store/env";
import type { Hub } from "@hub/domain/store/hub";
import { connectRedis } from "@hub/domain/store/redis";
import { start } from "@hub/realtime/start";
import { answerUsage } from "./usage.ts";

/**
 * The hub's gateway with everything behind it: session and rights at each post, the journal's commit, Redis. BENCH_ENV holds its
 * settings, BENCH_SOCKETS how many officers of one office follow the channel.
 */
const env = Env.parse(JSON.parse(process.env["BENCH_ENV"] ?? "{}"));
const count = Number(process.env["BENCH_SOCKETS"]);
const OFFICE = "321084";

/** As express-session signs its cookie. */
const signed = (sid: string): string =>
  `s:${sid}.${createHmac("sha256", env.SESSION_SECRET).update(sid).digest("base64").replace(/=+$/, "")}`;

async function plant(hub: Hub): Promise<{ channelId: string; cookies: string[] }> {
  const { store } = hub;
  const channelId = newId();
  const officers = Array.from({ length: count }, (_, index): OfficerDoc => {
    const _id = newId();
    return {
      _id,
      name: `演示${index}`,
      account: `bench${_id}`,
      officeId: OFFICE,
      departmentId: null,
      posts: ["prosecutor"],
      inCharge: [],
      title: "检察官",
      telephone: "",
      deputyId: null,
      active: true,
      epoch: 1,
      version: 1,
      createdAt: new Date(),
    };
  });
  const where = { address: "127.0.0.1", userAgent: "bench", device: "bench" };
  const sessions = officers.map((officer) =>
    freshSession(hub, officer, { needs: [], idleMinutes: 60, where }),
  );
  await store.officers.insertMany(officers, { lean: true });
  await store.sessions.insertMany(sessions, { lean: true });
  const head = { seq: 0, ordinal: 0, hash: "0".repeat(64), at: new Date(0), rights: 0 };
  await store.channels.insertMany(
    [
      {
        _id: channelId,
        kind: "group",
        matterId: null,
        officeIds: [OFFICE],
        title: "bench",
        members: [],
        audience: [token.office(OFFICE)],
        open: true,
        head,
        createdAt: new Date(),
      },
    ],
    { lean: true },
  );
  await store.follows.insertMany(
    officers.map(({ _id: officerId }) => ({
      _id: `${officerId}/${channelId}`,
      officerId,
      channelId,
      at: new Date(),
      receivedSeq: 0,
      readSeq: 0,
      readOrdinal: 0,
    })),
    { lean: true },
  );
  const redis = await connectRedis(env);
  const cookies = await Promise.all(
    sessions.map(async ({ _id: sessionId, officerId }) => {
      const sid = randomBytes(24).toString("base64url");
      const cookie = { originalMaxAge: 3_600_000, httpOnly: true, path: "/" };
      await redis.set(`session:${sid}`, JSON.stringify({ cookie, ids: { sessionId, officerId } }));
      return `${SESSION_COOKIE}=${encodeURIComponent(signed(sid))}`;
    }),
  );
  redis.destroy();
  return { channelId, cookies };
}

const running = await start(env, { commandLimit: 1_000_000, drainMs: 0 });
process.send?.({ port: running.port, ...(await plant(running.hub)) });
answerUsage();
