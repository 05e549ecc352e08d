import type { LeadValues } from "@hub/domain/leads/contract";
import type { Issue } from "@hub/domain/kernel/faults";
import type { LeadFields } from "./draft.ts";

/** An empty form: the marking is 工作秘密 until somebody decides otherwise. */
export const emptyFields = (departmentId: string | null): LeadFields => ({
  title: "",
  field: null,
  source: null,
  sourceNote: "",
  foundOn: null,
  grade: "ordinary",
  marking: "work_secret",
  bodyName: "",
  bodyLevel: "county",
  placeName: "",
  lat: null,
  lon: null,
  facts: "",
  reporter: "",
  opinion: "",
  departmentId,
  team: [],
  reason: "",
});

/** The form of what stands in the register. */
export const fieldsOf = (values: LeadValues): LeadFields => ({
  ...emptyFields(null),
  title: values.title,
  field: values.field,
  source: values.source,
  sourceNote: values.sourceNote,
  foundOn: values.foundOn,
  grade: values.grade,
  marking: values.marking,
  bodyName: values.body?.name ?? "",
  bodyLevel: values.body?.level ?? "county",
  placeName: values.place?.name ?? "",
  lat: values.place?.point?.lat ?? null,
  lon: values.place?.point?.lon ?? null,
  facts: values.facts,
  reporter: values.reporter,
  opinion: values.opinion,
});

/**
 * The contract's values of a form. Half a position stays half (NaN), so that the contract refuses it beside its field instead of
 * the form dropping what was typed.
 */
export function valuesOf(fields: LeadFields) {
  const { bodyName, bodyLevel, placeName, lat, lon } = fields;
  const hasPoint = lat !== null || lon !== null;
  return {
    title: fields.title,
    field: fields.field ?? undefined,
    source: fields.source ?? undefined,
    sourceNote: fields.sourceNote,
    foundOn: fields.foundOn,
    grade: fields.grade,
    marking: fields.marking,
    body: bodyName.trim() ? { name: bodyName, level: bodyLevel } : null,
    place:
      placeName.trim() || hasPoint
        ? { name: placeName, point: hasPoint ? { lat: lat ?? NaN, lon: lon ?? NaN } : null }
        : null,
    facts: fields.facts,
    reporter: fields.reporter,
    opinion: fields.opinion,
  };
}

const FIELD_OF: Record<string, keyof LeadFields> = {
  "body.name": "bodyName",
  "body.level": "bodyLevel",
  "place.name": "placeName",
  "place.point.lat": "lat",
  "place.point.lon": "lon",
};

/**
 * The same issues, named by the form's own fields: `values.place.point.lat` belongs beside the latitude. What is simply empty is told as
 * missing, whatever the contract calls it.
 */
export const placedIssues = (issues: readonly Issue[], fields: LeadFields): Issue[] =>
  issues.map((issue) => {
    const given = issue.path.replace(/^values\./, "");
    const path = FIELD_OF[given] ?? given;
    const value: unknown = Object.entries(fields).find(([name]) => name === path)?.[1];
    return { ...issue, path, code: value === null || value === "" ? "required" : issue.code };
  });

export type ValueName = keyof LeadValues;

const text = (value: unknown) => JSON.stringify(value ?? null);

/** Names of the values that differ. */
export const changedNames = (from: LeadValues, to: LeadValues): ValueName[] =>
  (Object.keys(from) as ValueName[]).filter((name) => text(from[name]) !== text(to[name]));

/** A value that both I and somebody else changed since I began. */
export interface Clash {
  name: ValueName;
  mine: LeadValues[ValueName];
  theirs: LeadValues[ValueName];
}

/**
 * What a stale edit means: `merged` is what stands now with my changes where nobody else touched the same value; `clashes` are the
 * values that a person has to choose.
 */
export function mergeStale({
  base,
  mine,
  theirs,
}: {
  base: LeadValues;
  mine: LeadValues;
  theirs: LeadValues;
}): { merged: LeadValues; clashes: Clash[] } {
  const ours = changedNames(base, mine);
  const other = changedNames(base, theirs);
  const clashes = ours
    .filter((name) => other.includes(name) && text(mine[name]) !== text(theirs[name]))
    .map((name) => ({ name, mine: mine[name], theirs: theirs[name] }));
  const merged = { ...theirs };
  for (const name of ours) Object.assign(merged, { [name]: mine[name] });
  return { merged, clashes };
}
