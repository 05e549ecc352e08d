import { useQuery } from "@tanstack/react-query";
import { useRef, useState } from "react";
import type { Thread } from "../app/threads.ts";
import { officersQuery, useOffices } from "./directory.ts";

/** Whom one may mention in a channel: its members, or for a matter the people of its offices. */
export function useMentionable(thread: Thread) {
  const [asked, setAsked] = useState<string | null>(null);
  const open = useRef(false);
  const offices = useOffices();
  const ids = asked === null ? [] : (thread.channel?.officeIds ?? []);
  const first = useQuery(officersQuery(ids[0] ?? ""));
  const second = useQuery(officersQuery(ids[1] ?? ""));
  const members = new Set(thread.channel?.members.map((one) => one.officerId));
  const people = [...(first.data ?? []), ...(second.data ?? [])].filter(
    (one) => members.size === 0 || members.has(one.id),
  );
  const word = asked ?? "";
  const found = people.filter((one) => `${one.name}${one.title}`.includes(word)).slice(0, 12);
  return {
    /** True while the list of names is shown: Enter chooses a name then. */
    open,
    search: (text: string, prefix: string) => {
      setAsked(prefix === "@" ? text : null);
      open.current = prefix === "@" && text.length < 12;
    },
    options: found.map((one) => ({
      value: one.name,
      label: `${one.name}　${offices.get(one.officeId)?.shortName ?? ""} ${one.title}`,
    })),
    idOf: (name: string) => {
      open.current = false;
      return people.find((one) => one.name === name)?.id;
    },
  };
}
