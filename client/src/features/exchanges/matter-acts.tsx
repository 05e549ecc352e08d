import { DownOutlined } from "@ant-design/icons";
import type { ExchangeView } from "@hub/domain/exchanges/contract";
import type { LeadView } from "@hub/domain/leads/contract";
import { Button } from "antd";
import { useText } from "../../app/i18n.ts";
import { ActsMenu } from "../../ui/acts-menu.tsx";
import { useLeadDeeds } from "../leads/lead-acts.tsx";
import { useExchangeDeeds } from "./act-host.tsx";
import styles from "./act-dialog.module.css";

interface MatterActsProps {
  lead: LeadView | null;
  view: ExchangeView | null;
  /** Opens this act at once, when it may be done: how a line of the workbench leads here. */
  first: string | null;
  onFirstClosed: () => void;
}

/** What I may do here: what presses as buttons, the most pressing first; everything else in one menu. */
export function MatterActs({ lead, view, first, onFirstClosed }: MatterActsProps) {
  const t = useText();
  const opening = { first, onFirstClosed };
  const exchange = useExchangeDeeds(view, opening);
  const own = useLeadDeeds(lead, opening);
  const buttons = [...exchange.pressing, ...own.pressing];
  const groups = [
    { key: "exchange", label: t("leads.page.which"), acts: exchange.rest },
    { key: "lead", label: t("leads.rail"), acts: own.rest },
  ].filter((group) => group.acts.length > 0);
  return (
    <>
      {buttons.map(({ key, label, formal = false, pending = false, run }, index) => (
        <Button
          key={key}
          type={index === 0 ? "primary" : "default"}
          loading={pending}
          className={index === 0 && formal ? (styles.formal ?? "") : ""}
          onClick={run}
        >
          {label}
        </Button>
      ))}
      {groups.length > 0 && (
        <ActsMenu placement="bottomRight" acts={groups}>
          <Button>
            {t("leads.page.more")} <DownOutlined aria-hidden="true" style={{ fontSize: 10 }} />
          </Button>
        </ActsMenu>
      )}
      {exchange.dialogs}
      {own.dialogs}
    </>
  );
}
