import { Alert, Button } from "antd";
import { useText } from "../app/i18n.ts";
import { useConfirm } from "./confirm.ts";
import { minuteTime } from "./time.ts";

interface KeptNoteProps {
  /** When it was typed. */
  at: string;
  /** What else leaves when it is cleared. */
  what?: string;
  onClear: () => void;
}

/** What was typed before is back; it can be cleared. */
export function KeptNote({ at, what, onClear }: KeptNoteProps) {
  const t = useText();
  const confirm = useConfirm();
  async function clear() {
    const sure = await confirm({
      title: t("ui.kept.clearAsk"),
      ...(what ? { content: what } : {}),
      act: t("ui.kept.clear"),
    });
    if (sure) onClear();
  }
  return (
    <Alert
      type="info"
      role="status"
      showIcon
      title={
        <>
          {t("ui.kept.restored", { when: minuteTime(at) })}{" "}
          <Button type="link" size="small" onClick={() => void clear()}>
            {t("ui.kept.clear")}
          </Button>
        </>
      }
    />
  );
}
