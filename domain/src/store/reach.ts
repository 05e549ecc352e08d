import { createClient } from "redis";

/** Something outside the program keeps it from starting; the message is one line that says what to do. */
export class CannotStart extends Error {
  constructor(message: string, options?: ErrorOptions) {
    super(message.replace(/\s+/g, " "), options);
    this.name = "CannotStart";
  }
}

/** A connection address without its password, for messages. */
export const withoutPassword = (uri: string): string => uri.replace(/(:\/\/)[^@/]*@/, "$1…@");

/** Asks Redis once, so that a wrong address is told at start and not retried in silence. */
export async function reachRedis(url: string): Promise<void> {
  if (!/^(rediss?|unix):/.test(url) || !URL.canParse(url))
    throw new CannotStart("REDIS_URL is no address of a Redis: redis://127.0.0.1:6379 is one.");
  const client = createClient({ url, socket: { connectTimeout: 3_000, reconnectStrategy: false } });
  client.on("error", () => undefined); // told by connect() below
  try {
    await client.connect();
    await client.ping();
  } catch (cause) {
    const said = cause instanceof Error ? cause.message || cause.name : String(cause);
    throw new CannotStart(
      `Redis at ${withoutPassword(url)} cannot be reached (${said}): start it or correct REDIS_URL.`,
      { cause },
    );
  } finally {
    client.destroy();
  }
}

const codeOf = (thrown: Error): unknown => ("code" in thrown ? thrown.code : undefined);

/** The one line for a failure that the operator can mend; null for a defect of ours. */
export function toCannotStart(thrown: unknown): CannotStart | null {
  if (thrown instanceof CannotStart) return thrown;
  if (!(thrown instanceof Error)) return null;
  const message = thrown.message;
  if (
    /^Mongo(ose)?(ServerSelection|Parse|Network|Authentication|InvalidArgument)\w*$/.test(
      thrown.name,
    )
  )
    return new CannotStart(
      `MongoDB cannot be reached (${message}): start it or correct MONGODB_URI.`,
      { cause: thrown },
    );
  switch (codeOf(thrown)) {
    case "EADDRINUSE":
      return new CannotStart(
        `The address is in use (${message}): stop the other program or set PORT to a free port.`,
        { cause: thrown },
      );
    case "EADDRNOTAVAIL":
    case "ENOTFOUND":
      return new CannotStart(`This machine has no such address (${message}): correct HOST.`, {
        cause: thrown,
      });
    case "EACCES":
    case "EPERM":
    case "EROFS":
    case "ENOSPC":
      return new CannotStart(
        `The system refuses it (${message}): correct the rights or the path.`,
        { cause: thrown },
      );
    default:
      return null;
  }
}
