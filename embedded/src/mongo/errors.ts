/** MongoDB's error codes, as the engine answers them: https://www.mongodb.com/docs/manual/reference/error-codes/ */
const codeNames: { [code: number]: string } = {
  1: 'InternalError', 2: 'BadValue', 9: 'FailedToParse', 13: 'Unauthorized', 14: 'TypeMismatch', 15: 'Overflow', 16: 'InvalidLength',
  17: 'ProtocolError', 22: 'InvalidBSON', 24: 'LockTimeout', 26: 'NamespaceNotFound', 27: 'IndexNotFound', 28: 'PathNotViable',
  40: 'ConflictingUpdateOperators', 43: 'CursorNotFound', 48: 'NamespaceExists', 50: 'MaxTimeMSExpired', 52: 'DollarPrefixedFieldName',
  53: 'InvalidIdField', 54: 'NotSingleValueField', 56: 'EmptyFieldName', 59: 'CommandNotFound', 66: 'ImmutableField', 67: 'CannotCreateIndex',
  72: 'InvalidOptions', 73: 'InvalidNamespace', 79: 'UnknownReplWriteConcern', 85: 'IndexOptionsConflict', 86: 'IndexKeySpecsConflict',
  91: 'ShutdownInProgress', 100: 'UnsatisfiableWriteConcern', 112: 'WriteConflict', 117: 'ConflictingOperationInProgress',
  168: 'InvalidPipelineOperator', 171: 'CannotIndexParallelArrays', 189: 'PrimarySteppedDown', 197: 'InvalidIndexSpecificationOption',
  225: 'TransactionTooOld', 238: 'NotImplemented', 239: 'SnapshotTooOld', 246: 'SnapshotUnavailable',
  251: 'NoSuchTransaction', 256: 'TransactionCommitted', 263: 'OperationNotSupportedInTransaction', 322: 'APIVersionError',
  10107: 'NotWritablePrimary', 10334: 'BSONObjectTooLarge', 11000: 'DuplicateKey', 11600: 'InterruptedAtShutdown', 11601: 'Interrupted',
  11602: 'InterruptedDueToReplStateChange', 14031: 'OutOfDiskSpace',
}; // prettier-ignore

/** An error that is answered to the client: code, codeName and extra fields as MongoDB's. */
export class MongoFault extends Error {
  readonly code: number;
  readonly extra: Record<string, unknown>;
  constructor(code: number, message: string, extra: Record<string, unknown> = {}) {
    super(message);
    this.code = code;
    this.extra = extra;
  }
  /** The reply document of a failed command. */
  reply(): Record<string, unknown> {
    const { code, message: errmsg, extra } = this;
    return { ok: 0, errmsg, code, codeName: codeNames[code] ?? `Location${code}`, ...extra };
  }
}

/** What was thrown, as a fault: one of its own, or `code` where none was thought of. */
export const faultOf = (error: unknown, code: number): MongoFault =>
  error instanceof MongoFault
    ? error
    : new MongoFault(code, error instanceof Error ? (error.stack ?? error.message) : String(error));

/** What was read of the data file cannot be what was written. */
export class Damage extends Error {}

/** Whether the file is damaged, by what was thrown: lmdb tells it by its codes. */
export const isDamage = (error: unknown): boolean =>
  error instanceof Damage ||
  (error instanceof Error && /MDB_(CORRUPTED|PAGE_NOTFOUND|INVALID|PANIC)/.test(error.message));

/** Shorthand for "this option is not one of the engine's": refused, never pretended. */
export const unsupported = (what: string): MongoFault =>
  new MongoFault(238, `${what} is not supported by the embedded engine`);

export const badValue = (message: string): MongoFault => new MongoFault(2, message);
export const typeMismatch = (message: string): MongoFault => new MongoFault(14, message);
export const failedToParse = (message: string): MongoFault => new MongoFault(9, message);
