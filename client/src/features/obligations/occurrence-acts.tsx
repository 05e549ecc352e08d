import type { OccurrenceAct, OccurrenceView } from "@hub/domain/obligations/contract";
import { Button } from "antd";
import { useState, type ReactNode } from "react";
import { useText } from "../../app/i18n.ts";
import {
  AnswerDialog,
  AskDialog,
  ConfirmDialog,
  RefuteDialog,
  WithdrawRequestDialog,
} from "./acts/answers.tsx";
import { MeetDialog } from "./acts/meet.tsx";
import type { OccurrenceActProps } from "./acts/occurrence-dialog.tsx";

/** In the order in which they press. */
const DIALOGS: Record<OccurrenceAct, (props: OccurrenceActProps) => ReactNode> = {
  confirm: ConfirmDialog,
  answer: AnswerDialog,
  meet: MeetDialog,
  ask: AskDialog,
  withdraw: WithdrawRequestDialog,
  refute: RefuteDialog,
};
const ACTS = Object.keys(DIALOGS) as OccurrenceAct[];

interface OccurrenceActsProps {
  view: OccurrenceView;
  /** Opens this act at once, when it may be done: how a line of the workbench leads here. */
  first: string | null;
  onFirstClosed: () => void;
}

/** What I may do with the occurrence now; `can` of the view decides. */
export function OccurrenceActs({ view, first, onFirstClosed }: OccurrenceActsProps) {
  const t = useText();
  const [open, setOpen] = useState<OccurrenceAct | null>(null);
  const [used, setUsed] = useState<readonly OccurrenceAct[]>([]);
  const acts = ACTS.filter((act) => view.can.includes(act));
  const shown = open ?? acts.find((act) => act === first) ?? null;
  // A dialog stays mounted once it was used, so that what was typed is there when it is opened again.
  const mounted = [...new Set([...used, ...(shown ? [shown] : [])])];
  const close = () => {
    setOpen(null);
    onFirstClosed();
  };
  return (
    <>
      {acts.map((act, index) => (
        <Button
          key={act}
          type={index === 0 && act !== "refute" ? "primary" : "default"}
          danger={act === "refute"}
          onClick={() => {
            setUsed((now) => [...now, act]);
            setOpen(act);
          }}
        >
          {t(`obligations.act.${act}`)}
        </Button>
      ))}
      {mounted.map((act) => {
        const Dialog = DIALOGS[act];
        return <Dialog key={act} view={view} open={shown === act} onClose={close} />;
      })}
    </>
  );
}
