import { DownOutlined } from "@ant-design/icons";
import type { ExchangeView } from "@hub/domain/exchanges/contract";
import type { LeadView } from "@hub/domain/leads/contract";
import { Button, Dropdown } from "antd";
import { useText } from "../../app/i18n.ts";
import { useLeadDeeds } from "../leads/lead-acts.tsx";
import { useExchangeDeeds } from "./act-host.tsx";
import type { Deed } from "./deeds.ts";
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
  const item = ({ key, label, danger = false, run }: Deed) => ({
    key,
    label,
    danger,
    onClick: run,
  });
  const groups = [
    { key: "exchange", label: t("leads.page.which"), children: exchange.rest.map(item) },
    { key: "lead", label: t("leads.rail"), children: own.rest.map(item) },
  ].filter((group) => group.children.length > 0);
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
        <Dropdown
          trigger={["click"]}
          placement="bottomRight"
          menu={{ items: groups.map((group) => ({ ...group, type: "group" as const })) }}
        >
          <Button>
            {t("leads.page.more")} <DownOutlined aria-hidden="true" style={{ fontSize: 10 }} />
          </Button>
        </Dropdown>
      )}
      {exchange.dialogs}
      {own.dialogs}
    </>
  );
}
