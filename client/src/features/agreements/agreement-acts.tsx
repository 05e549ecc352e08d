import { DownOutlined } from "@ant-design/icons";
import type { AgreementAct, AgreementView } from "@hub/domain/agreements/contract";
import { Button } from "antd";
import { useState, type ReactNode } from "react";
import { useNavigate } from "react-router";
import { useText } from "../../app/i18n.ts";
import { ActsMenu } from "../../ui/acts-menu.tsx";
import dialogStyles from "../exchanges/act-dialog.module.css";
import { ApproveDialog, ApproveOutsideDialog, MeetingDialog } from "./acts/approve.tsx";
import {
  AbandonDialog,
  CirculateDialog,
  DiscardDialog,
  FreezeDialog,
  ReopenDialog,
  ReportDialog,
  ReviseDialog,
  SendBackDialog,
  SettleDialog,
} from "./acts/flow.tsx";
import { ConsentDialog, FileDialog, NumberDialog, ScanDialog, SealDialog } from "./acts/issue.tsx";
import {
  AbolishDialog,
  AccedeDialog,
  AssessDialog,
  LeaveDialog,
  RelateDialog,
  StaffDialog,
  TerminateDialog,
} from "./acts/life.tsx";
import type { ActProps } from "./acts/taking.tsx";

/** Acts of the head of the page; 提出意见 and 批注 stand at the articles, and writing in the timeline. */
type HeadAct = Exclude<AgreementAct, "post" | "propose" | "remark">;
/** Two records beside the acts of the contract. */
type Shown = HeadAct | "meeting" | "approve_outside";

const DIALOGS: Record<Exclude<Shown, "edit" | "sign">, (props: ActProps) => ReactNode> = {
  circulate: CirculateDialog,
  discard: DiscardDialog,
  settle: SettleDialog,
  abandon: AbandonDialog,
  approve: ApproveDialog,
  meeting: MeetingDialog,
  approve_outside: ApproveOutsideDialog,
  send_back: SendBackDialog,
  report: ReportDialog,
  consent: ConsentDialog,
  freeze: FreezeDialog,
  reopen: ReopenDialog,
  seal: SealDialog,
  number: NumberDialog,
  file: FileDialog,
  revise: ReviseDialog,
  accede: AccedeDialog,
  leave: LeaveDialog,
  assess: AssessDialog,
  abolish: AbolishDialog,
  terminate: TerminateDialog,
  staff: StaffDialog,
  scan: ScanDialog,
  relate: RelateDialog,
};
type DialogAct = keyof typeof DIALOGS;
const isDialog = (act: string): act is DialogAct => act in DIALOGS;

/** What presses as a button, the most pressing first. */
const PRESSING: readonly Shown[] = [
  "approve",
  "sign",
  "freeze",
  "report",
  "consent",
  "circulate",
  "settle",
  "number",
  "edit",
];
const FORMAL: readonly Shown[] = ["sign", "freeze", "approve"];
const HARMFUL: readonly Shown[] = ["discard", "abandon", "reopen", "leave", "abolish", "terminate"];

/** The acts that hold now, as `can` says; the two records are asked by the same rights. */
function actsOf(view: AgreementView): Shown[] {
  const acts = view.can.filter(
    (act): act is HeadAct => act !== "post" && act !== "propose" && act !== "remark",
  );
  const outside = view.parties.some(
    (one) => one.officeId === null && one.leftOn === null && one.approvedAt === null,
  );
  const approving = view.state === "approving";
  return [
    ...acts,
    ...(approving && view.approval && view.can.includes("remark") ? ["meeting" as const] : []),
    ...(approving && outside && view.can.includes("abandon") ? ["approve_outside" as const] : []),
  ];
}

interface AgreementActsProps {
  view: AgreementView;
  /** Opens this act at once, when it may be done: how a line of the workbench leads here. */
  first: string | null;
  onFirstClosed: () => void;
}

/** What I may do with the agreement: what presses as buttons, the rest in one menu. */
export function AgreementActs({ view, first, onFirstClosed }: AgreementActsProps) {
  const t = useText();
  const navigate = useNavigate();
  const [open, setOpen] = useState<DialogAct | null>(null);
  const [used, setUsed] = useState<ReadonlySet<DialogAct>>(new Set());
  const acts = actsOf(view);
  const asked = acts.find((act): act is DialogAct => act === first && isDialog(act)) ?? null;
  const shown = open ?? asked;
  const pressing = PRESSING.filter((act) => acts.includes(act)).slice(0, 2);
  const rest = acts.filter((act) => !pressing.includes(act));
  const run = (act: Shown) => {
    if (act === "edit") void navigate(`/agreements/${view.id}/edit`);
    else if (act === "sign") void navigate(`/agreements/${view.id}/signing`);
    else {
      setUsed((now) => new Set(now).add(act));
      setOpen(act);
    }
  };
  const close = () => {
    setOpen(null);
    onFirstClosed();
  };
  // A dialog stays mounted once it was used, so that what was typed is there when it is opened again.
  const mounted = [...new Set([...used, ...(shown ? [shown] : [])])];
  return (
    <>
      {pressing.map((act, index) => (
        <Button
          key={act}
          type={index === 0 ? "primary" : "default"}
          className={index === 0 && FORMAL.includes(act) ? (dialogStyles.formal ?? "") : ""}
          onClick={() => run(act)}
        >
          {t(`agreements.act.${act}`)}
        </Button>
      ))}
      {rest.length > 0 && (
        <ActsMenu
          placement="bottomRight"
          acts={rest.map((key) => ({
            key,
            label: t(`agreements.act.${key}`),
            danger: HARMFUL.includes(key),
            run: () => run(key),
          }))}
        >
          <Button>
            {t("leads.page.more")} <DownOutlined aria-hidden="true" style={{ fontSize: 10 }} />
          </Button>
        </ActsMenu>
      )}
      {mounted.map((act) => {
        const Dialog = DIALOGS[act];
        return <Dialog key={act} view={view} open={shown === act} onClose={close} />;
      })}
    </>
  );
}
