import { account } from "../features/account/feature.ts";
import type { Feature } from "./features.ts";

/** Every feature of the client, in the order of the rail. */
export const FEATURES: readonly Feature[] = [account];
