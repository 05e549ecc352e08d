import { App, Button } from "antd";
import { useState } from "react";
import { useNavigate } from "react-router";
import { changeMembersRoute } from "@hub/domain/channels/contract";
import { newId } from "@hub/domain/kernel/ids";
import { useThread } from "../../app/threads.ts";
import { useText } from "../../app/i18n.ts";
import { useMe } from "../../app/me.ts";
import { problemOf } from "../../app/problem.ts";
import { useAct } from "../../app/query.ts";
import { useConfirm } from "../../ui/confirm.ts";
import { OfficeName, OfficerName, useOffices } from "../../ui/names.tsx";
import { useIsNarrow } from "../../ui/panes.tsx";
import { problemText, useSay } from "../../ui/say.ts";
import { PeopleByOffice } from "./people-by-office.tsx";
import styles from "./messages.module.css";

/** A matter's conversation has no list of its own: whoever may know the matter takes part. */
function ByMatter({ officeIds }: { officeIds: readonly string[] }) {
  const t = useText();
  const offices = useOffices();
  return (
    <>
      <ul className={styles.parties}>
        {officeIds.map((id) => (
          <li key={id}>
            <OfficeName id={id} />
            {offices.get(id)?.telephone && (
              <span className="quiet number">{offices.get(id)?.telephone}</span>
            )}
          </li>
        ))}
      </ul>
      <p className="quiet">{t("messages.byMatter")}</p>
    </>
  );
}

/** Who takes part, by office; groups can be joined and left here. */
export function Members({ channelId }: { channelId: string }) {
  const t = useText();
  const say = useSay();
  const me = useMe();
  const confirm = useConfirm();
  const { message } = App.useApp();
  const { channel } = useThread(channelId);
  // Below that width it stands in a drawer of that name.
  const drawn = useIsNarrow();
  const change = useAct(changeMembersRoute, ["channels"]);
  const navigate = useNavigate();
  const [adding, setAdding] = useState<string[] | null>(null);
  if (!channel) return null;

  // Whoever leaves takes this list away under the answer: a promise hears it still.
  const send = (add: string[], remove: string[]) =>
    change.mutateAsync({ params: { channelId }, body: { id: newId(), add, remove } }).then(
      () => (remove.includes(me.officer.id) ? navigate("/messages") : setAdding(null)),
      (thrown: unknown) => void message.error(problemText(say, problemOf(thrown))),
    );
  const remove = async (officerId: string, own: boolean) => {
    const act = own ? t("messages.leave") : t("messages.remove");
    const title = own ? t("messages.leaveAsk") : t("messages.removeAsk");
    if (await confirm({ title, act, content: t("messages.leaveWhat") }))
      await send([], [officerId]);
  };
  const may = channel.can.includes("members");

  return (
    <>
      {!drawn && <h2 className={styles.asideHead}>{t("messages.members")}</h2>}
      {channel.members.length === 0 && <ByMatter officeIds={channel.officeIds} />}
      {channel.members.length > 0 &&
        channel.officeIds.map((officeId) => (
          <section key={officeId} className={styles.office}>
            <h3>
              <OfficeName id={officeId} short />
            </h3>
            <ul>
              {channel.members
                .filter((one) => one.officeId === officeId)
                .map(({ officerId }) => (
                  <li key={officerId} className={styles.member}>
                    <span>
                      <OfficerName id={officerId} titled />
                    </span>
                    {channel.kind === "group" &&
                      (may || (officerId === me.officer.id && channel.can.includes("leave"))) && (
                        <Button
                          type="text"
                          size="small"
                          onClick={() => void remove(officerId, officerId === me.officer.id)}
                        >
                          {officerId === me.officer.id ? t("messages.leave") : t("messages.remove")}
                        </Button>
                      )}
                  </li>
                ))}
            </ul>
          </section>
        ))}
      {may && adding === null && <Button onClick={() => setAdding([])}>{t("messages.add")}</Button>}
      {adding !== null && (
        <div className={styles.adding}>
          <PeopleByOffice
            value={adding}
            onChange={setAdding}
            without={channel.members.map((one) => one.officerId)}
          />
          <p className="quiet">{t("messages.joinWhat")}</p>
          <div className={styles.buttons}>
            <Button
              type="primary"
              disabled={adding.length === 0}
              loading={change.isPending}
              onClick={() => void send(adding, [])}
            >
              {t("messages.add")}
            </Button>
            <Button onClick={() => setAdding(null)}>{t("ui.cancel")}</Button>
          </div>
        </div>
      )}
    </>
  );
}
