import { carryFiles } from "../files/links.ts";
import { enterDraft } from "../exchanges/commands-draft.ts";
import type { Tx } from "../journal/journal.ts";
import { dayOf } from "../kernel/clock.ts";
import { HubError } from "../kernel/faults.ts";
import { stampOf, type Stamp } from "../kernel/signature.ts";
import { ensure, refuse } from "../kernel/verdict.ts";
import { enterLead, registerTurn } from "../leads/register.ts";
import { LeadValues } from "../leads/contract.ts";
import type { Ctx } from "../store/hub.ts";
import { inTurn } from "../store/turns.ts";
import { changeAction, onAction, told, type Written } from "./change.ts";
import { loadFinding } from "./commands-finding.ts";
import { ensureAssignees } from "./commands-life.ts";
import type { Settled } from "./field-record.ts";
import { leadFrom } from "./findings.ts";
import type { ActionDoc, FindingDoc } from "./model.ts";
import type { SettleFinding, Settlement } from "./record-contract.ts";
import { mayFinding } from "./rules.ts";

type Of<Kind extends Settlement["kind"]> = Extract<Settlement, { kind: Kind }>;
interface Settling {
  ctx: Ctx;
  tx: Tx;
  action: ActionDoc;
  finding: FindingDoc;
  by: Stamp;
}
interface Outcome {
  settled: Settled;
  written: Written[];
  change: Partial<ActionDoc>;
}

/**
 * What becomes of a finding, in one commit with all that it makes: the lead in the register with its photos, the draft of the 移送, or the
 * task; and the finding's link to it.
 */
export async function settleFinding(
  ctx: Ctx,
  actionId: string,
  findingId: string,
  { id, settlement }: SettleFinding,
): Promise<void> {
  const act = () =>
    onAction(ctx, actionId, {
      id,
      input: { settleFinding: findingId, settlement },
      run: async (tx, action) => {
        const finding = await loadFinding(tx, action, findingId);
        const verb = settlement.kind === "register" ? "settle_register" : "settle";
        ensure(mayFinding(ctx.actor, verb, { action, finding }));
        const by = stampOf(ctx.actor, ctx.role, tx.at);
        const outcome = await settle({ ctx, tx, action, finding, by }, settlement);
        const { settled } = outcome;
        await tx.store.findings.updateOne(
          { _id: findingId },
          { $set: { settled }, $inc: { version: 1 } },
          { session: tx.session },
        );
        await changeAction(tx, action, {
          ...outcome.change,
          openFindings: action.openFindings - 1,
        });
        const { officeId } = settled;
        const said = { actionId, findingId, outcome: settled.kind, officeId };
        return [told(action, "action.finding_settled", said), ...outcome.written];
      },
    });
  const registers = settlement.kind === "register" || settlement.kind === "transfer";
  await (registers ? inTurn(ctx.hub, registerTurn(ctx.actor.officeId), act) : act());
}

function settle(on: Settling, settlement: Settlement): Promise<Outcome> {
  switch (settlement.kind) {
    case "register":
      return registered(on, settlement);
    case "transfer":
      return transferred(on, settlement);
    case "task":
      return tasked(on, settlement);
    default:
      return Promise.resolve(unfollowed(on, settlement));
  }
}

const bare = {
  officeId: null,
  leadId: null,
  leadNumber: null,
  exchangeId: null,
  taskId: null,
} as const;

/** 由有管辖权的院当场登记: by an officer of that office, in its own register. */
async function registered(on: Settling, { leadId, grade, departmentId, basis }: Of<"register">) {
  const { lead, entry } = await entered(on, { leadId, grade, departmentId });
  const settled: Settled = {
    ...bare,
    kind: "register",
    officeId: lead.officeId,
    leadId,
    leadNumber: lead.number,
    reason: basis,
    by: on.by,
  };
  return { settled, written: [entry], change: {} };
}

/** 移送, when the office with jurisdiction was not there: registered by one's own office, and drafted to the other. */
async function transferred(on: Settling, given: Of<"transfer">): Promise<Outcome> {
  const { ctx, tx, action, by } = on;
  const { leadId, exchangeId, toOfficeId, basis } = given;
  const present = await tx.store.fieldRecords
    .findOne(
      { actionId: action._id, kind: "check_in", "by.officeId": toOfficeId },
      { _id: 1 },
      { session: tx.session },
    )
    .lean();
  if (present) ensure(refuse("not_now", "office_is_here"));
  const { lead, entry, fileIds } = await entered(on, given);
  const drafted = await enterDraft(ctx, tx, {
    exchangeId,
    leadId,
    kind: "transfer",
    toOfficeId,
    sections: ["basic", "body", "place", "facts"],
    materials: fileIds,
    urgency: "ordinary",
    note: basis,
    terms: { sign: null, accept: null, progress: null },
    agreement: "",
  });
  const settled: Settled = {
    ...bare,
    kind: "transfer",
    officeId: toOfficeId,
    leadId,
    leadNumber: lead.number,
    exchangeId,
    reason: basis,
    by,
  };
  return { settled, written: [entry, drafted], change: {} };
}

/** The finding as a lead of the actor's office, with its photos as the first of the 材料清单. */
async function entered(
  { ctx, tx, action, finding, by }: Settling,
  given: Pick<Of<"register">, "leadId" | "grade" | "departmentId">,
) {
  const { actor } = ctx;
  const values = LeadValues.safeParse(
    leadFrom(action, finding, { grade: given.grade, foundOn: dayOf(new Date(finding.device.at)) }),
  );
  if (!values.success) throw new HubError("bad_input", { issues: [{ path: "", code: "custom" }] });
  const made = await enterLead(tx, {
    leadId: given.leadId,
    officeId: actor.officeId,
    departmentId: given.departmentId ?? actor.departmentId,
    values: values.data,
    team: [{ officerId: actor.id, duty: "handler" }],
    by,
    originExchangeId: null,
  });
  const files = await carryFiles(
    tx,
    actor,
    { kind: "finding", id: finding._id },
    { kind: "lead", id: given.leadId },
  );
  return { ...made, fileIds: files.map((one) => one.fileId) };
}

async function tasked(on: Settling, given: Of<"task">): Promise<Outcome> {
  const { tx, action, finding, by } = on;
  const { taskId, title, assigneeIds, dueAt } = given;
  await ensureAssignees(tx, action, assigneeIds, "settlement.assigneeIds");
  if (action.tasks.some((one) => one.id === taskId)) throw new HubError("duplicate");
  const task = {
    id: taskId,
    title,
    assigneeIds,
    dueAt: dueAt ? new Date(dueAt) : null,
    stopId: finding.stopId,
    findingId: finding._id,
    by,
    done: null,
  };
  return {
    settled: { ...bare, kind: "task", taskId, reason: "", by },
    written: [told(action, "action.task_added", { actionId: action._id, taskId, assigneeIds })],
    change: { tasks: [...action.tasks, task] },
  };
}

const unfollowed = ({ by }: Settling, { reason }: Of<"none">): Outcome => ({
  settled: { ...bare, kind: "none", reason, by },
  written: [],
  change: {},
});
