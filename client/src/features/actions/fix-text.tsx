import type { Fix } from "@hub/domain/actions/record-contract";
import { useText } from "../../app/i18n.ts";

/** A position as the device told it, with its accuracy; 0 m is what a faked position says, and is called so. */
export function FixText({ fix }: { fix: Fix | null }) {
  const t = useText();
  if (!fix) return <span>{t("actions.fixed.none")}</span>;
  const accuracy =
    fix.accuracyM === null
      ? t("actions.fixed.unknown")
      : fix.accuracyM === 0
        ? t("actions.fixed.zero")
        : `±${Math.round(fix.accuracyM)} m`;
  return (
    <span className="number">
      {fix.lat.toFixed(5)}, {fix.lon.toFixed(5)} {accuracy}
    </span>
  );
}
