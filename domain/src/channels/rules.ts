import { isAdministrator, mayRead, predicate, type Readable } from "../access/rules.ts";
import type { Officer } from "../kernel/officer.ts";
import { all, allow, refuse, type Verdict } from "../kernel/verdict.ts";
import type { ChannelKind, ChannelVerb } from "./contract.ts";

/** A channel as rules see it. */
export interface Channel extends Readable {
  kind: ChannelKind;
  open: boolean;
  officeIds: readonly string[];
  members: readonly { officerId: string; officeId: string }[];
}

/** An entry that somebody wants to change. */
export interface Target {
  type: string;
  actor: string;
  office: string;
  body: unknown;
}

const isOpen = (channel: Channel): Verdict =>
  channel.open ? allow : refuse("not_now", "channel_closed");

/**
 * The predicate of channels. An office's log is written by administrative acts alone; in a matter's channel the parties speak, and an
 * office above that supervises them only reads; a group is managed by its members.
 */
export const mayChannel = predicate<Channel, ChannelVerb>({
  post: (officer, channel) => {
    if (channel.kind === "office_log" || isAdministrator(officer.posts))
      return refuse("forbidden", "log_only");
    return channel.officeIds.includes(officer.officeId)
      ? isOpen(channel)
      : refuse("forbidden", "parties_only");
  },
  members: (_, channel) =>
    channel.kind === "group" ? isOpen(channel) : refuse("forbidden", "members_follow_the_matter"),
  leave: (_, channel) =>
    channel.kind === "group" ? allow : refuse("forbidden", "members_follow_the_matter"),
});

const isTalk = (target: Target | null): Verdict =>
  target?.type === "message.posted" ? allow : refuse("not_found");

const isOwn = (officer: Officer, target: Target | null): Verdict =>
  target?.actor === officer.id ? allow : refuse("forbidden", "not_yours");

const stands = (target: Target | null, earlier: readonly { type: string }[]): Verdict =>
  target?.body === null || earlier.some((entry) => entry.type === "message.recalled")
    ? refuse("not_now", "message_gone")
    : allow;

/** Whether `officer` may edit or recall the message: one's own, still standing, in a channel one may write to. */
export const mayChange = (
  officer: Officer,
  channel: Channel,
  target: Target | null,
  earlier: readonly { type: string }[],
): Verdict =>
  all(
    mayChannel(officer, "post", channel),
    isTalk(target),
    isOwn(officer, target),
    stands(target, earlier),
  );

/** 收到: anybody but the author, once. */
export const mayAcknowledge = (
  officer: Officer,
  channel: Channel,
  target: Target | null,
  earlier: readonly { type: string; actor: string }[],
): Verdict =>
  all(
    mayChannel(officer, "post", channel),
    isTalk(target),
    target?.actor === officer.id ? refuse("forbidden", "own_message") : allow,
    stands(target, earlier),
    earlier.some((entry) => entry.type === "message.acknowledged" && entry.actor === officer.id)
      ? refuse("not_now", "already_acknowledged")
      : allow,
  );

/** Erasing is a decision of the chief of the office that wrote the entry, and only talk can be erased: formal acts stay. */
export const mayErase = (officer: Officer, channel: Channel, target: Target | null): Verdict =>
  all(
    mayRead(officer, channel),
    target === null ? refuse("not_found") : allow,
    target?.type === "message.posted" || target?.type === "message.edited"
      ? allow
      : refuse("forbidden", "formal_acts_stay"),
    target?.office === officer.officeId && officer.posts.includes("chief")
      ? allow
      : refuse("forbidden", "chief_only"),
    target?.body === null ? refuse("not_now", "message_gone") : allow,
  );

/** What `officer` may do in `channel`, for the buttons of a screen. */
export const channelCan = (officer: Officer, channel: Channel): ChannelVerb[] =>
  (["post", "members", "leave"] as const).filter(
    (verb) => mayChannel(officer, verb, channel).allowed,
  );
