import { createHash } from "node:crypto";
import { actionRoutes } from "@hub/domain/actions/acts-contract";
import type { ActionView } from "@hub/domain/actions/contract";
import type { PlanContent } from "@hub/domain/actions/plan-contract";
import type { Route } from "@hub/domain/kernel/route";
import { newId } from "@hub/domain/kernel/ids";
import type { z } from "zod";
import type { HubClient, TestHub } from "./hub-client.ts";
import { aPhoto, upload } from "./uploads.ts";
import { TIANCHANG, type World } from "./world.ts";

export const DAY_MS = 86_400_000;

/** A span of hours that begins so many days from now, on the full hour. */
export function spanIn(days: number, hours = 8): { startAt: string; endAt: string } {
  const start = new Date(Math.floor((Date.now() + days * DAY_MS) / 3_600_000) * 3_600_000);
  return {
    startAt: start.toISOString(),
    endAt: new Date(start.getTime() + hours * 3_600_000).toISOString(),
  };
}

/** The browsers of those who plan and go in Gaoyou and Tianchang. */
export async function castOf(test: TestHub, { gaoyou, tianchang }: World) {
  const [liaison, chief, prosecutor, assistant, theirLiaison, theirChief, theirProsecutor] =
    await Promise.all([
      test.signIn(gaoyou.officers.liaison),
      test.signIn(gaoyou.officers.chief),
      test.signIn(gaoyou.officers.prosecutor),
      test.signIn(gaoyou.officers.assistant),
      test.signIn(tianchang.officers.liaison),
      test.signIn(tianchang.officers.chief),
      test.signIn(tianchang.officers.prosecutor),
    ]);
  return { liaison, chief, prosecutor, assistant, theirLiaison, theirChief, theirProsecutor };
}
export type Cast = Awaited<ReturnType<typeof castOf>>;

type Body<R extends Route> = Omit<z.input<R["body"]>, "id">;

/** Proposes a patrol of both offices by Gaoyou's liaison. */
export const propose = (
  cast: Cast,
  over: Partial<Body<typeof actionRoutes.propose>> = {},
): Promise<ActionView> =>
  cast.liaison.call(actionRoutes.propose, {
    body: {
      actionId: newId(),
      kind: "patrol",
      title: "四季度高邮湖联合巡查",
      officeIds: [TIANCHANG],
      ...over,
    },
  });

/** Two people of each office go. */
export async function staff(cast: Cast, world: World, actionId: string): Promise<void> {
  const params = { actionId };
  const { gaoyou, tianchang } = world;
  await cast.liaison.call(actionRoutes.staff, {
    params,
    body: { add: [gaoyou.officers.prosecutor._id, gaoyou.officers.assistant._id] },
  });
  await cast.theirLiaison.call(actionRoutes.staff, {
    params,
    body: { add: [tianchang.officers.prosecutor._id, tianchang.officers.assistant._id] },
  });
}

/** A plan with three stops and a boat, complete enough to be approved. */
export function aPlan(world: World, over: Partial<z.input<typeof PlanContent>> = {}) {
  const { gaoyou, tianchang } = world;
  const boatId = newId();
  const partnerId = newId();
  const stop = (name: string, lon: number, lat: number) => ({
    id: newId(),
    name,
    point: { lon, lat },
  });
  return {
    aim: "查看网箱与排口",
    stops: [stop("万家塘", 119.2, 32.9), stop("湖滨", 119.38, 32.8), stop("龙岗", 119.12, 32.88)],
    boats: [{ id: boatId, name: "苏高邮渔政1号", capacity: 8, skipper: "周某" }],
    partners: [{ id: partnerId, unit: "高邮市水利局", name: "王某", post: "科长" }],
    groups: [
      {
        id: newId(),
        name: "水上组",
        leaderId: gaoyou.officers.prosecutor._id,
        officerIds: [gaoyou.officers.prosecutor._id, tianchang.officers.prosecutor._id],
        partnerIds: [partnerId],
        boatId,
      },
    ],
    safetyOfficerId: gaoyou.officers.prosecutor._id,
    checklist: {
      items: [
        { id: newId(), text: "有无非法网箱", perStop: true },
        { id: newId(), text: "救生衣齐全", perStop: false },
      ],
    },
    ...over,
  };
}

/** A patrol that is scheduled: fixed, planned, and approved by both offices. */
export async function scheduled(
  cast: Cast,
  world: World,
  days = 3,
  over: Partial<Body<typeof actionRoutes.propose>> = {},
): Promise<ActionView> {
  const proposed = await propose(cast, over);
  const params = { actionId: proposed.id };
  await staff(cast, world, proposed.id);
  let view = await cast.liaison.call(actionRoutes.get, { params });
  view = await cast.liaison.call(actionRoutes.fix, {
    params,
    body: { expects: view.version, span: spanIn(days), reason: "电话商定" },
  });
  view = await cast.liaison.call(actionRoutes.savePlan, {
    params,
    body: { expects: view.version, content: aPlan(world) },
  });
  const digest = view.plan?.digest ?? "";
  await cast.liaison.call(actionRoutes.submitPlan, { params, body: { digest } });
  await cast.chief.call(actionRoutes.approvePlan, { params, body: { digest } });
  return cast.theirChief.call(actionRoutes.approvePlan, { params, body: { digest } });
}

export const sha256 = (bytes: Uint8Array): string =>
  createHash("sha256").update(bytes).digest("hex");

/** What a device says of here and now. */
export const here = (over: { at?: string; waited?: boolean } = {}) => ({
  at: new Date().toISOString(),
  fix: { lat: 32.85, lon: 119.25, accuracyM: 12 },
  ...over,
});

/** A photo that is taken and uploaded. */
export async function aShot(by: HubClient) {
  const bytes = await aPhoto();
  const file = await upload(by, "现场.png", bytes);
  const { fix, at } = here();
  return { fileId: file.id, sha256: sha256(bytes), takenAt: at, fix };
}
