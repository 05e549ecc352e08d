import { CloseOutlined, FilterOutlined } from "@ant-design/icons";
import { AgreementState, Instrument } from "@hub/domain/agreements/contract";
import { ClauseKey } from "@hub/domain/clauses/contract";
import { LeadField } from "@hub/domain/leads/contract";
import { Button, Checkbox, Form, Input, Popover, Select } from "antd";
import { useState } from "react";
import { useText } from "../../app/i18n.ts";
import { useMe } from "../../app/me.ts";
import { useOfficeName, useOffices } from "../../ui/names.tsx";
import styles from "../leads/filter-bar.module.css";
import { FILTER_NAMES, isNarrowed, without, type FilterName, type Filters } from "./filters.ts";

interface FilterBarProps {
  filters: Filters;
  onChange: (filters: Filters) => void;
}

/** Each condition in words: 状态：会签中. */
function useChipText() {
  const t = useText();
  const nameOf = useOfficeName();
  return (name: FilterName, filters: Filters): string => {
    const label = t(`agreements.filter.${name}`);
    const chip = (value: string) => t("leads.filter.chip", { label, value });
    switch (name) {
      case "inForce":
      case "underWay":
        return label;
      case "state":
        return chip(t(`agreements.state.${filters.state ?? "in_force"}`));
      case "field":
        return chip(t(`leads.field.${filters.field ?? "OTHER"}`));
      case "instrument":
        return chip(t(`agreements.instrument.${filters.instrument ?? "other"}`));
      case "clause":
        return chip(t(`agreements.clauseKey.${filters.clause ?? "free"}`));
      case "partnerId":
        return chip(nameOf(filters.partnerId ?? "", true));
      default:
        return `“${filters.text ?? ""}”`;
    }
  };
}

/** The board's conditions: a search field, a panel to add them, and a chip for each that one click takes away. */
export function FilterBar({ filters, onChange }: FilterBarProps) {
  const t = useText();
  const chipText = useChipText();
  return (
    <div className={styles.bar} role="search" aria-label={t("agreements.filter.label")}>
      <SearchField key={filters.text ?? ""} filters={filters} onChange={onChange} />
      <FilterPanel filters={filters} onChange={onChange} />
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
        <Button
          type="link"
          size="small"
          className="screen-only"
          onClick={() => onChange({ box: filters.box })}
        >
          {t("leads.filter.clear")}
        </Button>
      )}
    </div>
  );
}

function SearchField({ filters, onChange }: FilterBarProps) {
  const t = useText();
  const [text, setText] = useState(filters.text ?? "");
  return (
    <Input.Search
      className={`${styles.search} screen-only`}
      value={text}
      allowClear
      maxLength={100}
      aria-label={t("agreements.filter.text")}
      placeholder={t("agreements.filter.textHint")}
      onChange={(event) => setText(event.target.value)}
      onSearch={(value) =>
        onChange(value.trim() ? { ...filters, text: value.trim() } : without(filters, "text"))
      }
    />
  );
}

function FilterPanel({ filters, onChange }: FilterBarProps) {
  const t = useText();
  const me = useMe();
  const offices = useOffices();
  const nameOf = useOfficeName();
  const [open, setOpen] = useState(false);
  const set = (name: FilterName, value: string | null) =>
    onChange(value ? { ...filters, [name]: value } : without(filters, name));
  const choose = (
    name: "state" | "field" | "instrument" | "clause" | "partnerId",
    options: { value: string; label: string }[],
  ) => (
    <Form.Item label={t(`agreements.filter.${name}`)} htmlFor={`filter-${name}`}>
      <Select
        id={`filter-${name}`}
        value={filters[name] ?? ""}
        showSearch={options.length > 8 && { optionFilterProp: "label" }}
        options={[{ value: "", label: t("ui.all") }, ...options]}
        onChange={(value: string) => set(name, value)}
      />
    </Form.Item>
  );
  const check = (name: "inForce" | "underWay") => (
    <Checkbox
      checked={Boolean(filters[name])}
      onChange={(event) => set(name, event.target.checked ? "true" : null)}
    >
      {t(`agreements.filter.${name}`)}
    </Checkbox>
  );
  return (
    <Popover
      open={open}
      onOpenChange={setOpen}
      trigger="click"
      placement="bottomLeft"
      content={
        <div role="dialog" aria-label={t("agreements.filter.label")}>
          <Form layout="vertical" className={styles.panel ?? ""} component="div">
            <div className={styles.pair}>
              {choose(
                "state",
                AgreementState.options.map((value) => ({
                  value,
                  label: t(`agreements.state.${value}`),
                })),
              )}
              {choose(
                "instrument",
                Instrument.options.map((value) => ({
                  value,
                  label: t(`agreements.instrument.${value}`),
                })),
              )}
            </div>
            {choose(
              "partnerId",
              offices.list
                .filter((one) => one.connected && one.id !== me.officer.officeId)
                .map((one) => ({ value: one.id, label: nameOf(one.id) })),
            )}
            {choose(
              "field",
              LeadField.options.map((value) => ({ value, label: t(`leads.field.${value}`) })),
            )}
            {choose(
              "clause",
              ClauseKey.options.map((value) => ({
                value,
                label: t(`agreements.clauseKey.${value}`),
              })),
            )}
            {check("inForce")} {check("underWay")}
          </Form>
        </div>
      }
    >
      <Button
        className="screen-only"
        icon={<FilterOutlined aria-hidden="true" />}
        aria-expanded={open}
      >
        {t("leads.filter.add")}
      </Button>
    </Popover>
  );
}
