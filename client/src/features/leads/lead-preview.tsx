import { useQuery } from "@tanstack/react-query";
import { CloseOutlined } from "@ant-design/icons";
import { Button } from "antd";
import { useNavigate } from "react-router";
import { useText } from "../../app/i18n.ts";
import { PageSkeleton } from "../../ui/page-skeleton.tsx";
import { ProblemNote } from "../../ui/problem-note.tsx";
import { NextLine } from "../exchanges/next-line.tsx";
import { RowRoute } from "./lead-rows.tsx";
import { LeadSheet } from "./lead-sheet.tsx";
import { LeadStateMark } from "./marks.tsx";
import { leadQuery } from "./queries.ts";
import styles from "./lead-preview.module.css";

/** The chosen lead beside the list: enough to decide whether to open it. */
export function LeadPreview({ leadId, onClose }: { leadId: string; onClose: () => void }) {
  const t = useText();
  const navigate = useNavigate();
  const { data: lead, error } = useQuery(leadQuery(leadId));
  if (error) return <ProblemNote thrown={error} />;
  if (!lead) return <PageSkeleton rows={8} />;
  return (
    <article>
      <header className={styles.head}>
        <div className={styles.top}>
          <span className="quiet number">{lead.number}</span>
          <Button
            type="text"
            size="small"
            aria-label={t("leads.list.closeSheet")}
            icon={<CloseOutlined aria-hidden="true" />}
            onClick={onClose}
          />
        </div>
        <h2 className={styles.title}>{lead.title}</h2>
        <div className={styles.marks}>
          <LeadStateMark state={lead.state} />
          <RowRoute row={lead} />
          {lead.handler && <span className="quiet">{lead.handler}</span>}
        </div>
      </header>
      {lead.exchange && (
        <div className={styles.exchange}>
          {/* From the row alone: asking for the exchange would record that it was opened. */}
          <NextLine
            kind={lead.exchange.kind}
            state={lead.exchange.state}
            toOfficeId={lead.exchange.toOfficeId}
            due={lead.exchange.dueAt}
            held={lead.exchange.held}
          />
        </div>
      )}
      <LeadSheet lead={lead} brief />
      <div className={styles.foot}>
        <Button type="primary" onClick={() => void navigate(`/leads/${leadId}`)}>
          {t("leads.list.openPage")}
        </Button>
      </div>
    </article>
  );
}
