import { Button } from "antd";
import { lazy, Suspense, useId, useMemo, useState } from "react";
import { useNavigate } from "react-router";
import type { Figure } from "@hub/domain/dashboards/contract";
import { useText } from "../../app/i18n.ts";
import { cx } from "../../ui/cx.ts";
import { barsOption, headOf, type Tone } from "./bars.ts";
import { FigureLink } from "./figure-link.tsx";
import styles from "./figure-chart.module.css";

const Chart = lazy(async () => ({ default: (await import("./chart.tsx")).Chart }));

export interface ChartRow {
  key: string;
  name: string;
  /** By the column's key; a figure that is not there is none. */
  figures: Partial<Record<string, Figure>>;
}

export interface ChartColumn {
  key: string;
  name: string;
  tone: Tone;
}

interface FigureChartProps {
  /** The one question that it answers. */
  title: string;
  /** What the rows are, as the head of the table. */
  rowName: string;
  rows: readonly ChartRow[];
  columns: readonly ChartColumn[];
  lying?: boolean;
}

/** A chart and the table behind it: each number leads to its list, from the bar and from the cell. */
export function FigureChart({ title, rowName, rows, columns, lying = false }: FigureChartProps) {
  const t = useText();
  const navigate = useNavigate();
  const heading = useId();
  const [asTable, setAsTable] = useState(false);
  const option = useMemo(
    () =>
      barsOption({
        categories: rows.map(({ name }) => name),
        series: columns.map(({ key, name, tone }) => ({
          name,
          tone,
          values: rows.map(({ figures }) => figures[key]?.n ?? null),
        })),
        lying,
      }),
    [rows, columns, lying],
  );
  // Lying bars are as high as there are rows; standing ones have one height.
  const height = headOf(columns) + (lying ? 28 + rows.length * 30 : 180);
  const isEmpty = rows.every(({ figures }) => Object.values(figures).every((one) => !one?.n));
  const open = (series: number, index: number) => {
    const figure = rows[index]?.figures[columns[series]?.key ?? ""];
    if (figure?.n) void navigate(`${figure.path}?${new URLSearchParams(figure.query).toString()}`);
  };
  return (
    <figure className={styles.figure} aria-labelledby={heading}>
      <figcaption className={styles.head}>
        <h3 id={heading}>{title}</h3>
        <Button
          size="small"
          type="text"
          className="screen-only"
          aria-pressed={asTable}
          aria-label={t("dashboards.chart.tableOf", { title })}
          onClick={() => setAsTable(!asTable)}
        >
          {t(asTable ? "dashboards.chart.chart" : "dashboards.chart.table")}
        </Button>
      </figcaption>
      {isEmpty ? (
        <p className={cx(styles.none, "quiet")}>{t("dashboards.chart.none")}</p>
      ) : (
        <>
          {!asTable && (
            <Suspense fallback={<div style={{ height }} aria-busy="true" />}>
              <Chart option={option} height={height} onPick={open} />
            </Suspense>
          )}
          {/* Always there: for whoever cannot see the drawing. */}
          <div className={asTable ? styles.scroll : styles.behind}>
            <table className={styles.table} aria-labelledby={heading}>
              <thead>
                <tr>
                  <th scope="col">{rowName}</th>
                  {columns.map(({ key, name }) => (
                    <th key={key} scope="col">
                      {name}
                    </th>
                  ))}
                </tr>
              </thead>
              <tbody>
                {rows.map((row) => (
                  <tr key={row.key}>
                    <th scope="row">{row.name}</th>
                    {columns.map(({ key, name }) => {
                      const figure = row.figures[key];
                      return (
                        <td key={key}>
                          {figure ? (
                            <FigureLink figure={figure} label={`${row.name} ${name}`} />
                          ) : (
                            <span className="number quiet">0</span>
                          )}
                        </td>
                      );
                    })}
                  </tr>
                ))}
              </tbody>
            </table>
          </div>
        </>
      )}
    </figure>
  );
}
