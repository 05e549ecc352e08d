import { Button, Checkbox } from "antd";
import { useState } from "react";
import { useText } from "../../app/i18n.ts";
import { Dialog } from "../../ui/dialog.tsx";
import styles from "./ledger.module.css";

interface LedgerDialogProps<C extends string> {
  open: boolean;
  /** All that there are, in the order in which they stand. */
  columns: readonly C[];
  labelOf: (column: C) => string;
  /** What leaves. */
  hint: string;
  /** Where the table is to be had, with these columns. */
  addressOf: (columns: readonly C[]) => string;
  onClose: () => void;
}

/** 导出台账: the columns that one wants, of what the list shows now; the hub makes the table and records that it left. */
export function LedgerDialog<C extends string>({
  open,
  columns: all,
  labelOf,
  hint,
  addressOf,
  onClose,
}: LedgerDialogProps<C>) {
  const t = useText();
  const [columns, setColumns] = useState(all);
  const whole = columns.length === all.length;
  return (
    <Dialog
      open={open}
      title={t("leads.ledger.title")}
      onCancel={onClose}
      footer={
        <>
          <Button onClick={onClose}>{t("ui.cancel")}</Button>
          <Button
            type="primary"
            {...(columns.length > 0 ? { href: addressOf(columns), download: true } : {})}
            disabled={columns.length === 0}
            onClick={onClose}
          >
            {t("leads.ledger.act")}
          </Button>
        </>
      }
    >
      <p className="quiet">{hint}</p>
      <fieldset className={styles.columns}>
        <legend>{t("leads.ledger.columns")}</legend>
        <Checkbox
          checked={whole}
          indeterminate={!whole && columns.length > 0}
          onChange={() => setColumns(whole ? [] : all)}
        >
          {t("leads.ledger.all")}
        </Checkbox>
        {all.map((column) => (
          <Checkbox
            key={column}
            checked={columns.includes(column)}
            onChange={(event) =>
              setColumns(
                all.filter((one) =>
                  one === column ? event.target.checked : columns.includes(one),
                ),
              )
            }
          >
            {labelOf(column)}
          </Checkbox>
        ))}
      </fieldset>
      {columns.length === 0 && <p role="alert">{t("leads.ledger.atLeastOne")}</p>}
    </Dialog>
  );
}
