import { LeftOutlined, RightOutlined } from "@ant-design/icons";
import { Button } from "antd";
import { useText } from "../../app/i18n.ts";
import styles from "./year-step.module.css";

/** ‹ 2026 年 ›: a year back or on. */
export function YearStep({ year, onYear }: { year: number; onYear: (year: number) => void }) {
  const t = useText();
  return (
    <span className={styles.step}>
      <Button
        size="small"
        type="text"
        aria-label={t("obligations.year.before")}
        icon={<LeftOutlined aria-hidden="true" />}
        onClick={() => onYear(year - 1)}
      />
      <span className="number">{t("obligations.year.name", { year })}</span>
      <Button
        size="small"
        type="text"
        aria-label={t("obligations.year.after")}
        icon={<RightOutlined aria-hidden="true" />}
        onClick={() => onYear(year + 1)}
      />
    </span>
  );
}
