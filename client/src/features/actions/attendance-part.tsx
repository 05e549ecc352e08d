import { actionPaperRoutes, actionRoutes } from "@hub/domain/actions/acts-contract";
import type { ActionView } from "@hub/domain/actions/contract";
import { useQueryClient } from "@tanstack/react-query";
import { Button, Form } from "antd";
import { useState } from "react";
import { addressOf, call } from "../../app/call.ts";
import { useText } from "../../app/i18n.ts";
import { FilesField, type ChosenFile } from "../../ui/files-field.tsx";
import { FileLink } from "../../ui/materials.tsx";
import { OfficeName } from "../../ui/names.tsx";
import { Section } from "../../ui/page.tsx";
import { When } from "../../ui/when.tsx";
import { ActDialog } from "../exchanges/act-dialog.tsx";
import type { ActProps } from "./acting.ts";
import { kindOf } from "./file-kind.ts";
import { FixText } from "./fix-text.tsx";
import { actionQuery } from "./queries.ts";
import styles from "./actions.module.css";

/** 签到: the printed sheet, its photo as the record of attendance, and the check-ins of phones. */
export function AttendancePart({ view }: { view: ActionView }) {
  const t = useText();
  const [adding, setAdding] = useState(false);
  const { checkIns, sheets } = view.attendance;
  if (!view.span) return null;
  return (
    <Section
      title={t("actions.attendance.title")}
      aside={
        <span className="screen-only">
          <a href={addressOf(actionPaperRoutes.attendance, { actionId: view.id })} download>
            {t("actions.attendance.print")}
          </a>
        </span>
      }
    >
      <ul className={styles.lines}>
        {sheets.map((sheet) => (
          <li key={sheet.id}>
            <span>
              {t("actions.attendance.sheet")}{" "}
              {sheet.files.map((file) => (
                <FileLink key={file.fileId} file={{ ...file, kind: kindOf(file.mime) }} />
              ))}
            </span>
            <span className="quiet">
              {sheet.by.name} <When at={sheet.by.at} short />
            </span>
          </li>
        ))}
        {checkIns.map(({ id, officer, stopId, device, at }) => (
          <li key={id}>
            <span>
              {officer.name} <OfficeName id={officer.officeId} short /> ·{" "}
              {view.plan?.content.stops.find((one) => one.id === stopId)?.name ??
                t("actions.field.gathering")}
            </span>
            <span className="quiet">
              <When at={device.at} short /> <FixText fix={device.fix} />
              {device.waited && ` · ${t("actions.field.waited")} `}
              {device.waited && <When at={at} short />}
            </span>
          </li>
        ))}
      </ul>
      {sheets.length + checkIns.length === 0 && (
        <p className="quiet">{t("actions.attendance.none")}</p>
      )}
      {view.can.includes("sheet") && (
        <Button size="small" onClick={() => setAdding(true)}>
          {t("actions.act.sheet")}
        </Button>
      )}
      <SheetDialog view={view} open={adding} onClose={() => setAdding(false)} />
    </Section>
  );
}

function SheetDialog({ view, open, onClose }: ActProps) {
  const t = useText();
  const client = useQueryClient();
  const [settled, setSettled] = useState(true);
  return (
    <ActDialog<typeof actionRoutes.addSheet.body, { files: ChosenFile[] }, unknown>
      open={open}
      onClose={onClose}
      title={t("actions.act.sheet")}
      act={t("actions.attendance.add")}
      hint={t("actions.attendance.hint")}
      initial={{ files: [] }}
      body={(id, { files }) => ({ id, fileIds: files.map((one) => one.fileId) })}
      schema={actionRoutes.addSheet.body}
      send={(body) => call(actionRoutes.addSheet, { params: { actionId: view.id }, body })}
      // As of a phone: it says no more than that it is here.
      onDone={() => client.invalidateQueries({ queryKey: actionQuery(view.id).queryKey })}
      blocked={!settled}
      done={t("actions.attendance.added")}
    >
      <Form.Item name="files" label={t("actions.attendance.photo")}>
        <FilesField onSettled={setSettled} />
      </Form.Item>
    </ActDialog>
  );
}
