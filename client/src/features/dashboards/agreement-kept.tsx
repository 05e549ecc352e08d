import { useQuery } from "@tanstack/react-query";
import type { AgreementLine } from "@hub/domain/dashboards/contract";
import { Link } from "react-router";
import { useText } from "../../app/i18n.ts";
import { OfficeName } from "../../ui/names.tsx";
import { Section } from "../../ui/page.tsx";
import { monthsOfCounts } from "../obligations/strip.ts";
import { YearStrip } from "../obligations/year-strip.tsx";
import { ConferenceLink } from "./agreement-lines.tsx";
import { agreementBoardQuery, boardQuery } from "./queries.ts";
import styles from "./agreement-kept.module.css";

/** The lines of all agreements that oblige to something this year, by id: one answer for a whole board. */
export function useKeptLines(): ReadonlyMap<string, AgreementLine> {
  const { data } = useQuery(boardQuery(undefined));
  return new Map(data?.agreements.map((line) => [line.agreementId, line]));
}

/** How an agreement is kept, for its row of the board: the year strip, the next conference and whose turn it is. */
export function AgreementKept({ line }: { line: AgreementLine | undefined }) {
  const t = useText();
  if (!line) return null;
  const { agreementId, title, strip, conference, turn } = line;
  return (
    <div className={styles.kept}>
      <YearStrip label={title} months={monthsOfCounts(strip, { agreementId })} />
      <div className={styles.next}>
        {conference && <ConferenceLink next={conference} />}
        {turn && (
          <span className="quiet">
            {t("dashboards.turn")} <OfficeName id={turn} short />
          </span>
        )}
      </div>
    </div>
  );
}

/** The same beside the text of an agreement, with the ways to what is behind it; nothing while it obliges to nothing. */
export function KeptSection({ agreementId }: { agreementId: string }) {
  const t = useText();
  const { data } = useQuery(agreementBoardQuery(agreementId, undefined));
  if (!data || data.line.strip.every(({ counts }) => Object.keys(counts).length === 0)) return null;
  return (
    <Section
      title={t("obligations.title")}
      aside={<Link to={`/agreements/${agreementId}/obligations`}>{t("dashboards.openAll")}</Link>}
    >
      <div className={styles.beside}>
        <AgreementKept line={data.line} />
      </div>
      <p className={styles.links}>
        <Link to={`/agreements/${agreementId}/dashboard`}>{t("obligations.nav.board")}</Link>
        <Link to={`/agreements/${agreementId}/years/${data.year}`}>
          {t("obligations.nav.year")}
        </Link>
      </p>
    </Section>
  );
}
