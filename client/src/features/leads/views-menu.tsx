import { CloseOutlined, StarOutlined } from "@ant-design/icons";
import { Button, Input, Popover } from "antd";
import { useState } from "react";
import { useText } from "../../app/i18n.ts";
import { useMe } from "../../app/me.ts";
import { isNarrowed, sameFilters, type Filters } from "./filters.ts";
import { dropView, filtersOfView, savedViews, saveView } from "./saved-views.ts";
import styles from "./views-menu.module.css";

interface ViewsMenuProps {
  filters: Filters;
  onChange: (filters: Filters) => void;
}

/** Conditions under a name, kept on this device. */
export function ViewsMenu({ filters, onChange }: ViewsMenuProps) {
  const t = useText();
  const me = useMe();
  const officerId = me.officer.id;
  const [views, setViews] = useState(() => savedViews(localStorage, officerId));
  const [name, setName] = useState("");
  const [open, setOpen] = useState(false);
  const active = views.find((view) => sameFilters(filtersOfView(view), filters));
  const canSave = isNarrowed(filters) && name.trim() !== "";
  const save = () => {
    if (!canSave) return;
    setViews(saveView(localStorage, { officerId, name, filters }));
    setName("");
    setOpen(false);
  };
  return (
    <Popover
      open={open}
      onOpenChange={setOpen}
      trigger="click"
      placement="bottomLeft"
      content={
        <div className={styles.views} role="dialog" aria-label={t("leads.filter.saved")}>
          <ul>
            {views.map((view) => (
              <li key={view.name} className={styles.view}>
                <Button
                  type="link"
                  size="small"
                  aria-pressed={view === active}
                  onClick={() => {
                    onChange(filtersOfView(view));
                    setOpen(false);
                  }}
                >
                  {view.name}
                </Button>
                <button
                  type="button"
                  className={styles.drop}
                  aria-label={t("leads.filter.drop", { name: view.name })}
                  onClick={() => setViews(dropView(localStorage, officerId, view.name))}
                >
                  <CloseOutlined aria-hidden="true" style={{ fontSize: 10 }} />
                </button>
              </li>
            ))}
          </ul>
          <div className={styles.saver}>
            <Input
              value={name}
              maxLength={30}
              disabled={!isNarrowed(filters)}
              aria-label={t("leads.filter.saveName")}
              placeholder={t("leads.filter.saveName")}
              onChange={(event) => setName(event.target.value)}
              onPressEnter={save}
            />
            <Button disabled={!canSave} onClick={save}>
              {t("leads.filter.save")}
            </Button>
          </div>
          <p className="quiet" style={{ marginTop: 6, fontSize: 12 }}>
            {t("leads.filter.saveHint")}
          </p>
        </div>
      }
    >
      <Button icon={<StarOutlined aria-hidden="true" />} aria-expanded={open}>
        {active?.name ?? t("leads.filter.saved")}
      </Button>
    </Popover>
  );
}
