import type { ObligationAct, ObligationView } from "@hub/domain/obligations/contract";
import { Button } from "antd";
import { useState, type ReactNode } from "react";
import { useText } from "../../app/i18n.ts";
import {
  AriseDialog,
  AssignHandlerDialog,
  ChangeDialog,
  EndDialog,
  type ObligationActProps,
} from "./acts/obligation-dialogs.tsx";

const DIALOGS: Record<ObligationAct, (props: ObligationActProps) => ReactNode> = {
  arise: AriseDialog,
  assign: AssignHandlerDialog,
  change: ChangeDialog,
  end: EndDialog,
};
const ACTS = Object.keys(DIALOGS) as ObligationAct[];

/** What I may do with an obligation as a whole, as small buttons under it. */
export function ObligationActs({
  obligation,
  parties,
}: {
  obligation: ObligationView;
  parties: readonly string[];
}) {
  const t = useText();
  const [open, setOpen] = useState<ObligationAct | null>(null);
  const [used, setUsed] = useState<readonly ObligationAct[]>([]);
  const acts = ACTS.filter((act) => obligation.can.includes(act));
  return (
    <>
      {acts.map((act) => (
        <Button
          key={act}
          size="small"
          type="text"
          danger={act === "end"}
          aria-label={`${t(`obligations.act.${act}`)}${t("ui.list.colon")}${obligation.terms.title}`}
          onClick={() => {
            setUsed((now) => [...new Set([...now, act])]);
            setOpen(act);
          }}
        >
          {t(`obligations.act.${act}`)}
        </Button>
      ))}
      {used.map((act) => {
        const Dialog = DIALOGS[act];
        return (
          <Dialog
            // Terms that were changed meanwhile are what the next change begins with.
            key={`${act}.${obligation.version}`}
            obligation={obligation}
            parties={parties}
            open={open === act}
            onClose={() => setOpen(null)}
          />
        );
      })}
    </>
  );
}
