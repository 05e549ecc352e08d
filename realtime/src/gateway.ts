import type { IncomingMessage, Server as HttpServer } from "node:http";
import { hintConnection, RIGHTS_CALL } from "@hub/domain/journal/carrier";
import { room, type Carrier, type Hints, type RightsCall } from "@hub/domain/journal/hints";
import { HubError, toProblem } from "@hub/domain/kernel/faults";
import { BEAT_MS, SOCKET_PATH } from "@hub/domain/kernel/socket";
import { ensureAdmitted, type SessionIds } from "@hub/domain/sessions/queries";
import type { Hub } from "@hub/domain/store/hub";
import { createLimiter } from "@hub/domain/store/limiter";
import type { Log } from "@hub/domain/store/log";
import type { Redis } from "@hub/domain/store/redis";
import { createAdapter } from "@socket.io/redis-adapter";
import type { RequestHandler } from "express";
import { Server } from "socket.io";
import { serveCommands } from "./commands.ts";
import { noteDuty, officesOnDuty } from "./duty.ts";
import { createLook } from "./look.ts";
import { createRooms } from "./rooms.ts";
import type { HubServer, HubSocket, Seat } from "./seat.ts";
import { wholeFrames } from "./whole-frames.ts";

export interface GatewayOptions {
  httpServer: HttpServer;
  hub: Hub;
  /** The process's announcer; from now on its hints leave through this gateway. */
  hints: Hints;
  redis: Redis;
  /** sessions/cookie.ts: what a cookie means to the HTTP door, it means here. */
  session: RequestHandler;
  /** Exactly these; a page of another origin gets no socket even with the cookie. */
  allowedOrigins: readonly string[];
  log: Log;
  /** Commands per officer in ten seconds. */
  commandLimit?: number;
  /** Sockets per officer on this node. */
  socketLimit?: number;
  beatMs?: number;
}

export interface Gateway {
  io: HubServer;
  /** Sockets on this node. */
  count(): number;
  /** Tells every browser to go elsewhere within `drainMs`, waits for that, and closes what is left. */
  stop(options?: { drainMs?: number }): Promise<void>;
}

/** Commands an officer may send in ten seconds, over all sockets of a node: far above what hands can do. */
const COMMANDS_PER_10_S = 200;
/** More than any officer has screens; what goes beyond is a program that runs wild. */
const SOCKETS_PER_OFFICER = 40;
/** What comes within this long after the first connect or call is looked at together. */
const GATHER_MS = 10;
/** Above the largest command: 4,000 characters and its ids. */
const COMMAND_LIMIT_BYTES = 65_536;

/**
 * Serves sockets on `httpServer`: who is there, which rooms, commands, heads, evictions. It stores nothing; whatever it says is a hint,
 * and everything it does after an event it does again at the next beat.
 */
export async function createGateway(options: GatewayOptions): Promise<Gateway> {
  const { httpServer, hub, hints, session, allowedOrigins, log } = options;
  const { commandLimit = COMMANDS_PER_10_S, socketLimit = SOCKETS_PER_OFFICER } = options;
  const publisher = await hintConnection(options.redis);
  const subscriber = await hintConnection(options.redis);
  const origins = new Set(allowedOrigins);
  const seats = new Set<Seat>();
  const look = createLook(hub);
  let draining = false;

  const io: HubServer = new Server(httpServer, {
    path: SOCKET_PATH,
    transports: ["websocket"],
    serveClient: false,
    perMessageDeflate: false,
    httpCompression: false,
    maxHttpBufferSize: COMMAND_LIMIT_BYTES,
    adapter: wholeFrames(createAdapter(publisher, subscriber)),
    allowRequest: (request, decide) => {
      const known = origins.has(request.headers.origin ?? "");
      decide(known ? null : "bad_origin", known && !draining);
    },
  });
  io.engine.use(session);

  /** The cookie's session, before the request is let go: it would hold kilobytes for each idle socket. */
  const idsOf = new WeakMap<object, SessionIds>();
  io.engine.on("connection", (connection: { request: IncomingMessage | null }) => {
    const ids = (connection.request as { session?: { ids?: SessionIds } } | null)?.session?.ids;
    if (ids) idsOf.set(connection, { ...ids });
    connection.request = null;
  });

  const evict = (seat: Seat): void => void seat.socket.disconnect(true);
  const rooms = createRooms(hub, evict);
  const limit = createLimiter(commandLimit, 10);
  const duty = () => officesOnDuty(publisher, hub.clock);
  const commanding = { look, rooms, log, limit, duty, evict };

  /** What is to be looked at again, gathered: a reconnecting office is one look, not hundreds. */
  const again = { seats: new Set<Seat>(), channelIds: new Set<string>() };
  let timer: NodeJS.Timeout | undefined;

  const whole = async (work: () => Promise<void>): Promise<void> => {
    try {
      await work();
    } catch (thrown) {
      log.warn({ err: thrown }, "look failed; the next beat looks again");
    }
  };

  // What Redis lost or did not take is noted again at the next beat.
  const note = () => noteDuty(publisher, hub.clock, seats).catch(() => undefined);

  async function lookAgain(): Promise<void> {
    timer = undefined;
    const those = [...again.seats];
    const channelIds = [...again.channelIds];
    again.seats.clear();
    again.channelIds.clear();
    if (those.length > 0) {
      await whole(() => rooms.refresh(those));
      await note();
    }
    if (channelIds.length > 0) await whole(() => rooms.refreshChannels([...seats], channelIds));
  }

  const soon = (): void => void (timer ??= setTimeout(() => void lookAgain(), GATHER_MS));

  function onRights({ officerIds = [], channelIds = [] }: RightsCall): void {
    for (const seat of seats) if (officerIds.includes(seat.ids.officerId)) again.seats.add(seat);
    for (const id of channelIds) again.channelIds.add(id);
    soon();
  }

  const ofOfficer = (officerId: string): number =>
    [...seats].filter(({ ids }) => ids.officerId === officerId).length;

  async function admit(socket: HubSocket): Promise<void> {
    const ids = idsOf.get(socket.conn);
    const ctx = ensureAdmitted(ids ? await look(ids) : null);
    if (!ids || ofOfficer(ids.officerId) >= socketLimit)
      throw new HubError("too_many", { reason: "sockets", retryAfterSeconds: 60 });
    socket.data.seat = { socket, ids, ctx, watched: new Set(), joined: new Map() };
  }

  io.use((socket, next) => {
    admit(socket).then(
      () => next(),
      (thrown: unknown) => {
        const problem = toProblem(thrown);
        if (problem.code === "unexpected") log.error({ err: thrown }, "unexpected");
        next(Object.assign(new Error(problem.code), { data: problem }));
      },
    );
  });

  io.on("connection", (socket) => {
    const seat = socket.data.seat;
    if (!seat) return;
    seats.add(seat);
    socket.on("disconnect", () => {
      seats.delete(seat);
      again.seats.delete(seat);
    });
    for (const token of seat.ctx.actor.tokens) void socket.join(room.token(token));
    serveCommands(seat, commanding);
    // It is in its rooms now: rights are read once more, and what changed meanwhile is seen.
    again.seats.add(seat);
    soon();
  });

  io.on(RIGHTS_CALL, onRights);

  const carrier: Carrier = {
    // `Carrier` has paired event and hint; socket.io's own types lose the pairing.
    emit: (names, event, hint) => void io.to(names).emit(event, ...([hint] as never)),
    rights: (of) => {
      onRights(of);
      io.serverSideEmit(RIGHTS_CALL, of);
    },
  };
  hints.attach(carrier);

  const beat = async (): Promise<void> => {
    await whole(() => rooms.refresh([...seats]));
    await note();
  };
  const heart = setInterval(() => void beat(), options.beatMs ?? BEAT_MS);

  return {
    io,
    count: () => seats.size,
    async stop({ drainMs = 0 } = {}) {
      draining = true;
      if (seats.size > 0) io.local.emit("draining", { withinMs: drainMs });
      const until = Date.now() + drainMs;
      while (seats.size > 0 && Date.now() < until)
        await new Promise((resolve) => setTimeout(resolve, 50));
      clearInterval(heart);
      clearTimeout(timer);
      io.local.disconnectSockets(true);
      io.engine.close();
      await io.of("/").adapter.close();
      await Promise.allSettled([publisher.close(), subscriber.close()]);
    },
  };
}
