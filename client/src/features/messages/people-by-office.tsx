import { useState } from "react";
import { useText } from "../../app/i18n.ts";
import { useMe } from "../../app/me.ts";
import { OfficePicker, OfficersPicker } from "../../ui/names.tsx";
import styles from "./messages.module.css";

interface PeopleByOfficeProps {
  value?: string[];
  onChange?: (ids: string[]) => void;
  without?: readonly string[];
  id?: string;
}

/** People are found by their office first; those of several offices are gathered in one choice. */
export function PeopleByOffice({ value = [], onChange, without = [], id }: PeopleByOfficeProps) {
  const t = useText();
  const me = useMe();
  const [officeId, setOfficeId] = useState(me.officer.officeId);
  return (
    <div className={styles.people} id={id}>
      <OfficePicker
        value={officeId}
        onChange={setOfficeId}
        aria-label={t("ui.people.chooseOffice")}
      />
      <OfficersPicker
        officeId={officeId}
        value={value}
        onChange={(ids) => onChange?.(ids)}
        without={[...without, me.officer.id]}
        aria-label={t("ui.people.choose")}
      />
    </div>
  );
}
