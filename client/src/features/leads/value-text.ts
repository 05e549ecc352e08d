import { LeadValues } from "@hub/domain/leads/contract";
import { useText } from "../../app/i18n.ts";
import type { ValueName } from "./form-values.ts";

/** A value of a lead in words, for comparing two of them. */
export function useValueText(): (name: ValueName, value: unknown) => string {
  const t = useText();
  return (name, value) => {
    const one = LeadValues.partial().safeParse({ [name]: value });
    if (!one.success) return "";
    const { field, source, grade, marking, body, place } = one.data;
    switch (name) {
      case "field":
        return field ? t(`leads.field.${field}`) : "";
      case "source":
        return source ? t(`leads.source.${source}`) : "";
      case "grade":
        return t(`leads.grade.${grade ?? "ordinary"}`);
      case "marking":
        return t(`ui.markings.${marking ?? "work_secret"}`);
      case "body":
        return body ? `${body.name}（${t(`leads.bodyLevel.${body.level}`)}）` : t("ui.none");
      case "place":
        return place
          ? [place.name, place.point ? `${place.point.lat}, ${place.point.lon}` : ""]
              .join(" ")
              .trim()
          : t("ui.none");
      default:
        return typeof value === "string" && value ? value : t("ui.none");
    }
  };
}
