import { useQueries } from "@tanstack/react-query";
import { bodyOf } from "@hub/domain/kernel/events";
import type { AuditLine } from "@hub/domain/offices/contract";
import { useText } from "../../app/i18n.ts";
import { officerQuery } from "../../ui/directory.ts";
import { useDepartmentName } from "../../ui/names.tsx";
import { useSay } from "../../ui/say.ts";

/** Members of a body that name a person. */
const PERSONS = ["officerId", "deputyId", "delegateId"] as const;

const bodyWith = (line: AuditLine): Record<string, unknown> =>
  typeof line.body === "object" && line.body !== null ? (line.body as Record<string, unknown>) : {};

/** Whom an act concerns, where that is not whoever did it. */
const personOf = (line: AuditLine): string | null => {
  const body = bodyWith(line);
  const id = PERSONS.map((key) => body[key]).find((one) => typeof one === "string");
  return typeof id === "string" && id !== line.actor?.id ? id : null;
};

/** Of a line of the log: whom it concerns, what was changed, and on which reason or basis; in words. */
export function useLogDetail(lines: readonly AuditLine[]): (line: AuditLine) => string {
  const t = useText();
  const say = useSay();
  const departmentName = useDepartmentName();
  const ids = [...new Set(lines.flatMap((line) => personOf(line) ?? []))];
  const cards = useQueries({ queries: ids.map(officerQuery) });
  const names = new Map(cards.map(({ data }, index) => [ids[index], data?.name]));
  const listed = (words: readonly (string | null)[]) =>
    words.filter((word) => word !== null).join(t("ui.list.comma"));
  return (line) => {
    const body = bodyWith(line);
    const person = personOf(line);
    const fields = Array.isArray(body["fields"]) ? (body["fields"] as string[]) : [];
    const appointed = bodyOf(line, "appointment.changed");
    const approvals = bodyOf(line, "approvals.changed");
    const calendar = bodyOf(line, "calendar.changed");
    const delegated = bodyOf(line, "delegation.made");
    const used = bodyOf(line, "recovery_code.used");
    const department = bodyOf(line, "department.added") ?? bodyOf(line, "department.renamed");
    return [
      person ? (names.get(person) ?? "…") : null,
      department ? departmentName(department.departmentId) : null,
      appointed
        ? listed(appointed.posts.map((post) => t(`ui.posts.${post}`))) ||
          t("administration.accounts.noPost")
        : listed(fields.map((field) => say(`administration.log.fields.${field}`))),
      delegated ? listed(delegated.acts.map((act) => t(`account.delegations.acts.${act}`))) : null,
      approvals
        ? listed(
            approvals.rows.map((row) => {
              const [kind, urgency] = row.split(".");
              const words = [say(`exchanges.kind.${kind}`), say(`exchanges.urgency.${urgency}`)];
              return words.filter((word) => word !== null).join(" ");
            }),
          )
        : null,
      calendar ? calendar.days.join(t("ui.list.comma")) : null,
      used ? t("administration.log.left", { count: used.left }) : null,
      body["reason"],
      body["basis"],
    ]
      .filter((part) => typeof part === "string" && part !== "")
      .join(t("ui.list.stop"));
  };
}
