import mongoose from "mongoose";
import {
  ClientClosedError,
  ClientOfflineError,
  ConnectionTimeoutError,
  DisconnectsClientError,
  SocketClosedUnexpectedlyError,
  SocketTimeoutError,
} from "redis";

const { MongoNetworkError, MongoNotConnectedError, MongoServerSelectionError } = mongoose.mongo;

const AWAY = [
  ClientClosedError,
  ClientOfflineError,
  ConnectionTimeoutError,
  DisconnectsClientError,
  SocketClosedUnexpectedlyError,
  SocketTimeoutError,
  MongoNetworkError,
  MongoNotConnectedError,
  MongoServerSelectionError,
  mongoose.Error.MongooseServerSelectionError,
];

/** True when the store or Redis cannot be reached at this moment: the same request may well succeed in a second. */
export const isAway = (thrown: unknown): boolean => AWAY.some((kind) => thrown instanceof kind);
