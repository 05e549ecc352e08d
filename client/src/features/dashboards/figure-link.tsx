import { Link } from "react-router";
import type { Figure } from "@hub/domain/dashboards/contract";

/** A number that leads to the list behind it; nothing leads nowhere. */
export function FigureLink({ figure, label }: { figure: Figure; label?: string }) {
  if (figure.n === 0) return <span className="number quiet">0</span>;
  return (
    <Link
      className="number"
      to={`${figure.path}?${new URLSearchParams(figure.query).toString()}`}
      {...(label ? { "aria-label": `${label} ${figure.n}` } : {})}
    >
      {figure.n}
    </Link>
  );
}
