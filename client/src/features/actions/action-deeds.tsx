import { DownOutlined } from "@ant-design/icons";
import type { ActionAct, ActionView } from "@hub/domain/actions/contract";
import { Button } from "antd";
import { useState } from "react";
import { useNavigate } from "react-router";
import { useText } from "../../app/i18n.ts";
import { ActsMenu } from "../../ui/acts-menu.tsx";
import type { ActProps } from "./acting.ts";
import { FixOtherDialog, RescheduleDialog } from "./acts/fix.tsx";
import { BareDialog, CancelDialog, EditDialog, StaffDialog } from "./acts/plain.tsx";
import { PollDialog } from "./acts/poll.tsx";

type HeadAct = Extract<
  ActionAct,
  | "open_poll"
  | "fix"
  | "start"
  | "record"
  | "conclude"
  | "write_report"
  | "write_minutes"
  | "edit"
  | "staff"
  | "reschedule"
  | "cancel"
  | "archive"
  | "open_inside"
  | "import"
>;

/** Most pressing first: the first two stand as buttons, the rest in the menu. What belongs to a part of the page stands there. */
const ORDER: readonly HeadAct[] = [
  "record",
  "start",
  "open_poll",
  "fix",
  "conclude",
  "write_report",
  "write_minutes",
  "archive",
  "staff",
  "import",
  "edit",
  "reschedule",
  "open_inside",
  "cancel",
];

/** What moves the action on; the rest only tidies up. */
const MOVING: readonly HeadAct[] = ORDER.slice(0, 8);

const DIALOGS: Partial<Record<HeadAct, (props: ActProps) => React.ReactNode>> = {
  open_poll: PollDialog,
  fix: FixOtherDialog,
  edit: EditDialog,
  staff: StaffDialog,
  reschedule: RescheduleDialog,
  cancel: CancelDialog,
  start: (props) => <BareDialog {...props} name="start" />,
  conclude: (props) => <BareDialog {...props} name="conclude" />,
  archive: (props) => <BareDialog {...props} name="archive" />,
  open_inside: (props) => <BareDialog {...props} name="open_inside" />,
};

/** Acts that have a page of their own. */
const PAGES: Partial<Record<HeadAct, string>> = {
  record: "field",
  import: "import",
  write_report: "report",
  write_minutes: "minutes",
};

/** What I may do with the whole action now; `can` of the view decides, the browser re-derives no right. */
export function ActionDeeds({ view, first }: { view: ActionView; first: string | null }) {
  const t = useText();
  const navigate = useNavigate();
  const asked = ORDER.find((act) => act === first && act in DIALOGS && view.can.includes(act));
  const [open, setOpen] = useState<HeadAct | null>(asked ?? null);
  const [used, setUsed] = useState<readonly HeadAct[]>(asked ? [asked] : []);
  // A running poll is moved on in its own part of the page; a second one is opened from the menu.
  const acts = ORDER.filter((act) => view.can.includes(act));
  const pressing = acts
    .filter((act) => !(view.state === "polling" && (act === "open_poll" || act === "fix")))
    .slice(0, 2);
  const rest = acts.filter((act) => !pressing.includes(act));
  const run = (act: HeadAct) => {
    const page = PAGES[act];
    if (page) {
      void navigate(`/actions/${view.id}/${page}`);
      return;
    }
    setUsed((now) => [...new Set([...now, act])]);
    setOpen(act);
  };
  return (
    <>
      {pressing.map((act, index) => (
        <Button
          key={act}
          type={index === 0 && MOVING.includes(act) ? "primary" : "default"}
          onClick={() => run(act)}
        >
          {t(`actions.act.${act}`)}
        </Button>
      ))}
      {rest.length > 0 && (
        <ActsMenu
          placement="bottomRight"
          acts={rest.map((act) => ({
            key: act,
            label: t(`actions.act.${act}`),
            danger: act === "cancel",
            run: () => run(act),
          }))}
        >
          <Button>
            {t("leads.page.more")} <DownOutlined aria-hidden="true" style={{ fontSize: 10 }} />
          </Button>
        </ActsMenu>
      )}
      {used.map((act) => {
        const Dialog = DIALOGS[act];
        return (
          Dialog && (
            <Dialog key={act} view={view} open={open === act} onClose={() => setOpen(null)} />
          )
        );
      })}
    </>
  );
}
