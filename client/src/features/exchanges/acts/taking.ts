import { useQueryClient } from "@tanstack/react-query";
import type { ExchangeView } from "@hub/domain/exchanges/contract";
import { exchangeQuery, tookExchange } from "../queries.ts";

/** What every act dialog of an exchange is given. */
export interface ActProps {
  view: ExchangeView;
  open: boolean;
  onClose: () => void;
}

/** After an act: its answer stands on the screen at once. After a refusal: the state that refused it is fetched and shown behind. */
export function useTaking(view: ExchangeView) {
  const client = useQueryClient();
  return {
    params: { exchangeId: view.id },
    onDone: (next: ExchangeView) => tookExchange(client, next),
    onRefused: () => void client.invalidateQueries({ queryKey: exchangeQuery(view.id).queryKey }),
  };
}
