import type { Fix, TickResult } from "@hub/domain/actions/record-contract";
import { newId } from "@hub/domain/kernel/ids";
import { useQueryClient } from "@tanstack/react-query";
import { useEffect, useState, useSyncExternalStore } from "react";
import { useText } from "../../../app/i18n.ts";
import { useLive } from "../../../app/live.ts";
import type { Field, FieldRecord, NewRecord, Receipt } from "../../../app/live/field.ts";
import { hashOf } from "./hashing.ts";

/** A photo as it was taken: hashed before anything travelled. */
export interface Taken {
  file: File;
  sha256: string;
  at: string;
  fix: Fix | null;
}

/** What is recorded on the way of one action: kept on this device first, sent when there is a link. */
export interface FieldDesk {
  /** False until the store is open. */
  ready: boolean;
  lasting: boolean;
  records: readonly FieldRecord[];
  receipts: readonly Receipt[];
  /** Everything recorded on this device for this action, and how much of it is not sent yet. */
  kept: number;
  waiting: number;
  checkIn: (stop: { id: string | null; name: string }, fix: Fix | null) => Promise<void>;
  tick: (tick: {
    itemId: string;
    stopId: string | null;
    result: TickResult;
    note: string;
    label: string;
    fix: Fix | null;
  }) => Promise<void>;
  find: (finding: NewFinding) => Promise<void>;
  addPhotos: (findingId: string, files: readonly File[]) => Promise<void>;
  retry: (id: string) => void;
  discard: (id: string) => void;
}

export interface NewFinding {
  title: string;
  text: string;
  stopId: string | null;
  withIds: string[];
  handling: { text: string; unit: string; basis: string };
  fix: Fix | null;
  photos: readonly Taken[];
}

const EMPTY: readonly never[] = [];

export function useField(actionId: string): FieldDesk {
  const live = useLive();
  const t = useText();
  const client = useQueryClient();
  const [field, setField] = useState<Field | null>(null);
  useEffect(() => {
    let gone = false;
    void live.field.then((opened) => !gone && setField(opened));
    return () => {
      gone = true;
    };
  }, [live]);
  const all = useSyncExternalStore(live.subscribe, () => field?.waiting() ?? EMPTY);
  const receipts = (field?.sent() ?? EMPTY).filter((one) => one.actionId === actionId);
  const records = all.filter((one) => one.actionId === actionId);
  const sentCount = receipts.length;
  // What arrived shows on the page with everybody else's.
  useEffect(() => {
    if (sentCount > 0) void client.invalidateQueries({ queryKey: ["actions"] });
  }, [sentCount, client]);

  const device = (fix: Fix | null, at = new Date().toISOString()) => ({
    at,
    fix,
    waited: live.linkState().status !== "live",
  });
  const add = async (records: readonly NewRecord[]): Promise<void> => {
    // The phone is asked not to clear what was not sent; it may refuse, and the line on top says what is kept.
    void navigator.storage?.persist?.();
    await (await live.field).add(records);
  };
  const shotOf = ({ file, sha256, at, fix }: Taken) => ({
    shot: { fileId: newId(), sha256, takenAt: at, fix, stated: "capture" as const },
    file,
  });
  const photoRecords = (findingId: string, shots: readonly ReturnType<typeof shotOf>[]) =>
    shots.map(({ shot, file }): NewRecord => ({
      id: newId(),
      actionId,
      kind: "photo",
      label: t("actions.field.photoOf", { name: file.name }),
      at: shot.takenAt,
      findingId,
      shot,
      name: file.name,
      bytes: file,
    }));

  return {
    ready: field !== null,
    lasting: field?.lasting ?? true,
    records,
    receipts,
    kept: records.length + receipts.length,
    waiting: records.length,
    async checkIn({ id: stopId, name }, fix) {
      const id = newId();
      const told = device(fix);
      await add([
        {
          id,
          actionId,
          kind: "check_in",
          label: t("actions.entry.checked_in", { stop: name }),
          at: told.at,
          body: { id, device: told, stopId },
        },
      ]);
    },
    async tick({ label, fix, ...tick }) {
      const id = newId();
      const told = device(fix);
      await add([
        { id, actionId, kind: "tick", label, at: told.at, body: { id, device: told, ...tick } },
      ]);
    },
    async find({ photos, fix, ...finding }) {
      const id = newId();
      const findingId = newId();
      const told = device(fix);
      const shots = photos.map(shotOf);
      await add([
        {
          id,
          actionId,
          kind: "finding",
          label: finding.title,
          at: told.at,
          body: { id, findingId, device: told, ...finding, photos: shots.map((one) => one.shot) },
        },
        ...photoRecords(findingId, shots),
      ]);
    },
    async addPhotos(findingId, files) {
      const taken = await takenNow(files, null);
      await add(photoRecords(findingId, taken.map(shotOf)));
    },
    retry: (id) => void field?.retry(id),
    discard: (id) => void field?.discard(id),
  };
}

/** Hashes photos that were taken just now. */
export const takenNow = (files: readonly File[], fix: Fix | null): Promise<Taken[]> =>
  Promise.all(
    files.map(async (file) => ({
      file,
      at: new Date().toISOString(),
      fix,
      sha256: await hashOf(file),
    })),
  );
