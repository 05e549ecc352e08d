import { Upload } from "tus-js-client";
import { fileRoutes, UPLOADS_PATH, type FileView } from "@hub/domain/files/contract";
import type { Problem } from "@hub/domain/kernel/faults";
import { call } from "./call.ts";
import { problemOf, ProblemError, unreachable } from "./problem.ts";

const RETRY_DELAYS_MS = [0, 1_000, 3_000, 5_000, 10_000, 20_000, 40_000];

interface UploadOptions {
  /** With its extension: what the file is called from now on. */
  name: string;
  /** Under what it is found again after the page was reloaded. */
  fingerprint: string;
  onProgress?: (sent: number, total: number) => void;
  onSuccess: () => void;
  onError: (error: Error) => void;
}

/** Bytes that go up in parts and go on where they stopped (tus 1.0.0). */
export const newUpload = (bytes: Blob, options: UploadOptions): Upload => {
  const { name, fingerprint, ...told } = options;
  return new Upload(bytes, {
    endpoint: UPLOADS_PATH,
    chunkSize: 8 * 1024 * 1024,
    retryDelays: RETRY_DELAYS_MS,
    metadata: { name },
    fingerprint: () => Promise.resolve(fingerprint),
    removeFingerprintOnSuccess: true,
    ...told,
  });
};

/** The server's own problem when it answered with one; otherwise the network is out. */
export function uploadProblem(error: Error): Problem {
  const response =
    "originalResponse" in error &&
    (error.originalResponse as { getBody?: () => string } | null | undefined);
  const body = response ? response.getBody?.() : undefined;
  if (body?.startsWith("{")) {
    const parsed = JSON.parse(body) as Partial<Problem>;
    if (parsed.code && parsed.status) return parsed as Problem;
  }
  return unreachable(error).problem;
}

/** The file if the hub has it under this id already: then nothing has to go up again. */
const known = (fileId: string): Promise<FileView | null> =>
  call(fileRoutes.get, { params: { fileId } }).catch((thrown: unknown) => {
    if (problemOf(thrown).code === "not_found") return null;
    throw thrown;
  });

interface Sending {
  officerId: string;
  fileId: string;
  name: string;
  bytes: Blob;
  onProgress?: (part: number) => void;
}

/**
 * Sends one file up and registers it under its id; asked again for the same id it goes on where it stopped, or finds it there. Throws
 * a ProblemError.
 */
export async function uploadFile(sending: Sending): Promise<FileView> {
  const { officerId, fileId, name, bytes, onProgress } = sending;
  const there = await known(fileId);
  if (there) return there;
  const url = await new Promise<string>((resolve, reject) => {
    const upload: Upload = newUpload(bytes, {
      name,
      fingerprint: `tus-${officerId}-${fileId}`,
      onProgress: (sent, total) => onProgress?.(total > 0 ? sent / total : 0),
      onSuccess: () => resolve(upload.url ?? ""),
      onError: (error) => reject(new ProblemError(uploadProblem(error), error)),
    });
    const goOn = (previous: Awaited<ReturnType<Upload["findPreviousUploads"]>>) => {
      const [latest] = previous;
      if (latest) upload.resumeFromPreviousUpload(latest);
      upload.start();
    };
    upload.findPreviousUploads().then(goOn, () => upload.start());
  });
  return call(fileRoutes.register, { body: { id: fileId, upload: url.split("/").pop() ?? "" } });
}
