/** What a server answered, as text; of an error its own words besides. */
export interface Answer {
  text: string;
  error?: string;
}

/** Groups without what is null, and with numbers of no type. */
const withoutNulls = ({ text }: Answer): string =>
  text
    .replaceAll(/\{"\$number\w+":"(-?\d+)(\.0)?"\}/g, "$1")
    .replaceAll(/"(_id|x|y|p|q)":null,?/g, "")
    .replaceAll(",}", "}")
    .split("\n")
    .toSorted()
    .join("\n");
const groups = ({ text }: Answer): number => text.split("\n").length;

/** Where the reference (DocumentDB 1.0) differs from what MongoDB documents or does; whatever is not in this table is a fault. */
const differences: {
  /** What MongoDB has; the reference has it otherwise. */
  why: string;
  is(kind: string, asked: string, ours: Answer, theirs: Answer): boolean;
}[] = [
  {
    why: "distinct shows the first of equal numbers of different types",
    is: (kind) => kind === "distinct",
  },
  {
    why: "$count of no documents gives none",
    is: (_kind, asked, ours, theirs) =>
      asked.includes('"$count"') &&
      ours.text === "" &&
      /^\{"n":\{"\$numberInt":"0"\}\}$/.test(theirs.text),
  },
  {
    why: "a group's _id is the first of equal numbers; it, $first, $last, $min and $max are null when missing",
    is: (_kind, asked, ours, theirs) =>
      /"\$(group|sortByCount)"/.test(asked) &&
      (withoutNulls(ours) === withoutNulls(theirs) || groups(theirs) > groups(ours)),
  },
  {
    why: "$addToSet and $push of nothing make an empty array",
    is: (_kind, asked, ours) =>
      /"\$(addToSet|push)":\{"[^"]+":\{"\$each":\[\]/.test(asked) && ours.text.includes("[]"),
  },
  {
    why: "$rename and $unset of a field that is not there, nor could be, do nothing",
    is: (kind, asked, ours, theirs) =>
      kind === "update" &&
      /"\$(rename|unset)"/.test(asked) &&
      theirs.error !== undefined &&
      ours.error === undefined,
  },
  {
    why: "modified counts an $unset or $push that leaves an array as it was (the engine does not count it)",
    is: (kind, asked, ours, theirs) =>
      kind === "update" &&
      /"\$(unset|push)"/.test(asked) &&
      ours.text.split("\n").slice(1).join() === theirs.text.split("\n").slice(1).join(),
  },
  {
    why: "$pull, $pullAll and $pop make no documents on their way",
    is: (_kind, asked, ours, theirs) =>
      /"\$(pull|pullAll|pop)"/.test(asked) &&
      ours.text.startsWith("0 0 1") &&
      theirs.text.startsWith("0 0 1"),
  },
  {
    why: "whether an upsert's equal values for one field are a conflict is not documented",
    is: (kind, _asked, _ours, theirs) =>
      kind === "update" && theirs.error?.includes("matched twice") === true,
  },
  {
    why: "each stage sees what the one before it has left",
    is: (_kind, asked) =>
      /"\$(unset|addFields|project|replaceWith)".*"\$(unwind|addFields)"/.test(asked),
  },
  {
    why: "the average of decimals is a decimal",
    is: (_kind, asked, ours) => asked.includes('"$avg"') && ours.text.includes('"$numberDecimal"'),
  },
  {
    why: "an int modulo a fraction is a double",
    is: (_kind, asked) => /"\$mod":.*\{"\$numberDouble":"0\.5"\}\]/.test(asked),
  },
  {
    why: "an array is true, and so is a fraction",
    is: (_kind, asked) => /"\$expr":("|\[|\{"(?!\$(eq|ne|gt|gte|lt|lte|and|or|not)"))/.test(asked),
  },
  {
    why: "$addToSet keeps one of equal numbers of different types",
    is: (_kind, asked) => /"\$addToSet":\{"[^"]+":\{"\$each"/.test(asked),
  },
  {
    why: "$inc of a boolean is an error",
    is: (_kind, asked, ours, theirs) =>
      asked.includes('"$inc"') &&
      ours.error?.includes("type bool") === true &&
      theirs.error === undefined,
  },
  {
    why: "a projection that leaves nothing gives an empty document, in $facet too",
    is: (_kind, asked, ours) => asked.includes('"$facet"') && ours.text.includes("{}"),
  },
  {
    why: "constants are evaluated when they are needed",
    is: (_kind, asked, ours, theirs) =>
      theirs.error !== undefined && ours.error === undefined && asked.includes('"$literal"'),
  },
  {
    why: "excluding a field below a scalar leaves the scalar",
    is: (_kind, asked, _ours, theirs) =>
      /"a\.x":\{"\$numberInt":"0"\}|"\$unset":\[?"a\.x"/.test(asked) &&
      (theirs.error !== undefined || theirs.text.includes('"a":')),
  },
  {
    why: "the sort by a position in an array of arrays is not documented",
    is: (kind, asked) => kind === "sort" && /"sort":\{.*"(a\.0|c\.0\.x)"/.test(asked),
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
