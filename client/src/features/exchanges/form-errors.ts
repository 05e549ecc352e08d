import type { Issue } from "@hub/domain/kernel/faults";
import type { FormInstance } from "antd";
import { ProblemError } from "../../app/problem.ts";

/** The issues of a contract that the browser found itself, as the door would have told them. */
export const badInput = (issues: Issue[]): ProblemError =>
  new ProblemError({
    type: "urn:tongzhou:fault:bad_input",
    title: "bad_input",
    status: 400,
    code: "bad_input",
    retry: false,
    issues,
  });

/** Brings the first field that is wrong to the middle, clear of a foot that stays at the bottom. */
export function showFirstReproof(): void {
  requestAnimationFrame(() =>
    document.querySelector(".ant-form-item-has-error")?.scrollIntoView({ block: "center" }),
  );
}

/**
 * Takes away the errors that the contract put beside fields which are being changed now. Forms here have few rules of their own, so
 * nothing else would: a reproof must not stay after it was heeded.
 */
export function heed(form: FormInstance, changed: object): void {
  const names = Object.keys(changed);
  form.setFields(
    form
      .getFieldsError()
      .filter(({ name, errors }) => errors.length > 0 && names.includes(String(name[0])))
      .map(({ name }) => ({ name, errors: [] })),
  );
}
