import type { ActionView } from "@hub/domain/actions/contract";
import { TickResult } from "@hub/domain/actions/record-contract";
import { Input } from "antd";
import { useState } from "react";
import { useText } from "../../../app/i18n.ts";
import { cx } from "../../../ui/cx.ts";
import { standing } from "./ticks.ts";
import type { FieldDesk } from "./use-field.ts";
import styles from "./field.module.css";

interface StopChecklistProps {
  view: ActionView;
  stopId: string | null;
  field: FieldDesk;
  disabled: boolean;
  onTick: (tick: {
    itemId: string;
    stopId: string | null;
    result: TickResult;
    note: string;
    label: string;
  }) => void;
}

/** The items of this stop: one press each. What was pressed here and has not been sent counts on this screen already. */
export function StopChecklist({ view, stopId, field, disabled, onTick }: StopChecklistProps) {
  const t = useText();
  const [notes, setNotes] = useState<Readonly<Record<string, string>>>({});
  const items = view.checklist?.items ?? view.plan?.content.checklist.items ?? [];
  // What is asked once is asked where people gather.
  const shown = items.filter((one) => (one.perStop ? stopId !== null : stopId === null));
  const ticks = standing([
    ...(view.checklist?.ticks ?? []),
    ...field.records.flatMap((one) =>
      one.kind === "tick"
        ? [
            {
              id: one.id,
              itemId: one.body.itemId,
              stopId: one.body.stopId ?? null,
              result: one.body.result,
              note: one.body.note ?? "",
              deviceAt: one.body.device.at,
            },
          ]
        : [],
    ),
  ]);
  if (shown.length === 0) return null;
  return (
    <section aria-label={t("actions.checklist.title")}>
      <h2>{t("actions.checklist.title")}</h2>
      {shown.map(({ id, text }) => {
        const tick = ticks.find((one) => one.itemId === id && one.stopId === stopId);
        const waits = field.records.some((one) => one.id === tick?.id);
        return (
          <fieldset key={id} className={styles.item} disabled={disabled}>
            <legend>
              {text}
              {waits && <span className={styles.off}> {t("actions.field.state.queued")}</span>}
            </legend>
            <div className={styles.results}>
              {TickResult.options.map((result) => (
                <button
                  key={result}
                  type="button"
                  aria-pressed={tick?.result === result}
                  className={cx(styles.result, tick?.result === result && styles[result])}
                  onClick={() =>
                    onTick({
                      itemId: id,
                      stopId,
                      result,
                      note: notes[id] ?? "",
                      label: `${text}：${t(`actions.tick.${result}`)}`,
                    })
                  }
                >
                  {t(`actions.tick.${result}`)}
                </button>
              ))}
            </div>
            <Input
              value={notes[id] ?? tick?.note ?? ""}
              maxLength={500}
              placeholder={t("actions.field.note")}
              aria-label={t("actions.field.noteOf", { item: text })}
              onChange={(event) => setNotes({ ...notes, [id]: event.target.value })}
            />
          </fieldset>
        );
      })}
    </section>
  );
}
