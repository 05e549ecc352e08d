import { ArrowDownOutlined, ArrowUpOutlined, DeleteOutlined } from "@ant-design/icons";
import type { PartyInput } from "@hub/domain/agreements/contract";
import { Button, Input } from "antd";
import { useState } from "react";
import { useText } from "../../app/i18n.ts";
import { OfficePicker, useOffices } from "../../ui/names.tsx";
import { usePartyName } from "./names.tsx";
import styles from "./parties-field.module.css";

interface PartiesFieldProps {
  value?: PartyInput[];
  onChange?: (parties: PartyInput[]) => void;
  /** Which of them leads, where that is asked for. */
  host?: number | null;
  onHost?: (index: number | null) => void;
  /** An office that cannot be taken out: the one that drafts. */
  own?: string;
}

/** The parties in signing order: offices with an account, and others by their name. */
export function PartiesField({ value = [], onChange, host, onHost, own }: PartiesFieldProps) {
  const t = useText();
  const nameOf = usePartyName();
  const offices = useOffices();
  const [outside, setOutside] = useState("");
  const change = (next: PartyInput[]) => onChange?.(next);
  const swap = (index: number, to: number) => {
    const [one, other] = [value[index], value[to]];
    if (!one || !other) return;
    change(value.with(index, other).with(to, one));
    if (host === index) onHost?.(to);
    else if (host === to) onHost?.(index);
  };
  const drop = (index: number) => {
    change(value.filter((_, at) => at !== index));
    if (host === index) onHost?.(null);
    else if (typeof host === "number" && host > index) onHost?.(host - 1);
  };
  const addOutside = () => {
    const name = outside.trim();
    if (name === "") return;
    change([...value, { officeId: null, name }]);
    setOutside("");
  };
  const taken = value.map((one) => one.officeId);
  return (
    <div className={styles.field}>
      <ol className={styles.list}>
        {value.map((party, index) => (
          <li key={`${party.officeId}${party.name}`} className={styles.party}>
            <span className={styles.name}>
              {nameOf(party)}
              {party.officeId === null && (
                <span className="quiet">（{t("agreements.party.outside")}）</span>
              )}
            </span>
            {onHost && (
              <Button
                size="small"
                type={host === index ? "primary" : "text"}
                aria-pressed={host === index}
                onClick={() => onHost(host === index ? null : index)}
              >
                {t("agreements.party.host")}
                <span className="unseen">{nameOf(party)}</span>
              </Button>
            )}
            <Button
              size="small"
              type="text"
              disabled={index === 0}
              aria-label={t("agreements.party.up", { name: nameOf(party, true) })}
              icon={<ArrowUpOutlined aria-hidden="true" />}
              onClick={() => swap(index, index - 1)}
            />
            <Button
              size="small"
              type="text"
              disabled={index === value.length - 1}
              aria-label={t("agreements.party.down", { name: nameOf(party, true) })}
              icon={<ArrowDownOutlined aria-hidden="true" />}
              onClick={() => swap(index, index + 1)}
            />
            <Button
              size="small"
              type="text"
              disabled={own !== undefined && party.officeId === own}
              aria-label={t("agreements.party.remove", { name: nameOf(party, true) })}
              icon={<DeleteOutlined aria-hidden="true" />}
              onClick={() => drop(index)}
            />
          </li>
        ))}
      </ol>
      <div className={styles.add}>
        <OfficePicker
          aria-label={t("agreements.party.add")}
          placeholder={t("agreements.party.add")}
          options={offices.list
            .filter((one) => one.connected && !taken.includes(one.id))
            .map((one) => one.id)}
          onChange={(officeId) =>
            change([...value, { officeId, name: offices.get(officeId)?.name ?? officeId }])
          }
        />
        <Input
          value={outside}
          maxLength={60}
          aria-label={t("agreements.party.outsideName")}
          placeholder={t("agreements.party.outsideName")}
          onChange={(event) => setOutside(event.target.value)}
          onPressEnter={(event) => {
            event.preventDefault();
            addOutside();
          }}
        />
        <Button disabled={outside.trim() === ""} onClick={addOutside}>
          {t("agreements.party.addOutside")}
        </Button>
      </div>
    </div>
  );
}
