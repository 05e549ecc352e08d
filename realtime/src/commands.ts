import { markRead, postMessage } from "@hub/domain/channels/commands";
import { toProblem, type FaultCode } from "@hub/domain/kernel/faults";
import { parseInput } from "@hub/domain/kernel/input";
import {
  Nothing,
  SocketMark,
  SocketPost,
  SocketWatch,
  type Reply,
} from "@hub/domain/kernel/socket";
import { touchSession } from "@hub/domain/sessions/activity";
import { ensureAdmitted } from "@hub/domain/sessions/queries";
import type { Ctx } from "@hub/domain/store/hub";
import type { Log } from "@hub/domain/store/log";
import type { z } from "zod";
import type { Look } from "./look.ts";
import type { Rooms } from "./rooms.ts";
import type { Seat } from "./seat.ts";

export interface Commanding {
  look: Look;
  rooms: Rooms;
  log: Log;
  /** Counts one command against an officer; throws too_many. */
  limit(officerId: string): Promise<void>;
  duty(): Promise<string[]>;
  /** The session is over or locked: this seat ends. */
  evict(seat: Seat): void;
}

/** Faults after which a socket has nothing more to do here. */
const ENDS: readonly FaultCode[] = ["signed_out", "locked", "second_factor_required"];

interface Command<Schema extends z.ZodType, Value> {
  input: Schema;
  /** A person did this, and the journal commits it. */
  isPost?: true;
  run(ctx: Ctx, input: z.output<Schema>): Promise<Value>;
}

/**
 * Parse by contract, who is it now, run one command, and answer its value or the problem. A command that commits through the journal is
 * prepared by the rights of the last look while the session is asked for: the commit waits for that, and so does every answer.
 */
async function answer<Schema extends z.ZodType, Value>(
  seat: Seat,
  by: Commanding,
  command: Command<Schema, Value>,
  given: unknown,
): Promise<Reply<Value>> {
  try {
    await by.limit(seat.ids.officerId);
    const sure = by.look(seat.ids, seat.ctx).then((admission) => {
      seat.ctx = ensureAdmitted(admission);
      // A person wrote: it puts off the idle lock. Lost, it would be noted with the next.
      if (admission && command.isPost)
        touchSession(seat.ctx.hub, admission.session).catch(() => undefined);
    });
    const doing = command.isPost
      ? run(command, { ...seat.ctx, sure }, given)
      : sure.then(() => run(command, seat.ctx, given));
    const [admitted, done] = await Promise.allSettled([sure, doing]);
    // Whose session is over is told that, and not what else would have been said.
    if (admitted.status === "rejected") throw admitted.reason;
    if (done.status === "rejected") throw done.reason;
    return { ok: true, value: done.value };
  } catch (thrown) {
    const problem = toProblem(thrown);
    if (problem.code === "unexpected") by.log.error({ err: thrown }, "unexpected");
    if (ENDS.includes(problem.code)) setImmediate(() => by.evict(seat)); // once the answer has left
    return { ok: false, problem };
  }
}

const run = async <Schema extends z.ZodType, Value>(
  command: Command<Schema, Value>,
  ctx: Ctx,
  given: unknown,
): Promise<Value> => command.run(ctx, parseInput(command.input, given));

/** A socket's commands: the same ones as behind the HTTP door. */
export function serveCommands(seat: Seat, by: Commanding): void {
  const { socket } = seat;
  const { rooms } = by;
  const on =
    <Schema extends z.ZodType, Value>(command: Command<Schema, Value>) =>
    (given: z.input<Schema>, ack: (reply: Reply<Value>) => void): void => {
      // Whoever does not wait for the answer cannot know whether it was done: nothing is.
      if (typeof ack !== "function") return;
      void answer(seat, by, command, given).then(ack);
    };

  socket.on(
    "post",
    on({
      input: SocketPost,
      isPost: true,
      run: (ctx, { channelId, message }) => postMessage(ctx, channelId, message),
    }),
  );
  socket.on(
    "mark",
    on({ input: SocketMark, run: (ctx, { channelId, mark }) => markRead(ctx, channelId, mark) }),
  );
  socket.on(
    "watch",
    on({
      input: SocketWatch,
      run: (_, { channelIds }) => rooms.watch(seat, channelIds),
    }),
  );
  socket.on(
    "unwatch",
    on({
      input: SocketWatch,
      run: async (_, { channelIds }) => {
        await rooms.unwatch(seat, channelIds);
        return {};
      },
    }),
  );
  socket.on("duty", on({ input: Nothing, run: async () => ({ officeIds: await by.duty() }) }));
}
