import { pino, type DestinationStream, type Logger } from "pino";

/**
 * What may stand in a log line: ids, codes, sizes and durations. Everything else is dropped, so that no content, name or account
 * can leak through a careless field; a new field is added here, on purpose, or is not logged.
 */
const FIELDS = new Set([
  "requestId",
  "method",
  "route",
  "status",
  "durationMs",
  "code",
  "reason",
  "retry",
  "officerId",
  "officeId",
  "channelId",
  "matterId",
  "leadId",
  "exchangeId",
  "entryId",
  "fileId",
  "sessionHash",
  "socketId",
  "event",
  "type",
  "seq",
  "count",
  "bytes",
  "attempt",
  "lagMs",
  "queue",
  "job",
  "jobId",
  "node",
  "process",
  "port",
  "signal",
  "schema",
  "migration",
  "collection",
]);

/** Ids, codes, route patterns. Words with spaces or beyond ASCII are content. */
const PLAIN = /^[\w.:/@*-]{0,200}$/;

/** An error's frames say where; its message may quote what a user wrote (a duplicate key names the value), so it stays out. */
const told = (thrown: unknown): Record<string, unknown> => {
  if (!(thrown instanceof Error)) return { name: typeof thrown };
  const frames = (thrown.stack ?? "").split("\n").filter((line) => /^\s+at /.test(line));
  const code = "code" in thrown ? thrown.code : undefined;
  return {
    name: thrown.name,
    ...(typeof code === "number" || (typeof code === "string" && PLAIN.test(code)) ? { code } : {}),
    frames: frames.slice(0, 12).map((line) => line.trim()),
    ...(thrown.cause === undefined ? {} : { cause: told(thrown.cause) }),
  };
};

const kept = (value: unknown): boolean =>
  typeof value === "number" ||
  typeof value === "boolean" ||
  (typeof value === "string" && PLAIN.test(value));

/** The part of `fields` that may be written down; `err` becomes name, code and frames. */
export function withoutContent(fields: Record<string, unknown>): Record<string, unknown> {
  const safe = Object.entries(fields).filter(([name, value]) => FIELDS.has(name) && kept(value));
  return {
    ...Object.fromEntries(safe),
    ...("err" in fields ? { err: told(fields["err"]) } : {}),
  };
}

export type Log = Logger;

/** The log of one process. Messages are fixed sentences; what varies goes into the fields above. */
export function createLog(
  { process, level = "info" }: { process: string; level?: string },
  to?: DestinationStream,
): Log {
  const options = {
    level,
    base: { process },
    timestamp: pino.stdTimeFunctions.isoTime,
    formatters: { level: (label: string) => ({ level: label }), log: withoutContent },
    // pino's own error serialisers would run after the formatter and must find nothing left to do.
    serializers: { err: (value: unknown) => value, error: (value: unknown) => value },
  };
  return to ? pino(options, to) : pino(options);
}
