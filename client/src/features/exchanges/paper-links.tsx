import type { ExchangeView } from "@hub/domain/exchanges/contract";
import { paperRoutes } from "@hub/domain/papers/contract";
import { addressOf } from "../../app/call.ts";
import { useText } from "../../app/i18n.ts";
import styles from "./record.module.css";

/** What the hub prints of an exchange: the notice as a working draft, the receipt, the list of materials. Opened beside, to print. */
export function PaperLinks({ view }: { view: ExchangeView }) {
  const t = useText();
  const params = { exchangeId: view.id };
  const papers = [
    {
      route: paperRoutes.notice,
      text: view.kind === "notice" ? t("exchanges.paper.printNotice") : t("exchanges.paper.print"),
      shown: view.content !== null,
    },
    {
      route: paperRoutes.receipt,
      text: t("exchanges.receipt.print"),
      shown: view.receipt !== null,
    },
    {
      route: paperRoutes.materialsOfExchange,
      text: t("exchanges.paper.printMaterials"),
      shown: (view.content?.files.length ?? 0) > 0,
    },
  ];
  return (
    <p className={`${styles.links} screen-only`}>
      {papers
        .filter((one) => one.shown)
        .map(({ route, text }) => (
          <a key={route.name} href={addressOf(route, params)} target="_blank" rel="noreferrer">
            {text}
          </a>
        ))}
    </p>
  );
}
