import type { PreviousUpload, Upload } from "tus-js-client";
import { useEffect, useRef, useState } from "react";
import { fileRoutes, MAX_FILE_BYTES, type FileView } from "@hub/domain/files/contract";
import { newId } from "@hub/domain/kernel/ids";
import type { Problem } from "@hub/domain/kernel/faults";
import { call } from "../app/call.ts";
import { useMe } from "../app/me.ts";
import { problemOf } from "../app/problem.ts";
import { newUpload, uploadProblem } from "../app/upload.ts";

/** What a person may choose; the server looks at the bytes themselves and decides. */
export const ACCEPTED = ".jpg,.jpeg,.png,.pdf,.ofd,.docx,.doc,.wps,.xlsx,.et,.mp4";

/** A file on its way: bytes going up, being checked, kept under `fileId`, or stopped by a problem. */
export interface Uploading {
  /** The file's id from the beginning; it is registered under it. */
  fileId: string;
  name: string;
  size: number;
  /** 0 to 1, of the bytes. */
  progress: number;
  state: "sending" | "checking" | "kept" | "failed";
  problem: Problem | null;
}

export interface Uploads {
  items: Uploading[];
  add: (files: Iterable<File>) => void;
  /** Stops it when it is still going up. */
  remove: (fileId: string) => void;
  /** Goes on where it stopped. */
  retry: (fileId: string) => void;
  clear: () => void;
  /** Takes up a file that is kept already. */
  adopt: (file: FileView) => void;
  /** Nothing is under way or failed. */
  settled: boolean;
}

/** Uploads that resume after a broken connection, also after a reload of the page (tus 1.0.0). */
export function useUploads(onKept?: (file: FileView) => void): Uploads {
  const officerId = useMe().officer.id;
  const [items, setItems] = useState<Uploading[]>([]);
  const running = useRef(new Map<string, Upload>());
  const kept = useRef(onKept);
  useEffect(() => {
    kept.current = onKept;
  });
  useEffect(() => {
    const uploads = running.current;
    return () => {
      for (const upload of uploads.values()) void upload.abort();
    };
  }, []);

  const change = (fileId: string, to: Partial<Uploading>) =>
    setItems((all) => all.map((one) => (one.fileId === fileId ? { ...one, ...to } : one)));

  const register = async (fileId: string, upload: Upload) => {
    change(fileId, { state: "checking", progress: 1 });
    try {
      const last = upload.url?.split("/").pop() ?? "";
      const file = await call(fileRoutes.register, { body: { id: fileId, upload: last } });
      change(fileId, { state: "kept", name: file.name });
      kept.current?.(file);
    } catch (thrown) {
      change(fileId, { state: "failed", problem: problemOf(thrown) });
    }
  };

  const begin = (fileId: string, file: File) => {
    if (file.size > MAX_FILE_BYTES) {
      change(fileId, { state: "failed", problem: tooLarge });
      return;
    }
    const upload = newUpload(file, {
      name: file.name,
      // A former officer's unfinished upload at the same desk is not ours to go on with.
      fingerprint: `tus-${officerId}-${file.name}-${file.size}-${file.lastModified}`,
      onProgress: (sent, total) => change(fileId, { progress: total > 0 ? sent / total : 0 }),
      onSuccess: () => void register(fileId, upload),
      onError: (error) => change(fileId, { state: "failed", problem: uploadProblem(error) }),
    });
    running.current.set(fileId, upload);
    const goOn = ([latest]: PreviousUpload[]) => {
      if (latest) upload.resumeFromPreviousUpload(latest);
      upload.start();
    };
    upload.findPreviousUploads().then(goOn, () => upload.start());
  };

  return {
    items,
    settled: items.every((one) => one.state === "kept"),
    add: (files) => {
      for (const file of files) {
        const fileId = newId();
        const { name, size } = file;
        setItems((all) => [
          ...all,
          { fileId, name, size, progress: 0, state: "sending", problem: null },
        ]);
        begin(fileId, file);
      }
    },
    remove: (fileId) => {
      void running.current.get(fileId)?.abort();
      running.current.delete(fileId);
      setItems((all) => all.filter((one) => one.fileId !== fileId));
    },
    retry: (fileId) => {
      const upload = running.current.get(fileId);
      if (!upload) return;
      change(fileId, { state: "sending", problem: null });
      const isWhole = items.some((one) => one.fileId === fileId && one.progress === 1);
      if (isWhole && upload.url) void register(fileId, upload);
      else upload.start();
    },
    clear: () => setItems([]),
    adopt: ({ id, name, size }) =>
      setItems((all) => [
        ...all,
        { fileId: id, name, size, progress: 1, state: "kept", problem: null },
      ]),
  };
}

const tooLarge: Problem = {
  type: "urn:tongzhou:fault:too_large",
  title: "too_large",
  status: 413,
  code: "too_large",
  retry: false,
};

const UNITS = ["B", "KB", "MB", "GB"] as const;

/** 3.4 MB */
export function sizeText(bytes: number): string {
  let size = bytes;
  let unit = 0;
  while (size >= 1024 && unit < UNITS.length - 1) {
    size /= 1024;
    unit += 1;
  }
  return `${unit === 0 || size >= 100 ? Math.round(size) : size.toFixed(1)} ${UNITS[unit]}`;
}
