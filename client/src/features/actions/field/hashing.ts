import { ProblemError } from "../../../app/problem.ts";

/** Browsers hash, place and photograph only on pages that came by https or from this machine. */
export const isSecure = (): boolean => globalThis.isSecureContext;

const problem = (reason: "insecure_page" | "unreadable_file"): ProblemError =>
  new ProblemError({
    type: "urn:tongzhou:fault:bad_input",
    title: "bad_input",
    status: 400,
    code: "bad_input",
    retry: false,
    reason,
  });

interface Waiting {
  resolve: (sha256: string) => void;
  reject: (thrown: unknown) => void;
}

let worker: Worker | null = null;
const asked = new Map<number, Waiting>();
let last = 0;

/** One for the page, kept: out there its code could not be fetched any more. */
function hasher(): Worker {
  if (worker) return worker;
  worker = new Worker(new URL("./hash-worker.ts", import.meta.url), { type: "module" });
  worker.addEventListener(
    "message",
    ({ data }: MessageEvent<{ n: number; sha256: string | null }>) => {
      const waiting = asked.get(data.n);
      asked.delete(data.n);
      if (data.sha256 === null) waiting?.reject(problem("unreadable_file"));
      else waiting?.resolve(data.sha256);
    },
  );
  worker.addEventListener("error", () => {
    worker = null;
    for (const { reject } of asked.values()) reject(problem("unreadable_file"));
    asked.clear();
  });
  return worker;
}

/** Fetches the hasher while there is a network, for when there is none. */
export function prepareHashing(): void {
  if (isSecure()) hasher();
}

/** SHA-256 over the bytes, hexadecimal. Throws a ProblemError where the page may not hash, or the file cannot be read. */
export function hashOf(bytes: Blob): Promise<string> {
  if (!isSecure()) return Promise.reject(problem("insecure_page"));
  return new Promise((resolve, reject) => {
    last += 1;
    asked.set(last, { resolve, reject });
    hasher().postMessage({ n: last, bytes });
  });
}
