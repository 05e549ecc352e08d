import { CloseOutlined, FilterOutlined, StarOutlined } from "@ant-design/icons";
import { LeadField, LeadGrade, LeadState } from "@hub/domain/leads/contract";
import { Marking } from "@hub/domain/kernel/markings";
import { Button, Checkbox, DatePicker, Form, Input, Popover, Select } from "antd";
import dayjs from "dayjs";
import { useState } from "react";
import { useText } from "../../app/i18n.ts";
import { useMe } from "../../app/me.ts";
import { useOfficeName, useOffices } from "../../ui/names.tsx";
import {
  FILTER_NAMES,
  isNarrowed,
  sameFilters,
  without,
  type FilterName,
  type Filters,
} from "./filters.ts";
import { dropView, filtersOfView, savedViews, saveView } from "./saved-views.ts";
import { landmarkOf } from "../../ui/landmark.ts";
import styles from "./filter-bar.module.css";

interface FilterBarProps {
  filters: Filters;
  onChange: (filters: Filters) => void;
}

/** Each condition in words: 状态：已立案. */
function useChipText() {
  const t = useText();
  const nameOf = useOfficeName();
  return (name: FilterName, filters: Filters): string => {
    const value = String(filters[name]);
    const label = t(`leads.filter.${name}`);
    const chip = (words: string) => t("leads.filter.chip", { label, value: words });
    switch (name) {
      case "mine":
      case "below":
        return label;
      case "text":
        return `“${value}”`;
      case "side":
        return t(`leads.filter.sides.${filters.side ?? "came"}`);
      case "state":
        return chip(t(`leads.state.${filters.state ?? "registered"}`));
      case "field":
        return chip(t(`leads.field.${filters.field ?? "OTHER"}`));
      case "grade":
        return chip(t(`leads.grade.${filters.grade ?? "ordinary"}`));
      case "marking":
        return chip(t(`ui.markings.${filters.marking ?? "internal"}`));
      case "officeId":
        return chip(nameOf(value, true));
      default:
        return chip(value);
    }
  };
}

/** The list's conditions: a search field, a panel to add them, a chip for each that one click takes away, and named views. */
export function FilterBar({ filters, onChange }: FilterBarProps) {
  const t = useText();
  const chipText = useChipText();
  return (
    <div className={styles.bar} role="search" aria-label={t("leads.filter.label")}>
      <SearchField key={filters.text ?? ""} filters={filters} onChange={onChange} />
      <FilterPanel filters={filters} onChange={onChange} />
      <ViewsMenu filters={filters} onChange={onChange} />
      {FILTER_NAMES.filter((name) => name !== "text" && filters[name]).map((name) => (
        <span key={name} className={styles.chip}>
          {chipText(name, filters)}
          <button
            type="button"
            aria-label={t("leads.filter.remove", { name: chipText(name, filters) })}
            onClick={() => onChange(without(filters, name))}
          >
            <CloseOutlined aria-hidden="true" style={{ fontSize: 10 }} />
          </button>
        </span>
      ))}
      {isNarrowed(filters) && (
        <Button type="link" size="small" onClick={() => onChange({})}>
          {t("leads.filter.clear")}
        </Button>
      )}
    </div>
  );
}

function SearchField({ filters, onChange }: FilterBarProps) {
  const t = useText();
  const given = filters.text ?? "";
  const [text, setText] = useState(given);
  return (
    <Input.Search
      className={`${styles.search} screen-only`}
      value={text}
      allowClear
      maxLength={100}
      aria-label={t("leads.filter.text")}
      placeholder={t("leads.filter.textHint")}
      onChange={(event) => setText(event.target.value)}
      onSearch={(value) =>
        onChange(value.trim() ? { ...filters, text: value.trim() } : without(filters, "text"))
      }
    />
  );
}

const NONE = "";

function FilterPanel({ filters, onChange }: FilterBarProps) {
  const t = useText();
  const offices = useOffices();
  const nameOf = useOfficeName();
  const [open, setOpen] = useState(false);
  const set = (name: FilterName, value: string | null | undefined) =>
    onChange(value ? { ...filters, [name]: value } : without(filters, name));
  const choose = (name: FilterName, options: { value: string; label: string }[]) => (
    <Form.Item label={t(`leads.filter.${name}`)} htmlFor={`filter-${name}`}>
      <Select
        id={`filter-${name}`}
        value={filters[name] ?? NONE}
        showSearch={options.length > 8 && { optionFilterProp: "label" }}
        options={[{ value: NONE, label: t("ui.all") }, ...options]}
        onChange={(value: string) => set(name, value)}
      />
    </Form.Item>
  );
  const day = (name: "from" | "to") => (
    <Form.Item label={t(`leads.filter.${name}`)} htmlFor={`filter-${name}`}>
      <DatePicker
        id={`filter-${name}`}
        getPopupContainer={landmarkOf}
        style={{ width: "100%" }}
        value={filters[name] ? dayjs(filters[name]) : null}
        onChange={(value) => set(name, value?.format("YYYY-MM-DD"))}
      />
    </Form.Item>
  );
  return (
    <Popover
      open={open}
      onOpenChange={setOpen}
      trigger="click"
      placement="bottomLeft"
      content={
        <div role="dialog" aria-label={t("leads.filter.label")}>
          <Form layout="vertical" className={styles.panel ?? ""} component="div">
            <div className={styles.pair}>
              {choose(
                "state",
                LeadState.options.map((value) => ({ value, label: t(`leads.state.${value}`) })),
              )}
              {choose(
                "grade",
                LeadGrade.options.map((value) => ({ value, label: t(`leads.grade.${value}`) })),
              )}
            </div>
            {choose(
              "field",
              LeadField.options.map((value) => ({ value, label: t(`leads.field.${value}`) })),
            )}
            <div className={styles.pair}>
              {choose("side", [
                { value: "came", label: t("leads.filter.sides.came") },
                { value: "sent", label: t("leads.filter.sides.sent") },
              ])}
              {choose(
                "marking",
                Marking.options.map((value) => ({ value, label: t(`ui.markings.${value}`) })),
              )}
            </div>
            {choose(
              "officeId",
              offices.list
                .filter((one) => one.connected)
                .map((one) => ({ value: one.id, label: nameOf(one.id) })),
            )}
            <div className={styles.pair}>
              {day("from")}
              {day("to")}
            </div>
            <Checkbox
              checked={Boolean(filters.mine)}
              onChange={(event) => set("mine", event.target.checked ? "true" : null)}
            >
              {t("leads.filter.mine")}
            </Checkbox>
          </Form>
        </div>
      }
    >
      <Button icon={<FilterOutlined aria-hidden="true" />} aria-expanded={open}>
        {t("leads.filter.add")}
      </Button>
    </Popover>
  );
}

function ViewsMenu({ filters, onChange }: FilterBarProps) {
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
