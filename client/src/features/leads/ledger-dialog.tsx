import { LEDGER_COLUMNS, paperRoutes, type LedgerColumn } from "@hub/domain/papers/contract";
import { Button, Checkbox, Modal } from "antd";
import { useState } from "react";
import { addressOf } from "../../app/call.ts";
import { useText } from "../../app/i18n.ts";
import type { Filters } from "./filters.ts";
import styles from "./ledger.module.css";

interface LedgerDialogProps {
  open: boolean;
  filters: Filters;
  onClose: () => void;
}

/** 导出台账: the columns that one wants, of the leads that the list shows now; the hub makes the table and records that it left. */
export function LedgerDialog({ open, filters, onClose }: LedgerDialogProps) {
  const t = useText();
  const [columns, setColumns] = useState<readonly LedgerColumn[]>(LEDGER_COLUMNS);
  const whole = columns.length === LEDGER_COLUMNS.length;
  const address = addressOf(paperRoutes.ledger, {}, { ...filters, columns });
  return (
    <Modal
      open={open}
      title={t("leads.ledger.title")}
      onCancel={onClose}
      footer={
        <>
          <Button onClick={onClose}>{t("ui.cancel")}</Button>
          <Button
            type="primary"
            {...(columns.length > 0 ? { href: address, download: true } : {})}
            disabled={columns.length === 0}
            onClick={onClose}
          >
            {t("leads.ledger.act")}
          </Button>
        </>
      }
    >
      <p className="quiet">{t("leads.ledger.hint")}</p>
      <fieldset className={styles.columns}>
        <legend>{t("leads.ledger.columns")}</legend>
        <Checkbox
          checked={whole}
          indeterminate={!whole && columns.length > 0}
          onChange={() => setColumns(whole ? [] : LEDGER_COLUMNS)}
        >
          {t("leads.ledger.all")}
        </Checkbox>
        {LEDGER_COLUMNS.map((column) => (
          <Checkbox
            key={column}
            checked={columns.includes(column)}
            onChange={(event) =>
              setColumns(
                LEDGER_COLUMNS.filter((one) =>
                  one === column ? event.target.checked : columns.includes(one),
                ),
              )
            }
          >
            {t(`leads.ledger.column.${column}`)}
          </Checkbox>
        ))}
      </fieldset>
      {columns.length === 0 && <p role="alert">{t("leads.ledger.atLeastOne")}</p>}
    </Modal>
  );
}
