import { token } from "../access/rules.ts";
import { derivedId } from "../kernel/ids.ts";
import { systemCtx } from "../officers/system.ts";
import type { Hub } from "../store/hub.ts";
import { officeLogId } from "./contract.ts";
import type { OfficeDoc } from "./model.ts";
import tree from "./tree.json" with { type: "json" };

/** Puts offices of the tree that are missing into the store; what an administrator has changed since stays. */
export async function plantTree(hub: Pick<Hub, "store">): Promise<void> {
  const known = new Set(await hub.store.offices.distinct("_id"));
  const missing = tree
    .filter((office) => !known.has(office.id))
    .map(
      ({ id, ...office }) => ({ ...office, _id: id, connected: false, version: 1 }) as OfficeDoc,
    );
  if (missing.length > 0) await hub.store.offices.insertMany(missing, { lean: true });
}

/** Lets an office take part: it is marked as connected and its log is opened. Once; again changes nothing. */
export async function connectOffice(hub: Hub, officeId: string): Promise<void> {
  const channelId = officeLogId(officeId);
  const audience = (["system_admin", "security_admin", "audit_admin"] as const).map((post) =>
    token.admin(post, officeId),
  );
  await hub.journal.act(systemCtx(hub, officeId), {
    id: derivedId(channelId, "connected"),
    input: { officeId },
    run: async (tx) => {
      await tx.store.offices.updateOne(
        { _id: officeId },
        { $set: { connected: true }, $inc: { version: 1 } },
        { session: tx.session },
      );
      await tx.open({
        _id: channelId,
        kind: "office_log",
        matterId: null,
        officeIds: [officeId],
        title: null,
        members: [],
        audience,
      });
      return [{ channelId, type: "office.connected", body: { officeId } }];
    },
  });
}
