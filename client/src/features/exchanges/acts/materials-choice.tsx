import { useQuery } from "@tanstack/react-query";
import { Button, Checkbox } from "antd";
import { useText } from "../../../app/i18n.ts";
import { sizeText } from "../../../ui/uploads.ts";
import { leadMaterialsQuery } from "../../leads/queries.ts";
import styles from "./materials-choice.module.css";

interface MaterialsChoiceProps {
  leadId: string;
  value?: string[];
  onChange?: (fileIds: string[]) => void;
  id?: string;
}

/** Which materials of the own lead go along; in the order of its 材料清单. */
export function MaterialsChoice({ leadId, value = [], onChange, id }: MaterialsChoiceProps) {
  const t = useText();
  const { data } = useQuery(leadMaterialsQuery(leadId));
  const materials = (data?.materials ?? []).filter((one) => !one.inner);
  if (materials.length === 0) return <p className="quiet">{t("exchanges.send.materialsNone")}</p>;
  const inOrder = (ids: string[]) =>
    onChange?.(materials.map((one) => one.fileId).filter((fileId) => ids.includes(fileId)));
  return (
    <div id={id} className={styles.list}>
      {materials.map((one) => (
        <Checkbox
          key={one.fileId}
          checked={value.includes(one.fileId)}
          onChange={(event) =>
            inOrder(
              event.target.checked
                ? [...value, one.fileId]
                : value.filter((fileId) => fileId !== one.fileId),
            )
          }
        >
          <span className="number">{one.number}. </span>
          {one.title} <span className="quiet number">{sizeText(one.size)}</span>
        </Checkbox>
      ))}
      {materials.length > 1 && value.length < materials.length && (
        <Button
          type="link"
          size="small"
          className={styles.all ?? ""}
          onClick={() => inOrder(materials.map((one) => one.fileId))}
        >
          {t("exchanges.send.materialsAll")}
        </Button>
      )}
    </div>
  );
}
