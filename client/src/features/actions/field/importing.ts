import type { Shot } from "@hub/domain/actions/record-contract";
import { newId } from "@hub/domain/kernel/ids";
import { useEffect, useRef, useState } from "react";
import type { z } from "zod";
import { useMe } from "../../../app/me.ts";
import { problemOf } from "../../../app/problem.ts";
import { uploadFile } from "../../../app/upload.ts";
import type { Problem } from "@hub/domain/kernel/faults";
import { hashOf } from "./hashing.ts";
import { statedIn } from "./stated.ts";

/** One file of a camera on its way. */
export interface Importing {
  fileId: string;
  file: File;
  state: "waiting" | "hashing" | "sending" | "here" | "failed";
  /** 0 to 1, of the bytes. */
  part: number;
  shot: z.output<typeof Shot> | null;
  problem: Problem | null;
}

/** So many at once: enough to fill the line, few enough that the page stays quick. */
const AT_ONCE = 3;

/** Hundreds of files, a few at a time: hashed, read for what the device says of them, and sent up so that they resume. */
export function useImporting() {
  const officerId = useMe().officer.id;
  const [items, setItems] = useState<readonly Importing[]>([]);
  const queue = useRef<Importing[]>([]);
  const running = useRef(0);
  const gone = useRef(false);
  useEffect(() => {
    gone.current = false;
    return () => {
      gone.current = true;
    };
  }, []);

  const change = (fileId: string, to: Partial<Importing>) =>
    setItems((all) => all.map((one) => (one.fileId === fileId ? { ...one, ...to } : one)));

  async function bring({ fileId, file, shot: known }: Importing): Promise<void> {
    try {
      change(fileId, { state: "hashing", problem: null });
      const shot = known ?? {
        fileId,
        sha256: await hashOf(file),
        ...(await statedIn(file)),
        stated: "file" as const,
      };
      change(fileId, { state: "sending", shot });
      await uploadFile({
        officerId,
        fileId,
        name: file.name,
        bytes: file,
        onProgress: (part) => change(fileId, { part }),
      });
      change(fileId, { state: "here", part: 1 });
    } catch (thrown) {
      change(fileId, { state: "failed", problem: problemOf(thrown) });
    }
  }

  function pump(): void {
    while (running.current < AT_ONCE && !gone.current) {
      const next = queue.current.shift();
      if (!next) return;
      running.current += 1;
      void bring(next).finally(() => {
        running.current -= 1;
        pump();
      });
    }
  }

  const enqueue = (some: readonly Importing[]) => {
    queue.current.push(...some);
    pump();
  };
  return {
    items,
    add(files: readonly File[]) {
      const fresh = files.map((file): Importing => ({
        fileId: newId(),
        file,
        state: "waiting",
        part: 0,
        shot: null,
        problem: null,
      }));
      setItems((all) => [...all, ...fresh]);
      enqueue(fresh);
    },
    retryFailed() {
      const failed = items.filter((one) => one.state === "failed");
      for (const { fileId } of failed) change(fileId, { state: "waiting" });
      enqueue(failed);
    },
    clear: () => setItems([]),
  };
}
