import { readFileSync } from "node:fs";

/** A write to a file, by when it began and ended (ms); `through` when it returned only after it was on the disk. */
interface Write {
  readonly at: number;
  readonly bytes: Buffer;
  readonly began: number;
  ended: number;
  readonly through: boolean;
}
interface Sync {
  readonly began: number;
  ended: number;
}

const STRING = /"((?:\\x[0-9a-f]{2})*)"/g;
const bytesOf = (hex: string): Buffer => Buffer.from(hex.replaceAll("\\x", ""), "hex");
const SECTOR = 512;

/** What a program did to one file, out of what `strace -f -ttt -xx` wrote down of it. */
export class Disk {
  private readonly writes: Write[] = [];
  private readonly syncs: Sync[] = [];
  private place = 0;

  constructor(log: string, file: string) {
    const through = new Map<string, boolean>();
    const running = new Map<string, string>();
    const begun = new Map<string, Write | Sync>();
    for (const line of readFileSync(log, "latin1").split("\n")) {
      const [, thread = "", time = "", said = ""] = /^(\d+) +(\d+\.\d+) (.*)$/s.exec(line) ?? [];
      const now = Number(time) * 1_000;
      // What goes on for long is told in two lines: it began with the first.
      const resumed = /^<\.\.\. \w+ resumed>(.*)$/s.exec(said);
      const isOver = !said.endsWith("<unfinished ...>");
      const told = isOver ? said : said.slice(0, -"<unfinished ...>".length).trimEnd();
      const call = resumed ? `${running.get(thread) ?? ""}${resumed[1]}` : told;
      if (!isOver) running.set(thread, told);
      const [, name = "", args = ""] = /^(\w+)\((.*)$/s.exec(call) ?? [];
      if (name === "openat" && isOver) {
        const [, fd] = / = (\d+)$/.exec(call) ?? [];
        const [path] = [...call.matchAll(STRING)].map(([, hex = ""]) => bytesOf(hex).toString());
        if (fd && path === file) through.set(fd, /O_D?SYNC/.test(args));
        else if (fd) through.delete(fd);
        continue;
      }
      const [, fd = ""] = /^(\d+)/.exec(args) ?? [];
      if (!through.has(fd)) continue;
      const one = begun.get(thread) ?? this.begin(name, args, now, through.get(fd)!);
      if (isOver) {
        if (one) one.ended = now;
        begun.delete(thread);
      } else if (one) begun.set(thread, one);
    }
  }

  private begin(
    name: string,
    args: string,
    began: number,
    through: boolean,
  ): Write | Sync | undefined {
    if (/^f(data)?sync$/.test(name)) {
      const sync: Sync = { began, ended: Infinity };
      this.syncs.push(sync);
      return sync;
    }
    if (name === "lseek") this.place = Number(/^\d+, (\d+), SEEK_SET/.exec(args)?.[1]);
    if (!/^p?writev?/.test(name)) return undefined;
    const bytes = Buffer.concat([...args.matchAll(STRING)].map(([, hex = ""]) => bytesOf(hex)));
    // lmdb has one writer at a time: what it sought last is where it writes.
    const at = name.startsWith("p")
      ? Number(/, (\d+)\)?( = \d+)?\s*$/.exec(args)?.[1])
      : this.place;
    this.place = at + bytes.length;
    const write: Write = { at, bytes, began, ended: Infinity, through };
    this.writes.push(write);
    return write;
  }

  /** When it wrote first and last. */
  get span(): readonly [first: number, last: number] {
    return [this.writes[0]?.began ?? 0, this.writes.at(-1)?.began ?? 0];
  }

  /**
   * The file as it may be after a power cut: what was synced is there; of what was not, each sector is there or not as `keeps` says.
   */
  after(cut: number, keeps: () => boolean): Buffer {
    let image = Buffer.alloc(0);
    const put = (at: number, bytes: Buffer): void => {
      const grown = Buffer.alloc(Math.max(image.length, at + bytes.length));
      if (grown.length > image.length) {
        image.copy(grown);
        image = grown;
      }
      bytes.copy(image, at);
    };
    const synced = Math.max(0, ...this.syncs.filter((s) => s.ended < cut).map((s) => s.began));
    for (const { at, bytes, began, ended, through } of this.writes) {
      if (began >= cut) break;
      if (ended < synced || (through && ended < cut)) put(at, bytes);
      else
        for (let from = 0; from < bytes.length;) {
          // Sectors are whole or not there, wherever in one a write begins.
          const to = from + SECTOR - ((at + from) % SECTOR);
          if (keeps()) put(at + from, bytes.subarray(from, to));
          from = to;
        }
    }
    return image;
  }
}
