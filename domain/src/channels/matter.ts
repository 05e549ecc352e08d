import type { ChannelDoc } from "../journal/model.ts";
import type { Ctx } from "../store/hub.ts";
import type { MatterRef } from "./contract.ts";

/** By channel id: the matter each channel belongs to, as far as this officer may read it. */
export async function matterRefs(
  _ctx: Ctx,
  _channels: ChannelDoc[],
): Promise<Map<string, MatterRef>> {
  return new Map();
}
