import { postMessage } from "../channels/commands.ts";
import type { Terms } from "../clocks/contract.ts";
import { raiseDispute, recordDisputeStep } from "../disputes/commands.ts";
import { DraftExchange } from "../exchanges/acts-contract.ts";
import { draftExchange, submitExchange } from "../exchanges/commands-draft.ts";
import { reviewExchange } from "../exchanges/commands-review.ts";
import { issueExchange, withdrawExchange } from "../exchanges/commands-issue.ts";
import {
  acceptExchange,
  assignExchange,
  readNotice,
  routeExchange,
  signExchange,
} from "../exchanges/commands-receive.ts";
import { acknowledgeFeedback, giveFeedback, requestMaterials } from "../exchanges/commands-work.ts";
import type { ExchangeDoc } from "../exchanges/model.ts";
import { dayOf } from "../kernel/clock.ts";
import { derivedId } from "../kernel/ids.ts";
import { RegisterLead } from "../leads/acts-contract.ts";
import { registerLead, stepLead } from "../leads/commands.ts";
import type { LeadDoc } from "../leads/model.ts";
import type { Ctx, Hub } from "../store/hub.ts";
import { asOfficer, demoOfficer, departmentId, officerId } from "./officers.ts";
import { retelling } from "./told.ts";
import { DEMO_PASSWORD } from "./people.ts";
import { CAST, type Cast } from "./cast.ts";
import { DEMO_LEADS, type DemoLead, type DemoStep } from "./stories.ts";

const idOf = (...parts: string[]): string => derivedId("demo/leads", parts.join("/"));
const commandId = (lead: DemoLead, index: number): string => idOf(lead.key, String(index));

/** What the two demo offices agreed on for the story: 签收 in a day when urgent, 受理 in five working days, 进展 every thirty days. */
const TERMS: Terms = {
  sign: null,
  accept: { unit: "working_days", count: 5 },
  progress: { unit: "days", count: 30 },
};
const URGENT_TERMS: Terms = { ...TERMS, sign: { unit: "hours", count: 24 } };

/**
 * 演示数据: leads of the lake in every state, told by the commands that everybody uses, at times before now. Killed on the way, the next
 * start goes on where it stopped, because every command's id follows from its place in the story.
 */
export async function loadDemoLeads(hub: Hub): Promise<void> {
  const last = DEMO_LEADS.at(-1);
  if (!last || (await hub.store.entries.exists({ _id: commandId(last, last.steps.length) })))
    return;
  const told = retelling(hub);
  for (const lead of DEMO_LEADS) {
    told.at(lead.registeredHoursAgo);
    await register(told.hub, lead, commandId(lead, 0));
    for (const [index, step] of lead.steps.entries()) {
      told.at(step.hoursAgo);
      // Told before a restart: the command would say so too, but not every input can be made again after it.
      const id = commandId(lead, index + 1);
      await told.once(id, () => take(new Teller(told.hub, lead), step, id));
    }
  }
}

async function register(hub: Hub, lead: DemoLead, id: string): Promise<void> {
  const from = CAST[lead.from];
  const input = {
    id,
    leadId: idOf(lead.key, "lead"),
    values: lead.values,
    departmentId: departmentId(from.officeId, "third"),
  };
  await registerLead(await asOfficer(hub, from.writer), RegisterLead.parse(input));
}

/** One lead's story: who is who in it, and how it stands. */
class Teller {
  readonly from: Cast;
  readonly to: Cast;
  readonly leadId: string;
  readonly exchangeId: string;
  constructor(
    readonly hub: Hub,
    readonly lead: DemoLead,
  ) {
    this.from = CAST[lead.from];
    this.to = CAST[lead.exchange?.to ?? lead.from];
    this.leadId = idOf(lead.key, "lead");
    this.exchangeId = idOf(lead.key, "exchange");
  }
  as(account: string): Promise<Ctx> {
    return asOfficer(this.hub, account);
  }
  async exchange(): Promise<ExchangeDoc> {
    const found = await this.hub.store.exchanges.findById(this.exchangeId).lean<ExchangeDoc>();
    if (!found) throw new TypeError(`the story ${this.lead.key} has no exchange yet`);
    return found;
  }
  async register(): Promise<LeadDoc> {
    const found = await this.hub.store.leads.findById(this.leadId).lean<LeadDoc>();
    if (!found) throw new TypeError(`the story ${this.lead.key} has no lead yet`);
    return found;
  }
}

async function take(story: Teller, step: DemoStep, id: string): Promise<void> {
  const { from, to, exchangeId } = story;
  switch (step.act) {
    case "step":
      return stepLead(await story.as(from.writer), story.leadId, {
        id,
        expects: (await story.register()).version,
        step: step.step,
        note: step.note,
        decision: await decisionOf(story, step.step),
      });
    case "draft":
      return draft(story, id);
    case "submit":
      return submitExchange(await story.as(from.writer), exchangeId, await expecting(story, id));
    case "pass":
    case "return":
      return reviewExchange(await story.as(from.head), exchangeId, {
        ...(await expecting(story, id)),
        pass: step.act === "pass",
        reason: step.act === "return" ? step.text : "",
      });
    case "issue": {
      const { kind } = await story.exchange();
      return issueExchange(await story.as(kind === "notice" ? from.head : from.chief), exchangeId, {
        ...(await expecting(story, id)),
        proof: { password: DEMO_PASSWORD },
      });
    }
    case "sign": {
      const digest = (await story.exchange()).digest ?? "";
      return signExchange(await story.as(to.intake), exchangeId, { id, digest });
    }
    case "route": {
      const third = departmentId(to.officeId, "third");
      return routeExchange(await story.as(to.intake), exchangeId, { id, departmentId: third });
    }
    case "assign":
      return assignExchange(await story.as(to.head), exchangeId, {
        id,
        prosecutorId: officerId(to.writer),
        assistantIds: [],
        clerkId: null,
        reason: "",
      });
    case "accept":
      return acceptExchange(await story.as(to.writer), exchangeId, {
        id,
        leadId: idOf(story.lead.key, "accepted"),
        note: "",
      });
    case "withdraw":
      return withdrawExchange(await story.as(from.writer), exchangeId, { id, reason: step.text });
    case "read":
      return readNotice(await story.as(to.liaison), exchangeId, { id });
    default:
      return work(story, step, id);
  }
}

/** What happens once it is on the other side's desk. */
async function work(
  story: Teller,
  step: Extract<
    DemoStep,
    { act: "say" | "feedback" | "acknowledge" | "request" | "dispute" | "report" }
  >,
  id: string,
): Promise<void> {
  const { from, to, exchangeId } = story;
  switch (step.act) {
    case "say": {
      const { channelId } = await story.exchange();
      const author = await story.as(step.side === "from" ? from.writer : to.writer);
      const words = { id, text: step.text, files: [], mentions: [], inReplyTo: null };
      await postMessage(author, channelId ?? "", words);
      return;
    }
    case "feedback":
      return giveFeedback(await story.as(to.writer), exchangeId, {
        id,
        kind: step.kind,
        text: step.text,
        figures: step.figure ? [step.figure] : [],
        number: "",
        files: [],
        materials: [],
      });
    case "acknowledge": {
      const ctx = await story.as(from.writer);
      const open = (await story.exchange()).feedback.filter((one) => one.acknowledged === null);
      for (const [index, { id: feedbackId }] of open.entries())
        await acknowledgeFeedback(ctx, exchangeId, {
          id: index === open.length - 1 ? id : derivedId(id, feedbackId),
          feedbackId,
        });
      return;
    }
    case "request":
      return requestMaterials(await story.as(to.writer), exchangeId, { id, text: step.text });
    case "dispute":
      return raiseDispute(await story.as(to.intake), exchangeId, {
        id,
        reason: step.text,
        believedOfficeId: null,
        securesOfficeId: to.officeId,
        securesNote: "先行拍照、取样。",
      });
    case "report":
      return recordDisputeStep(await story.as(to.liaison), exchangeId, {
        id,
        index: 0,
        result: "passed",
        designatedOfficeId: null,
        note: step.text,
        paper: null,
      });
  }
}

const expecting = async (story: Teller, id: string) => ({
  id,
  expects: (await story.exchange()).version,
});

async function decisionOf(story: Teller, step: string) {
  if (!["file", "not_file", "refer_up"].includes(step)) return null;
  const leader = await demoOfficer(story.hub, story.from.chief);
  return { decidedBy: leader.name, decidedOn: dayOf(story.hub.clock.now()), number: "" };
}

async function draft(story: Teller, id: string): Promise<void> {
  const { exchange } = story.lead;
  if (!exchange) throw new TypeError(`the story ${story.lead.key} has nobody to send to`);
  const { kind, urgency = "ordinary", note } = exchange;
  const none = { sign: null, accept: null, progress: null };
  const agreed = urgency === "urgent" ? URGENT_TERMS : TERMS;
  await draftExchange(
    await story.as(story.from.writer),
    DraftExchange.parse({
      id,
      exchangeId: story.exchangeId,
      leadId: story.leadId,
      kind,
      toOfficeId: story.to.officeId,
      urgency,
      note,
      terms: kind === "transfer" ? agreed : none,
      agreement: kind === "transfer" ? "演示：双方约定期限" : "",
    }),
  );
}
