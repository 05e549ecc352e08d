import { account } from "../features/account/feature.ts";
import { actions } from "../features/actions/feature.ts";
import { administration } from "../features/administration/feature.ts";
import { agreements } from "../features/agreements/feature.ts";
import { signing } from "../features/agreements/signing/feature.ts";
import { leads } from "../features/leads/feature.ts";
import { messages } from "../features/messages/feature.ts";
import { obligations } from "../features/obligations/feature.ts";
import { workbench } from "../features/workbench/feature.ts";
import type { Feature, RailItem } from "./features.ts";
import type { Me } from "./me.ts";

/** Every feature of the client, in the order of the rail. */
export const FEATURES: readonly Feature[] = [
  workbench,
  leads,
  agreements,
  obligations,
  signing,
  messages,
  actions,
  administration,
  account,
];

/** The places that this officer has, in the order of the rail. */
export const railOf = (me: Me): RailItem[] =>
  FEATURES.filter(({ admits }) => admits?.(me) ?? true).flatMap(({ rail }) => rail ?? []);
