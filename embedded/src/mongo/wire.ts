import type { Socket } from "node:net";
import { MongoFault } from "./errors.ts";
import { decode, encode } from "./codec.ts";
import { type Doc, isDoc } from "./values.ts";

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

const malformed = (why: string): MongoFault => new MongoFault(17, why);

/** Reads one message. Throws for a malformed one. */
export function parseMessage(message: Buffer): Request {
  const op = message.readInt32LE(12);
  if (op === OP_MSG) return parseMsg(message);
  if (op === OP_QUERY) return parseQuery(message);
  throw malformed(`operation ${op} is not supported`);
}

/** The greeting of drivers, who do not know yet whom they speak to. */
function parseQuery(message: Buffer): Request {
  const end = message.indexOf(0, 20);
  const collection = message.toString("utf8", 20, Math.max(20, end));
  if (!collection.endsWith(".$cmd")) throw malformed("legacy queries are not supported");
  const query = decode(message, end + 9);
  const body = isDoc(query["$query"]) ? query["$query"] : query;
  const $db = collection.slice(0, -5);
  return { id: message.readInt32LE(4), legacy: true, silent: false, body: { ...body, $db } };
}

function parseMsg(message: Buffer): Request {
  if (message.length < 26) throw malformed("message too short");
  const flags = message.readUInt32LE(16);
  // No driver sends a checksum (flag 1), and who sent one would want it looked at.
  if (flags & 0xffff & ~MORE_TO_COME) throw malformed("unknown required flag");
  let body: Doc | undefined;
  const sequences: [string, Doc[]][] = [];
  for (let at = 20; at < message.length;) {
    const kind = message[at++];
    const stop = at + sizeAt(message, at, message.length);
    if (kind === 0) {
      if (body) throw malformed("two bodies");
      body = decode(message.subarray(0, stop), at);
    } else if (kind === 1) {
      const nameEnd = message.indexOf(0, at + 4);
      if (nameEnd < 0 || nameEnd >= stop) throw malformed("a sequence without a name");
      sequences.push([
        message.toString("utf8", at + 4, nameEnd),
        docsOf(message, nameEnd + 1, stop),
      ]);
    } else throw malformed("unknown section");
    at = stop;
  }
  if (!body) throw malformed("message without a body");
  for (const [name, docs] of sequences) {
    if (name in body) throw malformed(`the field ${name} is there twice`);
    body[name] = docs;
  }
  const silent = (flags & MORE_TO_COME) !== 0;
  return { id: message.readInt32LE(4), legacy: false, silent, body };
}

/** The documents between two places, one after the other. */
function docsOf(message: Buffer, from: number, end: number): Doc[] {
  const docs: Doc[] = [];
  for (let at = from; at < end;) {
    const stop = at + sizeAt(message, at, end);
    docs.push(decode(message.subarray(0, stop), at));
    at = stop;
  }
  return docs;
}

/** The size that a section or a document begins with; it must end where what it is in ends, or before. */
function sizeAt(message: Buffer, at: number, end: number): number {
  const size = at + 4 <= end ? message.readInt32LE(at) : 0;
  if (size < 5 || at + size > end) throw malformed("malformed section");
  return size;
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
  if (!isDoc(cursor)) return encode(reply);
  const parts: Buffer[] = [];
  const others: Doc = {};
  for (const [name, value] of Object.entries(cursor)) {
    if (value instanceof Batch)
      parts.push(named(4, name), wrap(value.docs.flatMap((doc, i) => [named(3, String(i)), doc])));
    else others[name] = value;
  }
  return wrap([named(3, "cursor"), wrap([...parts, elements(others)]), elements(rest)]);
}
/** How an element begins. */
const named = (type: number, name: string): Buffer =>
  Buffer.from(`${String.fromCharCode(type)}${name}\0`);
const elements = (doc: Doc): Buffer => encode(doc).subarray(4, -1);
function wrap(parts: readonly Buffer[]): Buffer {
  const size = parts.reduce((n, p) => n + p.length, 5);
  const head = Buffer.alloc(4);
  head.writeInt32LE(size);
  return Buffer.concat([head, ...parts, Buffer.alloc(1)], size);
}
