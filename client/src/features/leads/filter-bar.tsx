import { LeadField, LeadGrade, LeadState } from "@hub/domain/leads/contract";
import { Marking } from "@hub/domain/kernel/markings";
import { Checkbox, DatePicker, Form } from "antd";
import dayjs from "dayjs";
import { useText } from "../../app/i18n.ts";
import { FilterBar, FilterChoice, FilterPair } from "../../ui/filter-bar.tsx";
import { useOfficeName, useOffices } from "../../ui/names.tsx";
import { FILTER_NAMES, isNarrowed, without, type FilterName, type Filters } from "./filters.ts";
import { landmarkOf } from "../../ui/landmark.ts";
import { ViewsMenu } from "./views-menu.tsx";

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

/** The list's conditions, and named views of them. */
export function LeadFilters({ filters, onChange }: FilterBarProps) {
  const t = useText();
  const chipText = useChipText();
  const shown = FILTER_NAMES.filter((name) => name !== "text" && filters[name]);
  return (
    <FilterBar
      label={t("leads.filter.label")}
      search={{
        value: filters.text ?? "",
        label: t("leads.filter.text"),
        hint: t("leads.filter.textHint"),
        onSearch: (text) => onChange(text ? { ...filters, text } : without(filters, "text")),
      }}
      panel={<Conditions filters={filters} onChange={onChange} />}
      tools={<ViewsMenu filters={filters} onChange={onChange} />}
      chips={shown.map((name) => ({ name, text: chipText(name, filters) }))}
      onRemove={(name) => onChange(without(filters, name))}
      onClear={isNarrowed(filters) ? () => onChange({}) : null}
    />
  );
}

function Conditions({ filters, onChange }: FilterBarProps) {
  const t = useText();
  const offices = useOffices();
  const nameOf = useOfficeName();
  const set = (name: FilterName, value: string | null | undefined) =>
    onChange(value ? { ...filters, [name]: value } : without(filters, name));
  const choose = (name: FilterName, options: { value: string; label: string }[]) => (
    <FilterChoice
      name={name}
      label={t(`leads.filter.${name}`)}
      value={filters[name]}
      options={options}
      onChange={(value) => set(name, value)}
    />
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
    <>
      <FilterPair>
        {choose(
          "state",
          LeadState.options.map((value) => ({ value, label: t(`leads.state.${value}`) })),
        )}
        {choose(
          "grade",
          LeadGrade.options.map((value) => ({ value, label: t(`leads.grade.${value}`) })),
        )}
      </FilterPair>
      {choose(
        "field",
        LeadField.options.map((value) => ({ value, label: t(`leads.field.${value}`) })),
      )}
      <FilterPair>
        {choose("side", [
          { value: "came", label: t("leads.filter.sides.came") },
          { value: "sent", label: t("leads.filter.sides.sent") },
        ])}
        {choose(
          "marking",
          Marking.options.map((value) => ({ value, label: t(`ui.markings.${value}`) })),
        )}
      </FilterPair>
      {choose(
        "officeId",
        offices.list
          .filter((one) => one.connected)
          .map((one) => ({ value: one.id, label: nameOf(one.id) })),
      )}
      <FilterPair>
        {day("from")}
        {day("to")}
      </FilterPair>
      <Checkbox
        checked={Boolean(filters.mine)}
        onChange={(event) => set("mine", event.target.checked ? "true" : null)}
      >
        {t("leads.filter.mine")}
      </Checkbox>
    </>
  );
}
