import type { Socket } from "node:net";
import { MongoFault } from "./errors.ts";
import type { Doc } from "./values.ts";
import { decode, encode } from "./codec.ts";

/** MongoDB's wire protocol: https://www.mongodb.com/docs/manual/reference/mongodb-wire-protocol/ */
const OP_REPLY = 1;
const OP_QUERY = 2004;
const OP_MSG = 2013;
export const MAX_MESSAGE = 48_000_000;
const MORE_TO_COME = 2;

export interface Request {
  readonly id: number;
  readonly legacy: boolean;
  /** The client waits for no answer. */
  readonly silent: boolean;
  readonly body: Doc;
}

/** A batch of documents as they are stored, to be answered without being decoded. */
export class Batch {
  readonly docs: readonly Buffer[];
  constructor(docs: readonly Buffer[]) {
    this.docs = docs;
  }
}

/** Cuts a stream of bytes into messages. Throws on a frame that is none; the connection is to be ended then. */
export class Frames {
  private chunks: Buffer[] = [];
  private size = 0;

  public *push(chunk: Buffer): Generator<Buffer> {
    this.chunks.push(chunk);
    this.size += chunk.length;
    while (this.size >= 4) {
      if (this.chunks[0]!.length < 16 && this.chunks.length > 1)
        this.chunks = [Buffer.concat(this.chunks)];
      const length = this.chunks[0]!.length < 4 ? 0 : this.chunks[0]!.readInt32LE(0);
      if (length < 16 || length > MAX_MESSAGE)
        throw new MongoFault(17, `message of ${length} bytes`);
      if (this.size < length) return;
      const all = this.chunks.length === 1 ? this.chunks[0]! : Buffer.concat(this.chunks);
      const rest = all.subarray(length);
      this.chunks = rest.length ? [rest] : [];
      this.size = rest.length;
      yield all.subarray(0, length);
    }
  }
}

/** Reads one message. Throws for a malformed one. */
export function parseMessage(message: Buffer): Request {
  const id = message.readInt32LE(4);
  const op = message.readInt32LE(12);
  if (op === OP_MSG) return parseMsg(message, id);
  if (op !== OP_QUERY) throw new MongoFault(17, `operation ${op} is not supported`);
  const end = message.indexOf(0, 20);
  if (end < 0) throw new MongoFault(17, "malformed query");
  const collection = message.toString("utf8", 20, end);
  if (!collection.endsWith(".$cmd")) throw new MongoFault(17, "legacy queries are not supported");
  const body = decode(message, end + 9);
  const inner = body["$query"];
  return {
    id,
    legacy: true,
    silent: false,
    body: {
      ...(typeof inner === "object" && inner !== null ? (inner as Doc) : body),
      $db: collection.slice(0, -5),
    },
  };
}

function parseMsg(message: Buffer, id: number): Request {
  if (message.length < 26) throw new MongoFault(17, "message too short");
  const flags = message.readUInt32LE(16);
  // No driver sends a checksum (flag 1), and who sent one would want it looked at.
  if (flags & 0xffff & ~MORE_TO_COME) throw new MongoFault(17, "unknown required flag");
  const end = message.length;
  let at = 20;
  let body: Doc | undefined;
  const sequences: [string, Doc[]][] = [];
  while (at < end) {
    const kind = message[at++];
    const size = at + 4 <= end ? message.readInt32LE(at) : 0;
    if (size < 5 || at + size > end) throw new MongoFault(17, "malformed section");
    if (kind === 0) {
      if (body) throw new MongoFault(17, "two bodies");
      body = decode(message.subarray(0, at + size), at);
      at += size;
    } else if (kind === 1) {
      const stop = at + size;
      const nameEnd = message.indexOf(0, at + 4);
      if (nameEnd < 0 || nameEnd >= stop) throw new MongoFault(17, "malformed sequence");
      const docs: Doc[] = [];
      let next = nameEnd + 1;
      while (next < stop) {
        const length = next + 4 <= stop ? message.readInt32LE(next) : 0;
        if (length < 5 || next + length > stop) throw new MongoFault(17, "malformed sequence");
        docs.push(decode(message.subarray(0, next + length), next));
        next += length;
      }
      sequences.push([message.toString("utf8", at + 4, nameEnd), docs]);
      at = stop;
    } else throw new MongoFault(17, "unknown section");
  }
  if (!body) throw new MongoFault(17, "message without a body");
  for (const [name, docs] of sequences) {
    if (name in body) throw new MongoFault(17, `the field ${name} is there twice`);
    body[name] = docs;
  }
  return { id, legacy: false, silent: (flags & MORE_TO_COME) !== 0, body };
}

let lastId = 0;

/** Sends the answer to a request. */
export function sendReply(
  socket: Socket,
  request: Pick<Request, "id" | "legacy">,
  reply: Doc,
): void {
  const bytes = encodeReply(reply);
  const head = Buffer.alloc(request.legacy ? 36 : 21);
  head.writeInt32LE(head.length + bytes.length, 0);
  head.writeInt32LE((lastId = (lastId + 1) & 0x7fffffff), 4);
  head.writeInt32LE(request.id, 8);
  head.writeInt32LE(request.legacy ? OP_REPLY : OP_MSG, 12);
  if (request.legacy) {
    head.writeInt32LE(8, 16);
    head.writeInt32LE(1, 32);
  }
  socket.write(Buffer.concat([head, bytes]));
}

/** As `encode`, with Batches in a `cursor` field put in as they are. */
function encodeReply(reply: Doc): Buffer {
  const { cursor, ...rest } = reply;
  if (typeof cursor !== "object" || cursor === null) return encode(reply);
  const parts: Buffer[] = [];
  const others: Doc = {};
  for (const [name, value] of Object.entries(cursor)) {
    if (value instanceof Batch)
      parts.push(
        Buffer.from([4]),
        cstring(name),
        wrap(value.docs.flatMap((doc, i) => [Buffer.from([3]), cstring(String(i)), doc])),
      );
    else others[name] = value;
  }
  const inner = wrap([...parts, elements(others)]);
  return wrap([Buffer.from([3]), cstring("cursor"), inner, elements(rest)]);
}
const cstring = (s: string): Buffer => Buffer.from(`${s}\0`);
const elements = (doc: Doc): Buffer => encode(doc).subarray(4, -1);
function wrap(parts: readonly Buffer[]): Buffer {
  const size = parts.reduce((n, p) => n + p.length, 5);
  const head = Buffer.alloc(4);
  head.writeInt32LE(size);
  return Buffer.concat([head, ...parts, Buffer.alloc(1)], size);
}
