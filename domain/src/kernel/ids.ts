import { v5, v7 } from "uuid";
import { z } from "zod";

/** Every id is lower-case UUID text, made by whoever makes the thing (UUIDv7, RFC 9562), or derived from a cause. */
export const Id = z.uuid().toLowerCase();
export type Id = string;

/** Six digits of the division code (GB/T 2260) are an office's id: stable, public and already how people order offices. */
export const OfficeId = z.string().regex(/^\d{6}$/);
export type OfficeId = string;

export const newId = (): Id => v7();

/** Namespace of derived ids; changing it would make every retried job write twice. */
const DERIVED = "7f0f1f2e-53c6-5d7a-9a3b-2a6c0d1e4b5a";

/**
 * The id of step `step` of `cause`: the same inputs always give the same id (UUIDv5, RFC 9562 section 5.5), so a job
 * that runs twice stores once.
 */
export const derivedId = (cause: string, step: string): Id => v5(`${cause}/${step}`, DERIVED);
