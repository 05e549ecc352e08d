import { actionRoutes } from "@hub/domain/actions/acts-contract";
import { useQuery } from "@tanstack/react-query";
import { Form, Input } from "antd";
import { useText } from "../../app/i18n.ts";
import { call } from "../../app/call.ts";
import { ActDialog } from "../exchanges/act-dialog.tsx";
import { useActing } from "./acting.ts";
import { ConflictList } from "./conflict-list.tsx";
import type { Drawn } from "./calendar.tsx";
import { conflictsQuery } from "./queries.ts";
import { spanText } from "./span-text.ts";

/** An action was drawn to another day: who is taken then, and why it moves. Sent away, it goes back to where it was. */
export function DrawnDialog({ drawn, onClose }: { drawn: Drawn; onClose: () => void }) {
  const { row, to, back } = drawn;
  const t = useText();
  const { params, onDone } = useActing(row.id);
  const { data } = useQuery(conflictsQuery(row.id, to));
  return (
    <ActDialog
      open
      onClose={() => {
        back();
        onClose();
      }}
      title={t("actions.reschedule.title")}
      act={t("actions.reschedule.act")}
      hint={t("actions.reschedule.drawn", {
        title: row.title,
        from: spanText(row.span),
        to: spanText(to),
      })}
      initial={{ reason: "" }}
      schema={actionRoutes.reschedule.body}
      body={(id, { reason }) => ({ id, expects: row.version, span: to, reason })}
      send={(body) => call(actionRoutes.reschedule, { params, body })}
      onDone={onDone}
      done={t("actions.reschedule.done")}
    >
      <ConflictList conflicts={data?.conflicts} />
      <Form.Item name="reason" label={t("actions.reschedule.reason")}>
        <Input.TextArea autoSize={{ minRows: 2 }} maxLength={500} />
      </Form.Item>
    </ActDialog>
  );
}
