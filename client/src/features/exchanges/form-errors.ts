import type { FormInstance } from "antd";

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
