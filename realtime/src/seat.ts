import type { ClientToServer, ServerToClient } from "@hub/domain/kernel/socket";
import type { RightsCall } from "@hub/domain/journal/hints";
import type { SessionIds } from "@hub/domain/sessions/queries";
import type { Ctx } from "@hub/domain/store/hub";
import type { Server, Socket } from "socket.io";

/** What gateways tell one another. */
export interface BetweenServers {
  rights(of: RightsCall): void;
}

interface SocketData {
  seat?: Seat;
}

export type HubServer = Server<ClientToServer, ServerToClient, BetweenServers, SocketData>;
export type HubSocket = Socket<ClientToServer, ServerToClient, BetweenServers, SocketData>;

/** One socket, as this node knows it. */
export interface Seat {
  socket: HubSocket;
  ids: SessionIds;
  /** Who sits here, by the rights of the last look. */
  ctx: Ctx;
  /** On screen now, followed or not. */
  watched: Set<string>;
  /** Channels whose room was joined: under which rights, and up to where this socket was told by heads. */
  joined: Map<string, { rights: number; told: number }>;
}
