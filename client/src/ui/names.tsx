import { useQuery } from "@tanstack/react-query";
import { Select } from "antd";
import type { Post } from "@hub/domain/kernel/officer";
import { useLanguage, useText } from "../app/i18n.ts";
import { useOffices, useOfficer, officersQuery } from "./directory.ts";

export { useOffices } from "./directory.ts";

/** An office by its name: whole, or as colleagues call it (高邮市院). */
export function OfficeName({ id, short = false }: { id: string; short?: boolean }) {
  const name = useOfficeName();
  return <>{name(id, short)}</>;
}

/** Names of offices as text, for sentences and labels; 「…」 until the directory is here. */
export function useOfficeName(): (id: string, short?: boolean) => string {
  const offices = useOffices();
  const language = useLanguage();
  return (id, short = false) => {
    const office = offices.get(id);
    if (!office) return "…";
    if (language === "en")
      return short ? office.nameEn.replace(/ People's Procuratorate$/, "") : office.nameEn;
    return short ? office.shortName : office.name;
  };
}

/** Names of departments in the reader's language; empty until the directory is here. */
export function useDepartmentName(): (id: string) => string {
  const offices = useOffices();
  const language = useLanguage();
  return (id) => {
    const department = offices.department(id);
    return (language === "en" ? department?.nameEn : department?.name) ?? "";
  };
}

interface OfficerNameProps {
  id: string;
  /** With the 职务 behind it. */
  titled?: boolean;
}

export function OfficerName({ id, titled = false }: OfficerNameProps) {
  const t = useText();
  const officer = useOfficer(id);
  if (officer === undefined) return <span className="quiet">…</span>;
  if (officer === null) return <span className="quiet">{t("ui.people.unknown")}</span>;
  return titled ? (
    <>
      {officer.name} <span className="quiet">{officer.title}</span>
    </>
  ) : (
    <>{officer.name}</>
  );
}

interface PickerProps<Value> {
  value?: Value | undefined;
  onChange?: (value: Value) => void;
  id?: string;
  disabled?: boolean;
  placeholder?: string;
  "aria-label"?: string;
}

interface OfficePickerProps extends PickerProps<string> {
  /** Ids that may be chosen; all connected offices otherwise. */
  options?: readonly string[];
}

/** One office, by name, short name or code, in order of division code. */
export function OfficePicker({ options, value, placeholder, ...rest }: OfficePickerProps) {
  const t = useText();
  const offices = useOffices();
  const nameOf = useOfficeName();
  const choices = offices.list.filter((one) =>
    options ? options.includes(one.id) : one.connected,
  );
  return (
    <Select
      {...rest}
      value={value ?? null}
      showSearch={{ optionFilterProp: "search" }}
      placeholder={placeholder ?? t("ui.people.chooseOffice")}
      options={choices.map(({ id, name, shortName }) => ({
        value: id,
        label: nameOf(id),
        search: `${name} ${shortName} ${id}`,
      }))}
    />
  );
}

interface OfficerPickerBase {
  officeId: string;
  /** Only holders of one of these posts. */
  posts?: readonly Post[] | undefined;
  /** Who cannot be chosen, for example oneself. */
  without?: readonly string[] | undefined;
}

/** Whom a picker offers; while they are on their way it says so, instead of that there is nobody. */
function useOfficerChoices({ officeId, posts, without }: OfficerPickerBase) {
  const t = useText();
  const { data, isLoading } = useQuery(officersQuery(officeId));
  const offices = useOffices();
  const options = (data ?? [])
    .filter(
      (one) =>
        (!posts || one.posts.some((post) => posts.includes(post))) && !without?.includes(one.id),
    )
    .map((one) => {
      const department = one.departmentId ? offices.department(one.departmentId)?.name : "";
      return {
        value: one.id,
        label: `${one.name}　${one.title}`,
        search: `${one.name} ${one.title} ${department ?? ""}`,
      };
    });
  const notFoundContent = t(isLoading ? "ui.people.looking" : "ui.people.nobody");
  return { options, loading: isLoading, notFoundContent };
}

/** One officer of an office. */
export function OfficerPicker({
  officeId,
  posts,
  without,
  value,
  placeholder,
  allowClear = false,
  ...rest
}: OfficerPickerBase & PickerProps<string> & { allowClear?: boolean }) {
  const t = useText();
  const choices = useOfficerChoices({ officeId, posts, without });
  return (
    <Select
      {...rest}
      {...choices}
      value={value ?? null}
      allowClear={allowClear}
      showSearch={{ optionFilterProp: "search" }}
      placeholder={placeholder ?? t("ui.people.choose")}
    />
  );
}

/** Several officers of an office. */
export function OfficersPicker({
  officeId,
  posts,
  without,
  value,
  placeholder,
  ...rest
}: OfficerPickerBase & PickerProps<string[]>) {
  const t = useText();
  const choices = useOfficerChoices({ officeId, posts, without });
  return (
    <Select
      {...rest}
      {...choices}
      value={value ?? []}
      mode="multiple"
      showSearch={{ optionFilterProp: "search" }}
      placeholder={placeholder ?? t("ui.people.choose")}
    />
  );
}
