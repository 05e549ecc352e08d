import {
  acknowledgeMessage,
  editMessage,
  eraseEntry,
  markRead,
  postMessage,
  recallMessage,
} from "@hub/domain/channels/commands";
import { changeMembers, openDirect, openGroup } from "@hub/domain/channels/conversation-commands";
import {
  acknowledgeMessageRoute,
  changeMembersRoute,
  editMessageRoute,
  eraseEntryRoute,
  getChannelRoute,
  listChannels,
  listEntries,
  listHeads,
  listReaders,
  markChannel,
  openDirectRoute,
  openGroupRoute,
  postMessageRoute,
  recallMessageRoute,
} from "@hub/domain/channels/contract";
import {
  getEntry,
  listChannelsOf,
  listEntriesOf,
  listHeadsOf,
  listReadersOf,
  viewChannel,
} from "@hub/domain/channels/queries";
import { Router } from "express";
import { serve } from "../door.ts";

/** Conversations: reading, talking, marking, and who belongs. */
export function channelsRoutes(): Router {
  const router = Router();
  serve(router, listChannels, ({ ctx, query }) => listChannelsOf(ctx, query.limit));
  serve(router, listHeads, async ({ ctx }) => ({ heads: await listHeadsOf(ctx) }));
  serve(router, openDirectRoute, async ({ ctx, body }) => ({
    channelId: await openDirect(ctx, body),
  }));
  serve(router, openGroupRoute, async ({ ctx, body }) => ({
    channelId: await openGroup(ctx, body),
  }));
  serve(router, getChannelRoute, ({ ctx, params }) => viewChannel(ctx, params.channelId));
  serve(router, listEntries, ({ ctx, params, query }) =>
    listEntriesOf(ctx, params.channelId, query),
  );
  serve(router, listReaders, ({ ctx, params }) => listReadersOf(ctx, params.channelId));
  serve(router, markChannel, ({ ctx, params, body }) => markRead(ctx, params.channelId, body));
  serve(router, postMessageRoute, ({ ctx, params, body }) =>
    postMessage(ctx, params.channelId, body),
  );
  serve(router, editMessageRoute, ({ ctx, params, body }) => editMessage(ctx, params, body));
  serve(router, recallMessageRoute, ({ ctx, params, body }) => recallMessage(ctx, params, body));
  serve(router, acknowledgeMessageRoute, ({ ctx, params, body }) =>
    acknowledgeMessage(ctx, params, body),
  );
  serve(router, changeMembersRoute, ({ ctx, params, body }) =>
    changeMembers(ctx, params.channelId, body),
  );
  serve(router, eraseEntryRoute, async ({ ctx, params, body }) => {
    await eraseEntry(ctx, params, body);
    return getEntry(ctx, params.channelId, params.entryId);
  });
  return router;
}
