import { newId } from "@hub/domain/kernel/ids";
import { useEffect, useRef, useState } from "react";
import { z } from "zod";
import { useMe } from "../app/me.ts";
import { fitted, keeping, withoutUploads } from "./kept.ts";

/** An attempt to send a form, with its ids: what was sent and whose answer was lost is not made twice after a reload. */
const Attempt = z.object({
  /** Of the command. */
  id: z.string(),
  /** Of what the command makes, where it makes something. */
  makes: z.string(),
  /** The version that was on the screen when typing began; null for something new. */
  expects: z.int().nullable(),
  at: z.iso.datetime(),
  values: z.looseObject({}),
});
type Attempt = z.infer<typeof Attempt>;

const { read, keep, drop } = keeping("forms", Attempt);
const KEEP_MS = 400;

interface Kept<Values> extends Pick<Attempt, "id" | "makes" | "expects"> {
  /** What the form begins with. */
  initial: Values;
  /** When that was typed, where it was kept from before. */
  restoredAt: string | null;
  /** To be told of every change. */
  remember: (values: Values) => void;
  /** Another command for the same values. */
  renew: () => void;
  /** It has arrived, or nobody wants it: begins anew. */
  forget: () => void;
}

/**
 * Keeps what is typed into a form on this device until it has arrived, over a reload or a session that ends. `of` names the form's thing;
 * without one only the command's id is held.
 */
export function useKept<Values extends object>(
  of: string | undefined,
  initial: Values,
  expects: number | null = null,
): Kept<Values> {
  const officerId = useMe().officer.id;
  const [kept] = useState(() => (of === undefined ? null : read(localStorage, officerId, of)));
  const begin = () => ({ id: newId(), makes: newId(), expects });
  const [attempt, setAttempt] = useState(() => kept ?? begin());
  const [restored, setRestored] = useState(kept);
  const timer = useRef<ReturnType<typeof setTimeout> | undefined>(undefined);
  useEffect(() => () => clearTimeout(timer.current), []);
  const { id, makes } = attempt;
  return {
    id,
    makes,
    expects: attempt.expects,
    initial: restored ? fitted(initial, restored.values) : initial,
    restoredAt: restored?.at ?? null,
    remember: (values) => {
      if (of === undefined) return;
      clearTimeout(timer.current);
      timer.current = setTimeout(() => {
        const at = new Date().toISOString();
        const rest = { id, makes, expects: attempt.expects, at };
        keep(localStorage, officerId, of, { ...rest, values: withoutUploads(values) });
      }, KEEP_MS);
    },
    renew: () => setAttempt((now) => ({ ...now, id: newId() })),
    forget: () => {
      clearTimeout(timer.current);
      if (of !== undefined) drop(localStorage, officerId, of);
      setRestored(null);
      setAttempt(begin());
    },
  };
}
