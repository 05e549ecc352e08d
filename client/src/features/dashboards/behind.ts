import type { Traced, YearView } from "@hub/domain/dashboards/contract";

/** A line of the year that a figure counts, and those of its entries that the figure rests on. */
export interface Behind {
  key: string;
  to: string;
  title: string;
  /** A period of an occurrence, a day of an exchange. */
  when: string;
  entryIds: string[];
}

function linesOf(view: YearView): Behind[] {
  const leads = view.leads.flatMap((way) =>
    way.rows.map((row) => ({
      key: row.exchangeId,
      to: `/exchanges/${row.exchangeId}`,
      title: row.title,
      when: row.sentOn,
      entryIds: row.entryIds,
    })),
  );
  const owed = view.obligations.flatMap((one) =>
    one.rows.map((row) => ({
      key: row.occurrenceId,
      to: `/occurrences/${row.occurrenceId}`,
      title: one.title,
      when: row.period,
      entryIds: row.entryIds,
    })),
  );
  return [...leads, ...owed];
}

/** What a figure of the year rests on, as lines of that year; an entry that no line has stands by itself. */
export function behindOf(view: YearView, figure: Pick<Traced, "entryIds">): Behind[] {
  const asked = new Set(figure.entryIds);
  const lines = linesOf(view)
    .map((line) => ({ ...line, entryIds: line.entryIds.filter((id) => asked.has(id)) }))
    .filter((line) => line.entryIds.length > 0);
  const found = new Set(lines.flatMap((line) => line.entryIds));
  const alone = figure.entryIds.filter((id) => !found.has(id));
  return [
    ...lines,
    ...alone.map((id) => ({
      key: id,
      to: `/agreements/${view.agreementId}`,
      title: view.title,
      when: String(view.year),
      entryIds: [id],
    })),
  ];
}
