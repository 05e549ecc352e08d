import { AgreementState, Instrument } from "@hub/domain/agreements/contract";
import { ClauseKey } from "@hub/domain/clauses/contract";
import { LeadField } from "@hub/domain/leads/contract";
import { Checkbox } from "antd";
import { useText } from "../../app/i18n.ts";
import { useMe } from "../../app/me.ts";
import { FilterBar, FilterChoice, FilterPair } from "../../ui/filter-bar.tsx";
import { useOfficeName, useOffices } from "../../ui/names.tsx";
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

/** The board's conditions. */
export function BoardFilters({ filters, onChange }: FilterBarProps) {
  const t = useText();
  const chipText = useChipText();
  const shown = FILTER_NAMES.filter((name) => name !== "text" && filters[name]);
  return (
    <FilterBar
      label={t("agreements.filter.label")}
      search={{
        value: filters.text ?? "",
        label: t("agreements.filter.text"),
        hint: t("agreements.filter.textHint"),
        onSearch: (text) => onChange(text ? { ...filters, text } : without(filters, "text")),
      }}
      panel={<Conditions filters={filters} onChange={onChange} />}
      chips={shown.map((name) => ({ name, text: chipText(name, filters) }))}
      onRemove={(name) => onChange(without(filters, name))}
      onClear={isNarrowed(filters) ? () => onChange({ box: filters.box }) : null}
    />
  );
}

function Conditions({ filters, onChange }: FilterBarProps) {
  const t = useText();
  const me = useMe();
  const offices = useOffices();
  const nameOf = useOfficeName();
  const set = (name: FilterName, value: string | null) =>
    onChange(value ? { ...filters, [name]: value } : without(filters, name));
  const choose = (
    name: "state" | "field" | "instrument" | "clause" | "partnerId",
    options: { value: string; label: string }[],
  ) => (
    <FilterChoice
      name={name}
      label={t(`agreements.filter.${name}`)}
      value={filters[name]}
      options={options}
      onChange={(value) => set(name, value)}
    />
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
    <>
      <FilterPair>
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
      </FilterPair>
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
    </>
  );
}
