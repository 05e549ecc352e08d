import { draftExchange, submitExchange } from "@hub/domain/exchanges/commands-draft";
import { reviewExchange } from "@hub/domain/exchanges/commands-review";
import { issueExchange } from "@hub/domain/exchanges/commands-issue";
import {
  acceptExchange,
  assignExchange,
  routeExchange,
  signExchange,
} from "@hub/domain/exchanges/commands-receive";
import { DraftExchange } from "@hub/domain/exchanges/acts-contract";
import type { ExchangeState, OpenKind } from "@hub/domain/exchanges/contract";
import type { ExchangeDoc } from "@hub/domain/exchanges/model";
import { newId } from "@hub/domain/kernel/ids";
import { RegisterLead } from "@hub/domain/leads/acts-contract";
import { registerLead } from "@hub/domain/leads/commands";
import type { LeadValues } from "@hub/domain/leads/contract";
import type { Ctx } from "@hub/domain/store/hub";
import type { z } from "zod";
import { TEST_PASSWORD, type TestHub } from "./hub-client.ts";
import { GAOYOU, TIANCHANG, type World } from "./world.ts";

export const proof = { password: TEST_PASSWORD };

/** Values of a lead as an officer would write them, at the shared lake. */
export const someValues = (
  given: Partial<z.input<typeof RegisterLead>["values"]> = {},
): z.input<typeof RegisterLead>["values"] => ({
  title: "高邮湖非法网箱",
  field: "ECO",
  source: "patrol",
  facts: "巡湖发现网箱十八个，未见养殖证。",
  body: { name: "天长市农业农村局", level: "county" },
  place: { name: "高邮湖西岸", point: { lat: 32.8, lon: 119.15 } },
  reporter: "王某（益心为公志愿者）",
  opinion: "拟移送天长",
  ...given,
});

/** Who does what in the story of one lead from Gaoyou to Tianchang; commands are called without the door. */
export function storyOf(test: TestHub, world: World) {
  const { gaoyou, tianchang } = world;
  const as = {
    writer: test.ctxOf(gaoyou.officers.prosecutor),
    head: test.ctxOf(gaoyou.officers.head),
    chief: test.ctxOf(gaoyou.officers.chief),
    intake: test.ctxOf(tianchang.officers.intake),
    theirHead: test.ctxOf(tianchang.officers.head),
    handler: test.ctxOf(tianchang.officers.prosecutor),
  };
  const { store } = test.hub;

  async function exchange(exchangeId: string): Promise<ExchangeDoc> {
    const found = await store.exchanges.findById(exchangeId).lean<ExchangeDoc>();
    if (!found) throw new Error("no such exchange");
    return found;
  }
  const now = async (id: string) => ({ id: newId(), expects: (await exchange(id)).version });

  async function lead(values: Partial<LeadValues> = {}, by: Ctx = as.writer): Promise<string> {
    const leadId = newId();
    await registerLead(by, RegisterLead.parse({ id: newId(), leadId, values: someValues(values) }));
    return leadId;
  }

  type Reached = Extract<
    ExchangeState,
    "draft" | "reviewing" | "issuing" | "arrived" | "signed" | "assigned" | "accepted"
  >;

  /** A new exchange of a new lead, walked to `state` along the straight road. */
  async function to(
    state: Reached,
    given: { leadId?: string; kind?: OpenKind; toOfficeId?: string; terms?: object } = {},
  ): Promise<string> {
    const exchangeId = newId();
    const leadId = given.leadId ?? (await lead());
    const { kind = "transfer", toOfficeId = TIANCHANG, terms = {} } = given;
    await draftExchange(
      as.writer,
      DraftExchange.parse({
        id: newId(),
        exchangeId,
        leadId,
        kind,
        toOfficeId,
        terms,
        agreement: "terms" in given ? "电话商定" : "",
      }),
    );
    return on(exchangeId, state);
  }

  /** Walks an exchange on from where it stands. */
  async function on(exchangeId: string, state: Reached): Promise<string> {
    const road: [ExchangeState, () => Promise<unknown>][] = [
      ["draft", async () => submitExchange(as.writer, exchangeId, await now(exchangeId))],
      [
        "reviewing",
        async () =>
          reviewExchange(as.head, exchangeId, {
            ...(await now(exchangeId)),
            pass: true,
            reason: "",
          }),
      ],
      [
        "issuing",
        async () => issueExchange(as.chief, exchangeId, { ...(await now(exchangeId)), proof }),
      ],
      ["arrived", () => sign(exchangeId)],
      ["signed", () => assign(exchangeId)],
      ["assigned", () => accept(exchangeId)],
    ];
    for (const [from, step] of road) {
      const at = (await exchange(exchangeId)).state;
      if (at === state) return exchangeId;
      if (at === from) await step();
    }
    return exchangeId;
  }

  const sign = async (exchangeId: string, by: Ctx = as.intake) =>
    signExchange(by, exchangeId, {
      id: newId(),
      digest: (await exchange(exchangeId)).digest ?? "",
    });
  const route = (exchangeId: string) =>
    routeExchange(as.intake, exchangeId, {
      id: newId(),
      departmentId: tianchang.departments.pil._id,
    });
  const assign = async (exchangeId: string, prosecutorId = tianchang.officers.prosecutor._id) => {
    await route(exchangeId);
    await assignExchange(as.theirHead, exchangeId, {
      id: newId(),
      prosecutorId,
      assistantIds: [tianchang.officers.assistant._id],
      clerkId: null,
      reason: "",
    });
  };
  const accept = (exchangeId: string, by: Ctx = as.handler) =>
    acceptExchange(by, exchangeId, { id: newId(), leadId: newId(), note: "" });

  return { as, exchange, now, lead, to, on, sign, route, assign, accept, from: GAOYOU };
}

export type Story = ReturnType<typeof storyOf>;
