import { DownOutlined } from "@ant-design/icons";
import type { AgreementView } from "@hub/domain/agreements/contract";
import { Button } from "antd";
import { useState } from "react";
import { useText } from "../../app/i18n.ts";
import { ActsMenu } from "../../ui/acts-menu.tsx";
import { ProposeDialog, type Op } from "./proposals/propose-dialog.tsx";
import type { ShownClause } from "./shown-text.ts";

interface ProposeMenuProps {
  view: AgreementView;
  clauses: readonly ShownClause[];
  /** Null: to the whole text, or before the first article. */
  clause: ShownClause | null;
}

const OF_CLAUSE: readonly Op[] = ["replace", "insert", "remove", "move", "opinion"];
const OF_WHOLE: readonly Op[] = ["insert", "opinion"];

/** 提出修改意见 to one article, or to the whole. */
export function ProposeMenu({ view, clauses, clause }: ProposeMenuProps) {
  const t = useText();
  const [op, setOp] = useState<Op | null>(null);
  // A text of one article has nowhere to move it.
  const ops = (clause ? OF_CLAUSE : OF_WHOLE).filter((one) => one !== "move" || clauses.length > 1);
  return (
    <>
      <ActsMenu
        acts={ops.map((key) => ({
          key,
          label: t(
            clause ? `agreements.propose.${key}` : `agreements.proposeWhole.${key as "insert"}`,
          ),
          run: () => setOp(key),
        }))}
      >
        <Button
          size="small"
          type="text"
          aria-label={t("agreements.propose.label", {
            heading: clause?.heading ?? t("agreements.clause.whole"),
          })}
        >
          {t("agreements.propose.button")}{" "}
          <DownOutlined aria-hidden="true" style={{ fontSize: 10 }} />
        </Button>
      </ActsMenu>
      {op && (
        <ProposeDialog
          view={view}
          op={op}
          clauseId={clause?.id ?? null}
          open
          onClose={() => setOp(null)}
        />
      )}
    </>
  );
}
