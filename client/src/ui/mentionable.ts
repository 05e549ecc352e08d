import { useQueries } from "@tanstack/react-query";
import { useState } from "react";
import { useMe } from "../app/me.ts";
import type { Thread } from "../app/threads.ts";
import { officersQuery, useOffices } from "./directory.ts";

/** The beginning of a name that the text before the caret ends in. */
const wordBefore = (before: string): string | undefined => /@(\S*)$/.exec(before)?.[1];

/** Whom one may mention in a channel: its members, or for a matter the people of its offices. Asked for with the first @. */
export function useMentionable({ channel }: Pick<Thread, "channel">) {
  const [asked, setAsked] = useState(false);
  const offices = useOffices();
  const found = useQueries({ queries: asked ? (channel?.officeIds ?? []).map(officersQuery) : [] });
  const me = useMe().officer.id;
  const members = new Set(channel?.members.map((one) => one.officerId));
  const people = found
    .flatMap(({ data }) => data ?? [])
    .filter((one) => one.id !== me && (members.size === 0 || members.has(one.id)));
  return {
    ask: () => setAsked(true),
    options: people.map((one) => ({
      key: one.id,
      value: one.name,
      label: `${one.name}　${offices.get(one.officeId)?.shortName ?? ""} ${one.title}`,
    })),
    idOf: (name: string) => people.find((one) => one.name === name)?.id,
    /** True when the text before the caret ends in the beginning of a name: Enter chooses it then. */
    isChoosing: (before: string): boolean => {
      const word = wordBefore(before);
      return word !== undefined && people.some((one) => one.name.includes(word));
    },
    /** Whether a name stays in the list. By what stands before the caret: an input method or a paste reports no single keys. */
    isOffered: (before: string, name: string): boolean => name.includes(wordBefore(before) ?? ""),
  };
}
