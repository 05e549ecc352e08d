import type { z } from "zod";
import { sm3 } from "../journal/chain.ts";
import { canonical } from "../kernel/canonical.ts";

/** Something in a package that does not hold: where, and what. Thrown by one section, so that the others are read nevertheless. */
export class Broken extends Error {
  readonly file: string;
  constructor(file: string, problem: string) {
    super(problem);
    this.file = file;
  }
}

/** The first question that is not answered by yes. */
export function ask(
  file: string,
  ...questions: (readonly [holds: boolean, problem: string])[]
): void {
  for (const [holds, problem] of questions) if (!holds) throw new Broken(file, problem);
}

/** Reads a package's files and remembers which were asked for, so that none is left over unseen. */
export class Reader {
  readonly #files: Map<string, Buffer>;
  readonly #read = new Set<string>();
  constructor(files: Map<string, Buffer>) {
    this.#files = files;
  }

  bytes(file: string): Buffer {
    this.#read.add(file);
    const bytes = this.#files.get(file);
    if (!bytes) throw new Broken(file, "is missing");
    return bytes;
  }

  text(file: string): string {
    const bytes = this.bytes(file);
    const text = bytes.toString("utf8");
    if (!Buffer.from(text).equals(bytes)) throw new Broken(file, "is not UTF-8");
    return text;
  }

  /** Canonical JSON of that shape: one value has one text, so not a byte of it is free. */
  json<Shape extends z.ZodType>(file: string, shape: Shape): z.output<Shape> {
    const text = this.text(file);
    const parsed = shape.safeParse(valueOf(text));
    if (!parsed.success || canonical(parsed.data) !== text)
      throw new Broken(file, "is not in its canonical form");
    return parsed.data;
  }

  /** Without counting as a reading: a manifest may list anything. */
  digest = (file: string): string => sm3(this.#files.get(file) ?? "");

  names = (): string[] => [...this.#files.keys()];
  unread = (): string[] => this.names().filter((name) => !this.#read.has(name));
}

function valueOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Runs one section of the questions; what it throws is told, and the next section is asked all the same. */
export function* section(check: () => void): Generator<Broken> {
  try {
    check();
  } catch (thrown) {
    if (!(thrown instanceof Broken)) throw thrown;
    yield thrown;
  }
}
