import { fileRoutes, type Material } from "@hub/domain/files/contract";
import type { LeadView } from "@hub/domain/leads/contract";
import { paperRoutes } from "@hub/domain/papers/contract";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { Button, Form, Input } from "antd";
import { useState } from "react";
import { addressOf, call } from "../../app/call.ts";
import { useText } from "../../app/i18n.ts";
import { FilesField, type ChosenFile } from "../../ui/files-field.tsx";
import { MaterialList } from "../../ui/materials.tsx";
import { Section } from "../../ui/page.tsx";
import { ActDialog } from "../exchanges/act-dialog.tsx";
import { leadMaterialsQuery, leadQuery } from "./queries.ts";
import styles from "./materials-section.module.css";

/** 材料清单 of the lead: what is there, what may be added to it or taken off, and the list on paper. */
export function MaterialsSection({ lead }: { lead: LeadView }) {
  const t = useText();
  const { data } = useQuery(leadMaterialsQuery(lead.id));
  const [adding, setAdding] = useState(false);
  const [leaving, setLeaving] = useState<Material | null>(null);
  const mayEdit = lead.can.includes("edit");
  const materials = data?.materials ?? [];
  return (
    <Section
      title={t("leads.page.materials")}
      aside={
        <span className={`${styles.acts} screen-only`}>
          {materials.length > 0 && (
            <a
              href={addressOf(paperRoutes.materialsOfLead, { leadId: lead.id })}
              target="_blank"
              rel="noreferrer"
            >
              {t("leads.files.print")}
            </a>
          )}
          {mayEdit && (
            <Button size="small" onClick={() => setAdding(true)}>
              {t("leads.files.add")}
            </Button>
          )}
        </span>
      }
    >
      {data && (
        <MaterialList
          materials={materials}
          renderAct={(material) =>
            material.inner ? (
              <span className="quiet">{t("leads.files.inner")}</span>
            ) : (
              mayEdit && (
                <Button size="small" type="text" onClick={() => setLeaving(material)}>
                  {t("leads.files.remove")}
                  <span className="unseen">{material.title}</span>
                </Button>
              )
            )
          }
        />
      )}
      {mayEdit && <AddDialog lead={lead} open={adding} onClose={() => setAdding(false)} />}
      {leaving && (
        <RemoveDialog
          key={leaving.fileId}
          lead={lead}
          material={leaving}
          onClose={() => setLeaving(null)}
        />
      )}
    </Section>
  );
}

/** The list that a command answered stands at once; the lead's version moved with it. */
function useTaking(lead: LeadView) {
  const client = useQueryClient();
  const again = () =>
    void client.invalidateQueries({ queryKey: leadQuery(lead.id).queryKey, exact: true });
  return {
    params: { leadId: lead.id },
    onDone: (reply: { materials: Material[] }) => {
      client.setQueryData(leadMaterialsQuery(lead.id).queryKey, reply);
      again();
    },
    onRefused: again,
  };
}

function AddDialog({
  lead,
  open,
  onClose,
}: {
  lead: LeadView;
  open: boolean;
  onClose: () => void;
}) {
  const t = useText();
  const taking = useTaking(lead);
  const [settled, setSettled] = useState(true);
  return (
    <ActDialog
      open={open}
      onClose={onClose}
      title={t("leads.files.add")}
      act={t("leads.files.add")}
      hint={t("leads.files.hint")}
      width={640}
      initial={{ files: [] as ChosenFile[] }}
      schema={fileRoutes.add.body}
      body={(id, { files }) => ({ id, files })}
      send={(body) => call(fileRoutes.add, { params: taking.params, body })}
      onDone={taking.onDone}
      onRefused={taking.onRefused}
      blocked={!settled}
      done={t("leads.files.added")}
    >
      <Form.Item
        name="files"
        rules={[{ required: true, type: "array", min: 1, message: t("ui.required") }]}
      >
        <FilesField titled onSettled={setSettled} />
      </Form.Item>
    </ActDialog>
  );
}

function RemoveDialog({
  lead,
  material,
  onClose,
}: {
  lead: LeadView;
  material: Material;
  onClose: () => void;
}) {
  const t = useText();
  const taking = useTaking(lead);
  return (
    <ActDialog
      open
      onClose={onClose}
      title={t("leads.files.removeTitle", { title: material.title })}
      act={t("leads.files.remove")}
      tone="harm"
      hint={t("leads.files.removeHint")}
      initial={{ reason: "" }}
      schema={fileRoutes.remove.body}
      body={(id, { reason }) => ({ id, fileIds: [material.fileId], reason })}
      send={(body) => call(fileRoutes.remove, { params: taking.params, body })}
      onDone={taking.onDone}
      onRefused={taking.onRefused}
      done={t("leads.files.removed")}
    >
      <Form.Item name="reason" label={t("leads.files.reason")}>
        <Input.TextArea autoSize={{ minRows: 2 }} maxLength={500} />
      </Form.Item>
    </ActDialog>
  );
}
