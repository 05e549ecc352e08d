import { useQueryClient } from "@tanstack/react-query";
import { leadRoutes } from "@hub/domain/leads/acts-contract";
import type { LeadAct, LeadStep, LeadView, TeamMember } from "@hub/domain/leads/contract";
import { DECIDED } from "@hub/domain/leads/flow";
import { paperRoutes } from "@hub/domain/papers/contract";
import { dayOf } from "@hub/domain/kernel/clock";
import { Button, Form, Input } from "antd";
import { useState } from "react";
import { useNavigate } from "react-router";
import { addressOf, call } from "../../app/call.ts";
import { useText } from "../../app/i18n.ts";
import { useNow } from "../../ui/when.tsx";
import { ActDialog } from "../exchanges/act-dialog.tsx";
import type { Deed, Deeds } from "../exchanges/deeds.ts";
import { SendDialog } from "../exchanges/send-dialog.tsx";
import { DayField } from "./day-field.tsx";
import { leadQuery, tookLead } from "./queries.ts";
import { TeamField } from "./team-field.tsx";

type Step = Exclude<LeadStep, "transfer">;
type Act = Exclude<LeadAct, "post" | "transfer">;

const STEPS: readonly Step[] = [
  "evaluate",
  "inquire",
  "file",
  "not_file",
  "refer_up",
  "refer_out",
  "close",
  "reopen",
];

interface ActProps {
  lead: LeadView;
  open: boolean;
  onClose: () => void;
}

function useTaking(lead: LeadView) {
  const client = useQueryClient();
  return {
    params: { leadId: lead.id },
    onDone: (next: LeadView) => tookLead(client, next),
    onRefused: () => void client.invalidateQueries({ queryKey: leadQuery(lead.id).queryKey }),
  };
}

function StepDialog({ lead, step, open, onClose }: ActProps & { step: Step }) {
  const t = useText();
  const taking = useTaking(lead);
  const decided = DECIDED.includes(step);
  return (
    <ActDialog
      open={open}
      onClose={onClose}
      title={t(`leads.step.${step}`)}
      act={t(`leads.step.${step}`)}
      hint={t(`leads.stepHint.${step}`)}
      initial={{
        note: "",
        decision: { decidedBy: "", decidedOn: null as string | null, number: "" },
      }}
      schema={leadRoutes.step.body}
      body={(id, { note, decision }) => ({
        id,
        expects: lead.version,
        step,
        note,
        decision: decided ? { ...decision, decidedOn: decision.decidedOn ?? "" } : null,
      })}
      send={(body) => call(leadRoutes.step, { params: taking.params, body })}
      onDone={taking.onDone}
      onRefused={taking.onRefused}
      done={t("exchanges.common.done")}
    >
      {decided && (
        <>
          <Form.Item
            name={["decision", "decidedBy"]}
            label={t("leads.page.decidedBy")}
            rules={[{ required: true, whitespace: true, message: t("ui.required") }]}
          >
            <Input maxLength={40} />
          </Form.Item>
          <Form.Item
            name={["decision", "decidedOn"]}
            label={t("leads.page.decidedOn")}
            rules={[{ required: true, message: t("ui.required") }]}
          >
            <DayField past />
          </Form.Item>
          <Form.Item name={["decision", "number"]} label={t("leads.page.decisionNumber")}>
            <Input maxLength={60} />
          </Form.Item>
        </>
      )}
      <Form.Item name="note" label={t("leads.page.stepNote")}>
        <Input.TextArea autoSize={{ minRows: 2 }} maxLength={2_000} />
      </Form.Item>
    </ActDialog>
  );
}

interface Recording {
  recordedOn: string | null;
  number: string;
}

function RecordUpDialog({ lead, open, onClose }: ActProps) {
  const t = useText();
  const now = useNow();
  const taking = useTaking(lead);
  return (
    <ActDialog<typeof leadRoutes.recordUp.body, Recording, LeadView>
      open={open}
      onClose={onClose}
      title={t("leads.page.recording")}
      act={t("leads.page.recordUp")}
      initial={{ recordedOn: dayOf(now), number: "" }}
      schema={leadRoutes.recordUp.body}
      body={(id, { recordedOn, number }) => ({ id, recordedOn: recordedOn ?? "", number })}
      send={(body) => call(leadRoutes.recordUp, { params: taking.params, body })}
      onDone={taking.onDone}
      onRefused={taking.onRefused}
      done={t("exchanges.common.done")}
    >
      <Form.Item name="recordedOn" label={t("leads.page.recordedOn")}>
        <DayField past />
      </Form.Item>
      <Form.Item name="number" label={t("leads.page.recordNumber")}>
        <Input maxLength={60} />
      </Form.Item>
    </ActDialog>
  );
}

function TeamDialog({ lead, open, onClose }: ActProps) {
  const t = useText();
  const taking = useTaking(lead);
  const members = lead.team.map((one) => one.officer.id);
  return (
    <ActDialog
      open={open}
      onClose={onClose}
      title={t("leads.page.teamChange")}
      act={t("leads.page.teamSave")}
      initial={{ add: [] as TeamMember[], remove: [] as string[], reason: "" }}
      schema={leadRoutes.changeTeam.body}
      body={(id, { add, remove, reason }) => ({ id, add, remove, reason })}
      send={(body) => call(leadRoutes.changeTeam, { params: taking.params, body })}
      onDone={taking.onDone}
      onRefused={taking.onRefused}
      done={t("exchanges.common.done")}
    >
      <Form.Item name="add" label={t("leads.page.teamAdd")}>
        <TeamField officeId={lead.officeId} taken={members} />
      </Form.Item>
      {members.length > 0 && (
        <Form.Item name="remove" label={t("leads.page.teamRemove")}>
          <TeamRemoval members={lead.team} />
        </Form.Item>
      )}
      <Form.Item name="reason" label={t("leads.page.teamReason")}>
        <Input.TextArea autoSize={{ minRows: 2 }} maxLength={500} />
      </Form.Item>
    </ActDialog>
  );
}

interface TeamRemovalProps {
  members: LeadView["team"];
  value?: string[];
  onChange?: (officerIds: string[]) => void;
}

function TeamRemoval({ members, value = [], onChange }: TeamRemovalProps) {
  const t = useText();
  return (
    <ul>
      {members.map(({ officer, duty }) => {
        const leaves = value.includes(officer.id);
        return (
          <li key={officer.id} style={{ display: "flex", gap: 8, alignItems: "center" }}>
            <span style={{ flex: 1, textDecoration: leaves ? "line-through" : "none" }}>
              {officer.name} <span className="quiet">{t(`leads.page.duty.${duty}`)}</span>
            </span>
            <Button
              size="small"
              type="text"
              danger={!leaves}
              aria-pressed={leaves}
              onClick={() =>
                onChange?.(
                  leaves ? value.filter((id) => id !== officer.id) : [...value, officer.id],
                )
              }
            >
              {leaves ? t("leads.page.teamKeep") : t("leads.page.teamRemove")}
              <span className="unseen">{officer.name}</span>
            </Button>
          </li>
        );
      })}
    </ul>
  );
}

/** What may be done with the lead itself, as `can` says; its sheet can always be printed. */
export function useLeadDeeds(
  lead: LeadView | null,
  { first, onFirstClosed }: { first: string | null; onFirstClosed: () => void },
): Deeds {
  const t = useText();
  const navigate = useNavigate();
  const [open, setOpen] = useState<Act | null>(null);
  const [used, setUsed] = useState<ReadonlySet<Act>>(new Set());
  if (!lead) return { pressing: [], rest: [], dialogs: null };
  const acts = lead.can.filter((one): one is Act => one !== "post" && one !== "transfer");
  const asked = acts.find((one) => one === first && one !== "edit") ?? null;
  const shown = open ?? asked;
  const label = (act: Act): string => {
    if (act === "edit") return t("leads.form.edit");
    if (act === "send") return t("leads.page.send");
    if (act === "change_team") return t("leads.page.teamChange");
    if (act === "record_up") return t("leads.page.recordUp");
    return t(`leads.step.${act}`);
  };
  const deed = (act: Act): Deed => ({
    key: act,
    label: label(act),
    run: () => {
      if (act === "edit") {
        void navigate(`/leads/${lead.id}/edit`);
        return;
      }
      setUsed((now) => new Set(now).add(act));
      setOpen(act);
    },
  });
  const print: Deed = {
    key: "print",
    label: t("leads.page.printSheet"),
    run: () =>
      void window.open(
        addressOf(paperRoutes.leadSheet, { leadId: lead.id }),
        "_blank",
        "noreferrer",
      ),
  };
  const close = () => {
    setOpen(null);
    onFirstClosed();
  };
  const mounted = [...new Set([...used, ...(shown ? [shown] : [])])];
  return {
    pressing: acts.filter((act) => act === "send").map(deed),
    rest: [...acts.filter((act) => act !== "send").map(deed), print],
    dialogs: mounted.map((act) => {
      const given = { lead, open: shown === act, onClose: close };
      if (act === "send") return <SendDialog key={act} {...given} draft={null} />;
      if (act === "change_team") return <TeamDialog key={act} {...given} />;
      if (act === "record_up") return <RecordUpDialog key={act} {...given} />;
      const step = STEPS.find((one) => one === act);
      return step && <StepDialog key={act} {...given} step={step} />;
    }),
  };
}
