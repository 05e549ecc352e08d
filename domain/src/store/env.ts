import { z } from "zod";

const port = z.coerce.number().int().min(0).max(65_535);
const origin = z.url({ protocol: /^https?$/ }).refine((text) => new URL(text).origin === text, {
  message: "an origin is scheme, host and port, without a path or a closing slash",
});

/** Where tiles of a map come from: an address with {z}, {x} and {y} in it. */
const tiles = z
  .url({ protocol: /^https?$/ })
  .refine((text) => ["{z}", "{x}", "{y}"].every((part) => text.includes(part)), {
    message: "an address of map tiles names {z}, {x} and {y}",
  });

/**
 * The settings of every process, parsed once at start; nothing else reads `process.env`. There is no default secret and no default
 * store: the embedded start makes its own, docker-compose.yml demands them.
 */
export const Env = z.object({
  /** A replica set (transactions), with the database's name as its path. */
  MONGODB_URI: z.string().regex(/^mongodb(\+srv)?:\/\//, "begins with mongodb://"),
  /** redis://, rediss:// or unix:///path. */
  REDIS_URL: z.string().regex(/^(rediss?|unix):\/\//, "begins with redis://, rediss:// or unix://"),
  HOST: z.string().min(1).default("127.0.0.1"),
  PORT: port.default(8080),
  /** Every origin under which browsers open the hub, separated by commas: for the exact-Origin check. https makes cookies `Secure`. */
  ORIGINS: z
    .string()
    .transform((text) => text.split(",").map((part) => part.trim()))
    .pipe(z.array(origin).min(1)),
  /** Signs session cookies; at least 32 characters of chance. */
  SESSION_SECRET: z.string().min(32, "at least 32 characters"),
  /** Where files live, by content. Shared by all api and jobs processes. */
  FILES_DIR: z.string().min(1),
  /** The client's build, when this process serves it; empty where a proxy does. */
  CLIENT_DIR: z.string().default(""),
  /** Tiles under the schematic map, by an outside address that browsers then ask; empty: none, and no address but the hub's is asked. */
  MAP_TILES: z.union([z.literal(""), tiles]).default(""),
  /** What their maker wants to stand under the map: 审图号, name. */
  MAP_CREDIT: z.string().max(200).default(""),
  /** How many proxies stand in front, for the caller's address. */
  PROXIES: z.coerce.number().int().min(0).max(9).default(0),
  LOG_LEVEL: z.enum(["debug", "info", "warn", "error", "silent"]).default("info"),
});

export type Env = z.infer<typeof Env>;
