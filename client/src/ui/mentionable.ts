import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import type { Thread } from "../app/threads.ts";
import { officersQuery, useOffices } from "./directory.ts";

/** Whom one may mention in a channel: its members, or for a matter the people of its offices. Asked for with the first @. */
export function useMentionable({ channel }: Pick<Thread, "channel">) {
  const [asked, setAsked] = useState(false);
  const offices = useOffices();
  const [first = "", second = ""] = asked ? (channel?.officeIds ?? []) : [];
  const here = useQuery(officersQuery(first));
  const there = useQuery(officersQuery(second));
  const members = new Set(channel?.members.map((one) => one.officerId));
  const people = [...(here.data ?? []), ...(there.data ?? [])].filter(
    (one) => members.size === 0 || members.has(one.id),
  );
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
      const word = /@(\S*)$/.exec(before)?.[1];
      return word !== undefined && people.some((one) => one.name.includes(word));
    },
  };
}
