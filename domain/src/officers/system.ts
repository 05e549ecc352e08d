import { derivedId } from "../kernel/ids.ts";
import type { Ctx, Hub } from "../store/hub.ts";

/** The hub itself as an actor: what no person did stands in the journal under this id. It has no account and no tokens. */
export const SYSTEM_ID = derivedId("system", "hub");

/** A ctx for what the hub does by itself in an office's name, e.g. opening its log. */
export const systemCtx = (hub: Hub, officeId: string): Ctx => ({
  hub,
  actor: {
    id: SYSTEM_ID,
    name: "同舟",
    officeId,
    departmentId: null,
    posts: [],
    inCharge: [],
    tokens: [],
    epoch: 0,
  },
  role: "系统",
});
