import { account } from "../features/account/feature.ts";
import { administration } from "../features/administration/feature.ts";
import { leads } from "../features/leads/feature.ts";
import { messages } from "../features/messages/feature.ts";
import { workbench } from "../features/workbench/feature.ts";
import type { Feature } from "./features.ts";

/** Every feature of the client, in the order of the rail. */
export const FEATURES: readonly Feature[] = [workbench, leads, messages, administration, account];
