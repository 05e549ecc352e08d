import type { ReactNode } from "react";
import { useText } from "../../app/i18n.ts";

/** Says 必填 in words behind the label of a field that must be filled in; a star alone tells nothing. */
export function useRequiredMark() {
  const t = useText();
  return (label: ReactNode, { required }: { required: boolean }) => (
    <>
      {label}
      {required && (
        <span className="quiet" style={{ marginLeft: 6, fontSize: 12 }}>
          {t("ui.required")}
        </span>
      )}
    </>
  );
}
