import { exchangeRoutes } from "@hub/domain/exchanges/acts-contract";
import { Form, Input, Radio } from "antd";
import { useState } from "react";
import { useText } from "../../../app/i18n.ts";
import { FilesField, type ChosenFile } from "../../../ui/files-field.tsx";
import { OfficersPicker } from "../../../ui/names.tsx";
import { ExchangeDialog } from "./exchange-dialog.tsx";
import type { ActProps } from "./taking.ts";

interface Values {
  via: "scan" | "business_system";
  number: string;
  reference: string;
  file: ChosenFile[];
}

/** The formal paper behind the exchange: its number and stamped scan, or the reference under which it went another way. */
export function PaperDialog(props: ActProps) {
  const t = useText();
  const [settled, setSettled] = useState(true);
  return (
    <ExchangeDialog<typeof exchangeRoutes.recordPaper.body, Values>
      {...props}
      route={exchangeRoutes.recordPaper}
      title={t("exchanges.paper.title")}
      act={t("exchanges.paper.act")}
      hint={t("exchanges.paper.hint")}
      initial={{ via: "scan", number: "", reference: "", file: [] }}
      body={(id, { via, number, reference, file }) => ({
        id,
        paper: via === "scan" ? { via, number, fileId: file[0]?.fileId ?? "" } : { via, reference },
      })}
      blocked={!settled}
      done={t("exchanges.paper.done")}
    >
      <Form.Item name="via" label={t("exchanges.paper.via")}>
        <Radio.Group
          options={[
            { value: "scan", label: t("exchanges.paper.vias.scan") },
            { value: "business_system", label: t("exchanges.paper.vias.business_system") },
          ]}
        />
      </Form.Item>
      <Form.Item noStyle dependencies={["via"]}>
        {({ getFieldValue }) =>
          getFieldValue("via") === "scan" ? (
            <>
              <Form.Item
                name="number"
                label={t("exchanges.paper.number")}
                extra={t("exchanges.paper.numberHint")}
                rules={[{ required: true, whitespace: true, message: t("ui.required") }]}
              >
                <Input maxLength={60} />
              </Form.Item>
              <Form.Item
                name="file"
                label={t("exchanges.paper.file")}
                rules={[
                  { required: true, type: "array", min: 1, max: 1, message: t("ui.required") },
                ]}
              >
                <FilesField onSettled={setSettled} />
              </Form.Item>
            </>
          ) : (
            <Form.Item
              name="reference"
              label={t("exchanges.paper.reference")}
              rules={[{ required: true, whitespace: true, message: t("ui.required") }]}
            >
              <Input maxLength={120} />
            </Form.Item>
          )
        }
      </Form.Item>
    </ExchangeDialog>
  );
}

/** 传阅 of a notice inside one's own office. */
export function CirculateDialog(props: ActProps) {
  const { view } = props;
  const t = useText();
  return (
    <ExchangeDialog
      {...props}
      route={exchangeRoutes.circulate}
      title={t("exchanges.circulate.title")}
      act={t("exchanges.circulate.act")}
      hint={t("exchanges.circulate.hint")}
      initial={{ officerIds: [] as string[] }}
      body={(id, { officerIds }) => ({ id, officerIds })}
      done={t("exchanges.circulate.done")}
    >
      <Form.Item name="officerIds" label={t("exchanges.circulate.officers")}>
        <OfficersPicker officeId={view.toOfficeId} />
      </Form.Item>
    </ExchangeDialog>
  );
}
