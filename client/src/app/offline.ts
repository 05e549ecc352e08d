import { actionRoutes } from "@hub/domain/actions/acts-contract";
import { directoryRoute } from "@hub/domain/offices/contract";
import { meRoute, type Me } from "@hub/domain/sessions/contract";
import type { QueryClient } from "@tanstack/react-query";
import { openDB, type DBSchema, type IDBPDatabase } from "idb";
import { z } from "zod";
import { actionQuery } from "../features/actions/queries.ts";
import { officesQuery } from "../ui/directory.ts";
import { forgetReceipts } from "./live/field.ts";

/**
 * What the field's screens of one action need of the hub's answers where there is no network: who is there, the names of offices, the
 * action. `at`: when the hub last said so, with the session open.
 */
const Pack = z.object({
  actionId: z.string(),
  at: z.iso.datetime(),
  me: meRoute.reply,
  offices: directoryRoute.reply,
  action: actionRoutes.get.reply,
});
export type Pack = z.infer<typeof Pack>;

/** What is asked of a pack to keep it. */
type Held = Pick<Pack, "actionId" | "at"> & { me: { officer: { id: string } } };

interface Schema extends DBSchema {
  packs: { key: string; value: Held };
}

/** A working day on the water. The hub cannot take back what lies on a device without network: after that it is asked first. */
const HOURS = 12;

const isFresh = ({ at }: Pick<Pack, "at">, now: Date): boolean =>
  now.getTime() - Date.parse(at) < HOURS * 3_600_000;

/**
 * The packs of this device: of one officer, while the session is open; in order, so that what was cleared stays cleared. `read` answers
 * null for what it does not understand: another version of the program may have kept it.
 */
export function createPacks<P extends Held>(
  read: (kept: unknown) => P | null,
  name = "tongzhou-field-packs",
) {
  let db: Promise<IDBPDatabase<Schema>> | null = null;
  let last: Promise<unknown> = Promise.resolve();
  const open = () =>
    (db ??= openDB<Schema>(name, 1, {
      upgrade: (fresh) => void fresh.createObjectStore("packs", { keyPath: "actionId" }),
    }));
  /** Where the browser keeps nothing (private windows of some kernels), nothing is kept. */
  const inTurn = <T>(work: (packs: IDBPDatabase<Schema>) => Promise<T>, none: T): Promise<T> => {
    const turn = last.then(async () => work(await open())).catch(() => none);
    last = turn;
    return turn;
  };
  return {
    /** Keeps a pack; those of another officer, or of another day, go. */
    keep: (pack: P, now = new Date()): Promise<void> =>
      inTurn(async (packs) => {
        const { store, done } = packs.transaction("packs", "readwrite");
        for (const one of await store.getAll())
          if (one.me.officer.id !== pack.me.officer.id || !isFresh(one, now))
            await store.delete(one.actionId);
        await store.put(pack);
        await done;
      }, undefined),
    /** All that may still be opened, the latest first. */
    find: (now = new Date()): Promise<P[]> =>
      inTurn(async (packs) => {
        const kept = (await packs.getAll("packs")).flatMap((one) => read(one) ?? []);
        return kept.filter((one) => isFresh(one, now)).toSorted((a, b) => b.at.localeCompare(a.at));
      }, []),
    clear: (): Promise<void> => inTurn((packs) => packs.clear("packs"), undefined),
  };
}

export const packs = createPacks((kept) => Pack.safeParse(kept).data ?? null);

/** Puts what this device keeps in its place, as old as it is, and answers whose it is; null when nothing may be opened. */
export async function openFromDevice(client: QueryClient): Promise<Me | null> {
  const found = await packs.find();
  for (const { actionId, action, offices, at } of found.toReversed()) {
    const updatedAt = Date.parse(at);
    client.setQueryData(officesQuery.queryKey, offices, { updatedAt });
    client.setQueryData(actionQuery(actionId).queryKey, action, { updatedAt });
  }
  return found[0]?.me ?? null;
}

/**
 * After a sign-out, and when the hub ended the session: what was read on this device is gone from it. What waits to be sent stays, under
 * the officer who recorded it, for nobody else has it.
 */
export async function leaveNothing(): Promise<void> {
  await Promise.all([packs.clear(), forgetReceipts()]);
}

/** The shell of the program is kept by a worker of the browser (offline/worker.ts), where the browser has them. */
export function keepShell(): void {
  if (!import.meta.env.PROD || !("serviceWorker" in navigator)) return;
  // Without it everything works but opening the page where there is no network.
  navigator.serviceWorker.register("/offline.js", { updateViaCache: "none" }).catch(() => {});
}
