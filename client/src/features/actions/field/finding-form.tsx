import type { ActionView } from "@hub/domain/actions/contract";
import { Button, Form, Input, Select } from "antd";
import { useCallback } from "react";
import { useText } from "../../../app/i18n.ts";
import { useMe } from "../../../app/me.ts";
import { usePeopleOptions } from "../tasks-part.tsx";
import { CameraButton } from "./camera-button.tsx";
import type { NewFinding, Taken } from "./use-field.ts";
import styles from "./field.module.css";

type Values = Pick<NewFinding, "title" | "text" | "withIds" | "handling">;

interface FindingFormProps {
  view: ActionView;
  taken: readonly Taken[];
  place: string;
  onMore: (files: File[]) => void;
  onSave: (finding: Values) => void;
  onLeave: () => void;
}

/** What was found, after it was photographed. Procuratorates order nothing on site: what a unit did there is noted as that unit's act. */
export function FindingForm({ view, taken, place, onMore, onSave, onLeave }: FindingFormProps) {
  const t = useText();
  const me = useMe();
  const people = usePeopleOptions(view).map((group) => ({
    ...group,
    options: group.options.filter((one) => one.value !== me.officer.id),
  }));
  return (
    <section aria-label={t("actions.field.finding")}>
      <ul className={styles.shots}>
        {taken.map((one) => (
          <Shot key={one.sha256} taken={one} />
        ))}
      </ul>
      <div className={styles.main}>
        <CameraButton
          big
          label={t(taken.length > 0 ? "actions.field.more" : "actions.field.camera")}
          onTaken={onMore}
        />
      </div>
      <Form<Values>
        layout="vertical"
        requiredMark={false}
        initialValues={{
          title: "",
          text: "",
          withIds: [],
          handling: { text: "", unit: "", basis: "" },
        }}
        onFinish={onSave}
        className={styles.form ?? ""}
      >
        <Form.Item
          name="title"
          label={t("actions.findings.name")}
          rules={[{ required: true, whitespace: true, message: t("ui.required") }]}
        >
          <Input maxLength={120} placeholder={t("actions.field.titleHint", { place })} />
        </Form.Item>
        <Form.Item name="text" label={t("actions.findings.text")}>
          <Input.TextArea autoSize={{ minRows: 2, maxRows: 8 }} maxLength={4_000} />
        </Form.Item>
        <Form.Item
          name="withIds"
          label={t("actions.findings.with")}
          extra={t("actions.findings.withHint")}
        >
          <Select mode="multiple" options={people} />
        </Form.Item>
        <details className={styles.kept}>
          <summary>{t("actions.handling.title")}</summary>
          <p className="quiet">{t("actions.handling.note")}</p>
          {(["text", "unit", "basis"] as const).map((name) => (
            <Form.Item key={name} name={["handling", name]} label={t(`actions.handling.${name}`)}>
              <Input maxLength={name === "text" ? 2_000 : 120} />
            </Form.Item>
          ))}
        </details>
        <div className={styles.main}>
          <Button type="primary" htmlType="submit" className={styles.big ?? ""}>
            {t("actions.field.save")}
          </Button>
          <Button className={styles.big ?? ""} onClick={onLeave}>
            {t("actions.field.drop")}
          </Button>
        </div>
      </Form>
    </section>
  );
}

function Shot({ taken }: { taken: Taken }) {
  const t = useText();
  const show = useCallback(
    (image: HTMLImageElement) => {
      const address = URL.createObjectURL(taken.file);
      image.src = address;
      return () => URL.revokeObjectURL(address);
    },
    [taken.file],
  );
  return (
    <li>
      {taken.file.type.startsWith("image/") ? (
        <img ref={show} alt={t("actions.field.photoOf", { name: taken.file.name })} />
      ) : (
        <span>{taken.file.name}</span>
      )}
      <code title={taken.sha256}>{taken.sha256.slice(0, 12)}…</code>
    </li>
  );
}
