import type { Owed } from "@hub/domain/actions/report-contract";
import { useText } from "../../../app/i18n.ts";
import { useOfficeName } from "../../../ui/names.tsx";
import { usePeriodText } from "../../obligations/period.ts";

/** 联合巡查 2026年第四季度（高邮市院，2026-12-31 到期） */
export function useOwedText(): (one: Owed) => string {
  const t = useText();
  const nameOf = useOfficeName();
  const periodText = usePeriodText();
  return ({ title, period, officeId, dueOn }) =>
    t("actions.report.owed", {
      title,
      period: periodText(period),
      office: nameOf(officeId, true),
      day: dueOn,
    });
}
