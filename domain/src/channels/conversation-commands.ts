import { handlesContent, token } from "../access/rules.ts";
import { followId } from "../journal/follow.ts";
import type { ChannelDoc } from "../journal/model.ts";
import { HubError } from "../kernel/faults.ts";
import { derivedId } from "../kernel/ids.ts";
import { ensure, refuse } from "../kernel/verdict.ts";
import type { OfficerDoc } from "../officers/model.ts";
import type { Ctx } from "../store/hub.ts";
import type { ChangeMembers, OpenGroup } from "./contract.ts";
import { mayChannel } from "./rules.ts";

/** The conversation of two officers: one for each pair, whoever opens it first. */
export async function openDirect(
  ctx: Ctx,
  { id, officerId }: { id: string; officerId: string },
): Promise<string> {
  const { store, journal } = ctx.hub;
  if (officerId === ctx.actor.id) throw new HubError("forbidden", { reason: "own_conversation" });
  const both = [ctx.actor.id, officerId].toSorted();
  const channelId = derivedId("direct", both.join("+"));
  if (await store.channels.exists({ _id: channelId })) return channelId;
  await journal
    .act(ctx, {
      id,
      input: { openDirect: both },
      run: async (tx) => {
        const [me, other] = [
          await contentOfficer(ctx, ctx.actor.id),
          await contentOfficer(ctx, officerId),
        ];
        const there = await store.channels
          .findById(channelId, { _id: 1 }, { session: tx.session })
          .lean();
        // The other one was faster: nothing to write, and the caller finds the channel open.
        if (there) throw new AlreadyOpen();
        const members = [me, other].map((one) => ({ officerId: one._id, officeId: one.officeId }));
        await tx.open({
          _id: channelId,
          kind: "direct",
          matterId: null,
          officeIds: [...new Set(members.map((one) => one.officeId))],
          title: null,
          members,
          audience: both.map(token.officer),
        });
        await tx.follow(channelId, both);
        tx.changed(both.map(token.officer), { feature: "channels", id: channelId });
        return [{ channelId, type: "channel.opened", body: { kind: "direct" } }];
      },
    })
    .catch((thrown: unknown) => {
      if (!(thrown instanceof AlreadyOpen)) throw thrown;
    });
  return channelId;
}

class AlreadyOpen extends Error {}

/** A standing conversation across offices; whoever opens it is a member. */
export async function openGroup(ctx: Ctx, input: OpenGroup): Promise<string> {
  const { channelId, title } = input;
  await ctx.hub.journal.act(ctx, {
    id: input.id,
    input: { openGroup: input },
    run: async (tx) => {
      const ids = [...new Set([ctx.actor.id, ...input.officerIds])];
      const officers = await Promise.all(ids.map((id) => contentOfficer(ctx, id)));
      const members = officers.map((one) => ({ officerId: one._id, officeId: one.officeId }));
      await tx.open({
        _id: channelId,
        kind: "group",
        matterId: null,
        officeIds: [...new Set(members.map((one) => one.officeId))],
        title,
        members,
        audience: ids.map(token.officer),
      });
      await tx.follow(channelId, ids);
      tx.changed(ids.map(token.officer), { feature: "channels", id: channelId });
      return [
        { channelId, type: "channel.opened", body: { kind: "group" } },
        { channelId, type: "member.joined", body: { officerIds: ids } },
      ];
    },
  });
  return channelId;
}

/** Lets officers join a group, which they then see whole, or leave it, whereupon no post of theirs can follow. */
export async function changeMembers(
  ctx: Ctx,
  channelId: string,
  input: ChangeMembers,
): Promise<void> {
  const { store, journal } = ctx.hub;
  await journal.act(ctx, {
    id: input.id,
    input: { changeMembers: channelId, ...input },
    run: async (tx) => {
      const channel = await store.channels
        .findById(channelId, null, { session: tx.session })
        .lean<ChannelDoc>();
      if (!channel) throw new HubError("not_found");
      const leavesAlone = input.add.length === 0 && input.remove.every((id) => id === ctx.actor.id);
      ensure(mayChannel(ctx.actor, leavesAlone ? "leave" : "members", channel));
      const added = input.add.filter((id) => !channel.members.some((one) => one.officerId === id));
      const removed = input.remove.filter((id) =>
        channel.members.some((one) => one.officerId === id),
      );
      if (added.length + removed.length === 0) ensure(refuse("not_now", "nothing_to_change"));
      const joining = await Promise.all(added.map((id) => contentOfficer(ctx, id)));
      const members = [
        ...channel.members.filter((one) => !removed.includes(one.officerId)),
        ...joining.map((one) => ({ officerId: one._id, officeId: one.officeId })),
      ];
      const audience = members.map((one) => token.officer(one.officerId));
      await tx.regrant(channelId, {
        members,
        audience,
        officeIds: [...new Set(members.map((one) => one.officeId))],
      });
      await tx.follow(channelId, added);
      await store.follows.deleteMany(
        { _id: { $in: removed.map((id) => followId(id, channelId)) } },
        { session: tx.session },
      );
      tx.changed([...channel.audience, ...audience], { feature: "channels", id: channelId });
      return [
        ...(added.length > 0
          ? [{ channelId, type: "member.joined" as const, body: { officerIds: added } }]
          : []),
        ...(removed.length > 0
          ? [{ channelId, type: "member.left" as const, body: { officerIds: removed } }]
          : []),
      ];
    },
  });
}

/** An officer who may take part in talk: active, with a post, and no administrator. */
async function contentOfficer(ctx: Ctx, officerId: string): Promise<OfficerDoc> {
  const officer = await ctx.hub.store.officers.findById(officerId).lean<OfficerDoc>();
  if (!officer?.active || !handlesContent(officer.posts).allowed) throw new HubError("not_found");
  return officer;
}
