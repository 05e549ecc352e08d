import { exchangeRoutes } from "@hub/domain/exchanges/acts-contract";
import { Form, Input, Radio } from "antd";
import { useText } from "../../../app/i18n.ts";
import { FrozenSheet } from "../frozen-sheet.tsx";
import { ExchangeDialog } from "./exchange-dialog.tsx";
import type { ActProps } from "./taking.ts";

interface Values {
  pass: boolean;
  reason: string;
}

/** 审核: pass it on or return it with the reason. An issuer who does not issue returns it by the same act. */
export function ReviewDialog(props: ActProps) {
  const { view } = props;
  const t = useText();
  const mayPass = view.can.includes("pass");
  const mayReturn = view.can.includes("return");
  return (
    <ExchangeDialog<typeof exchangeRoutes.review.body, Values>
      {...props}
      route={exchangeRoutes.review}
      title={mayPass ? t("exchanges.review.title") : t("exchanges.review.return")}
      act={({ pass }) => (pass ? t("exchanges.review.pass") : t("exchanges.review.return"))}
      width={720}
      initial={{ pass: mayPass, reason: "" }}
      body={(id, { pass, reason }) => ({ id, expects: view.version, pass, reason })}
      done={t("exchanges.common.done")}
    >
      {(form) => (
        <>
          {view.content && <FrozenSheet content={view.content} />}
          <Form.Item name="pass" hidden={!mayPass || !mayReturn}>
            <Radio.Group
              aria-label={t("exchanges.review.title")}
              optionType="button"
              options={[
                { value: true, label: t("exchanges.review.pass") },
                { value: false, label: t("exchanges.review.return") },
              ]}
            />
          </Form.Item>
          <Form.Item
            name="reason"
            label={t("exchanges.review.reason")}
            extra={t("exchanges.review.reasonHint")}
            dependencies={["pass"]}
            rules={[
              {
                validator: (_, value: string) =>
                  form.getFieldValue("pass") === false && value.trim() === ""
                    ? Promise.reject(new Error(t("exchanges.review.reasonNeeded")))
                    : Promise.resolve(),
              },
            ]}
          >
            <Input.TextArea autoSize={{ minRows: 2 }} maxLength={1_000} />
          </Form.Item>
        </>
      )}
    </ExchangeDialog>
  );
}
