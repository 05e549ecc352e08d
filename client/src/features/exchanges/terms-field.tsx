import { ClockKey, type Terms } from "@hub/domain/clocks/contract";
import { InputNumber, Select } from "antd";
import { useText } from "../../app/i18n.ts";
import styles from "./send-dialog.module.css";

type Period = NonNullable<Terms["sign"]>;
const UNITS = ["hours", "days", "working_days"] as const;

/** A period in words: 5 个工作日. */
export function usePeriodText(): (period: Period) => string {
  const t = useText();
  return ({ unit, count }) => t(`exchanges.clock.period.${unit}`, { count });
}

interface TermsFieldProps {
  value?: Terms;
  onChange?: (terms: Terms) => void;
}

/** Periods of one exchange, each empty until both offices want one. */
export function TermsField({ value, onChange }: TermsFieldProps) {
  const t = useText();
  const set = (key: ClockKey, period: Period | null) =>
    value && onChange?.({ ...value, [key]: period });
  return (
    <div className={styles.terms}>
      {ClockKey.options.map((key) => {
        const period = value?.[key] ?? null;
        return (
          <div key={key} className={styles.period}>
            <span>{t(`exchanges.clock.key.${key}`)}</span>
            <InputNumber
              min={1}
              max={365}
              precision={0}
              value={period?.count ?? null}
              aria-label={t(`exchanges.clock.key.${key}`)}
              placeholder={t("ui.none")}
              onChange={(count) =>
                set(key, count ? { unit: period?.unit ?? "working_days", count } : null)
              }
            />
            <Select<Period["unit"]>
              value={period?.unit ?? "working_days"}
              disabled={!period}
              aria-label={`${t(`exchanges.clock.key.${key}`)} ${t("exchanges.send.terms")}`}
              options={UNITS.map((unit) => ({
                value: unit,
                label: t(`exchanges.clock.unit.${unit}`),
              }))}
              onChange={(unit) => period && set(key, { ...period, unit })}
            />
          </div>
        );
      })}
    </div>
  );
}

/** What runs, in one line for each period; 未约定期限 where nothing does. */
export function TermsText({ terms }: { terms: Terms }) {
  const t = useText();
  const textOf = usePeriodText();
  const set = ClockKey.options.flatMap((key) => {
    const period = terms[key];
    return period ? [{ key, text: textOf(period) }] : [];
  });
  if (set.length === 0) return <span className="quiet">{t("exchanges.clock.none")}</span>;
  return (
    <>
      {set.map(({ key, text }) => (
        <div key={key}>
          <span className="quiet">{t(`exchanges.clock.key.${key}`)} </span>
          {key === "progress" ? t("exchanges.clock.every", { period: text }) : text}
        </div>
      ))}
    </>
  );
}
