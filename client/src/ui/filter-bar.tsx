import { CloseOutlined, FilterOutlined } from "@ant-design/icons";
import { Button, Form, Input, Popover, Select } from "antd";
import { useState, type ReactNode } from "react";
import { useText } from "../app/i18n.ts";
import styles from "./filter-bar.module.css";

interface FilterBarProps<Name extends string> {
  label: string;
  search: { value: string; label: string; hint: string; onSearch: (text: string) => void };
  /** Fields that add conditions; they stand in a panel of their own. */
  panel: ReactNode;
  /** Further tools beside it. */
  tools?: ReactNode;
  /** Each condition in words. */
  chips: readonly { name: Name; text: string }[];
  onRemove: (name: Name) => void;
  /** Null while nothing is narrowed. */
  onClear: (() => void) | null;
}

/** The conditions of a list: a search field, a panel to add them, and a chip for each that one click takes away. */
export function FilterBar<Name extends string>(props: FilterBarProps<Name>) {
  const { label, search, chips, onRemove, onClear } = props;
  const t = useText();
  return (
    <div className={styles.bar} role="search" aria-label={label}>
      <SearchField key={search.value} {...search} />
      <FilterPanel label={label}>{props.panel}</FilterPanel>
      {props.tools}
      {chips.map(({ name, text }) => (
        <span key={name} className={styles.chip}>
          {text}
          <button
            type="button"
            aria-label={t("leads.filter.remove", { name: text })}
            onClick={() => onRemove(name)}
          >
            <CloseOutlined aria-hidden="true" style={{ fontSize: 10 }} />
          </button>
        </span>
      ))}
      {onClear && (
        <Button type="link" size="small" className="screen-only" onClick={onClear}>
          {t("leads.filter.clear")}
        </Button>
      )}
    </div>
  );
}

function SearchField({ value, label, hint, onSearch }: FilterBarProps<string>["search"]) {
  const [text, setText] = useState(value);
  return (
    <Input.Search
      className={`${styles.search} screen-only`}
      value={text}
      allowClear
      maxLength={100}
      aria-label={label}
      placeholder={hint}
      onChange={(event) => setText(event.target.value)}
      onSearch={(typed) => onSearch(typed.trim())}
    />
  );
}

function FilterPanel({ label, children }: { label: string; children: ReactNode }) {
  const t = useText();
  const [open, setOpen] = useState(false);
  return (
    <Popover
      open={open}
      onOpenChange={setOpen}
      trigger="click"
      placement="bottomLeft"
      content={
        <div role="dialog" aria-label={label}>
          <Form layout="vertical" className={styles.panel ?? ""} component="div">
            {children}
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

/** Two fields of the panel beside each other. */
export const FilterPair = ({ children }: { children: ReactNode }) => (
  <div className={styles.pair}>{children}</div>
);

const NONE = "";

interface FilterChoiceProps {
  name: string;
  label: string;
  value: string | undefined;
  options: readonly { value: string; label: string }[];
  /** Null: whatever it is. */
  onChange: (value: string | null) => void;
}

/** One condition of the panel that is chosen from a list. */
export function FilterChoice({ name, label, value, options, onChange }: FilterChoiceProps) {
  const t = useText();
  return (
    <Form.Item label={label} htmlFor={`filter-${name}`}>
      <Select
        id={`filter-${name}`}
        value={value ?? NONE}
        showSearch={options.length > 8 && { optionFilterProp: "label" }}
        options={[{ value: NONE, label: t("ui.all") }, ...options]}
        onChange={(chosen: string) => onChange(chosen === NONE ? null : chosen)}
      />
    </Form.Item>
  );
}
