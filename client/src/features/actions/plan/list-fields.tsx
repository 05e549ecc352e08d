import { Button, Form, Input } from "antd";
import type { ReactNode } from "react";
import { useText } from "../../../app/i18n.ts";
import { cx } from "../../../ui/cx.ts";
import styles from "../actions.module.css";

interface ListFieldsProps {
  name: string | string[];
  add: string;
  removeOf: (n: number) => string;
  fresh: () => object;
  /** The fields of one row: its place in the list, and its number for people. */
  children: (name: number, n: number) => ReactNode;
}

/** Rows that are added and taken away; each with its own few fields in a line. */
export function ListFields({ name, add, removeOf, fresh, children }: ListFieldsProps) {
  const t = useText();
  return (
    <Form.List name={name}>
      {(rows, list) => (
        <>
          {rows.map(({ key, name: at }) => (
            <div key={key} className={styles.item}>
              {children(at, at + 1)}
              <Button
                type="text"
                size="small"
                aria-label={removeOf(at + 1)}
                onClick={() => list.remove(at)}
              >
                {t("actions.remove")}
              </Button>
            </div>
          ))}
          <div className={styles.acts}>
            <Button size="small" onClick={() => list.add(fresh())}>
              {add}
            </Button>
          </div>
        </>
      )}
    </Form.List>
  );
}

/** A short text of a row, named by what it is and whose. */
export function RowText({
  name,
  label,
  max,
  grow = false,
}: {
  name: [number, string];
  label: string;
  max: number;
  grow?: boolean;
}) {
  return (
    <Form.Item name={name} noStyle>
      <Input
        maxLength={max}
        placeholder={label}
        aria-label={`${label} ${name[0] + 1}`}
        className={cx(grow && styles.grow)}
        style={grow ? {} : { width: 140 }}
      />
    </Form.Item>
  );
}
