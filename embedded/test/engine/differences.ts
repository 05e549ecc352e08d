/** What a server answered, as text; of an error its own words besides. */
export interface Answer {
  text: string;
  error?: string;
}

/** The lines of an answer with numbers of no type: 1, 1.0 and the long 1 are one. */
const byValue = ({ text }: Answer): string =>
  text
    .replaceAll(/\{"\$number\w+":"([^"]+)"\}/g, (_all, n: string) => String(Number(n)))
    .split("\n")
    .toSorted()
    .join("\n");
/** The same without what is null at the end of a pipeline: a group's id (or a part of it), and what was gathered. */
const withoutNulls = (answer: Answer): string =>
  byValue(answer)
    .replaceAll(/"(_id|x|y|p|q|first|last)":null,?/g, "")
    .replaceAll(",}", "}")
    .split("\n")
    .toSorted()
    .join("\n");
/** How many documents each group's id stands for, whatever else was gathered. */
function counts(answer: Answer): string {
  const sums = new Map<string, number>();
  for (const line of withoutNulls(answer).split("\n")) {
    const { _id = null, n = 0, count = n } = JSON.parse(line || "{}") as Record<string, unknown>;
    const key = JSON.stringify(_id);
    sums.set(key, (sums.get(key) ?? 0) + Number(count));
  }
  return [...sums]
    .map(([id, n]) => `${id} ${n}`)
    .toSorted()
    .join();
}
const withoutEmpty = ({ text }: Answer): string =>
  text.replaceAll(/\{\},?/g, "").replaceAll(",]", "]");
const groups = ({ text }: Answer): number => text.split("\n").length;
const documentsOf = ({ text }: Answer): string => text.slice(text.indexOf("\n"));

/** Where the reference (DocumentDB 1.0) differs from what MongoDB documents or does; whatever is not in this table is a fault. */
const differences: {
  /** What MongoDB has; the reference has it otherwise. */
  why: string;
  is(kind: string, asked: string, ours: Answer, theirs: Answer): boolean;
}[] = [
  {
    why: "which of equal numbers of different types distinct shows is not documented",
    is: (kind, _asked, ours, theirs) => kind === "distinct" && byValue(ours) === byValue(theirs),
  },
  {
    why: "$count of no documents gives none",
    is: (_kind, asked, ours, theirs) =>
      asked.includes('"$count"') && ours.text === "" && theirs.text === '{"n":{"$numberInt":"0"}}',
  },
  {
    why: "a group's _id, $first, $last, $min and $max are null when missing, and which of equal numbers an _id shows is not documented",
    is: (_kind, asked, ours, theirs) =>
      asked.includes('"$group"') && withoutNulls(ours) === withoutNulls(theirs),
  },
  {
    why: "equal numbers of different types are one group, within documents too",
    is: (_kind, asked, ours, theirs) =>
      asked.includes('"$group"') &&
      groups(theirs) > groups(ours) &&
      counts(ours) === counts(theirs),
  },
  {
    why: "$unset of a field that is not there, nor could be, does nothing",
    is: (kind, asked, ours, theirs) =>
      kind === "update" &&
      asked.includes('"$unset"') &&
      /Invalid array index path|Failed to create the field/.test(theirs.error ?? "") &&
      ours.error === undefined,
  },
  {
    why: "modified counts an $unset or $push that leaves an array as it was (the engine does not count it)",
    is: (kind, asked, ours, theirs) =>
      kind === "update" &&
      /"\$(unset|push)"/.test(asked) &&
      documentsOf(ours) === documentsOf(theirs),
  },
  {
    why: "a projection that leaves nothing gives an empty document, in $facet too",
    is: (_kind, asked, ours, theirs) =>
      asked.includes('"$facet"') && withoutEmpty(ours) === withoutEmpty(theirs),
  },
  {
    why: "$inc of a boolean is an error",
    is: (_kind, asked, ours, theirs) =>
      asked.includes('"$inc"') &&
      ours.error?.includes("type bool") === true &&
      theirs.error === undefined,
  },
];

/** Why a difference is none of the engine's; undefined when nothing excuses it. */
export function excuse(
  kind: string,
  asked: unknown,
  ours: Answer,
  theirs: Answer,
): string | undefined {
  const text = JSON.stringify(asked);
  return differences.find((one) => one.is(kind, text, ours, theirs))?.why;
}
