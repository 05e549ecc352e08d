/** MongoDB's error codes, as the engine answers them: https://www.mongodb.com/docs/manual/reference/error-codes/ */
const codeNames = {
  1: "InternalError",
  2: "BadValue",
  9: "FailedToParse",
  11: "UserNotFound",
  13: "Unauthorized",
  14: "TypeMismatch",
  16: "InvalidLength",
  20: "IllegalOperation",
  22: "InvalidBSON",
  26: "NamespaceNotFound",
  27: "IndexNotFound",
  28: "PathNotViable",
  40: "ConflictingUpdateOperators",
  43: "CursorNotFound",
  48: "NamespaceExists",
  50: "MaxTimeMSExpired",
  52: "DollarPrefixedFieldName",
  54: "NotSingleValueField",
  55: "InvalidDBRef",
  56: "EmptyFieldName",
  57: "DottedFieldName",
  59: "CommandNotFound",
  66: "ImmutableField",
  67: "CannotCreateIndex",
  68: "IndexAlreadyExists",
  72: "InvalidOptions",
  73: "InvalidNamespace",
  85: "IndexOptionsConflict",
  86: "IndexKeySpecsConflict",
  91: "ShutdownInProgress",
  112: "WriteConflict",
  115: "CommandNotSupported",
  121: "DocumentValidationFailure",
  125: "CommandFailed",
  168: "InvalidPipelineOperator",
  171: "CannotIndexParallelArrays",
  197: "InvalidIndexSpecificationOption",
  202: "NetworkInterfaceExceededTimeLimit",
  206: "NoSuchSession",
  217: "IncompleteTransactionHistory",
  225: "TransactionTooOld",
  238: "NotImplemented",
  239: "SnapshotTooOld",
  246: "SnapshotUnavailable",
  251: "NoSuchTransaction",
  256: "TransactionCommitted",
  263: "OperationNotSupportedInTransaction",
  304: "ConfigurationInProgress",
  10003: "CannotGrowDocumentInCappedNamespace",
  10107: "NotWritablePrimary",
  10334: "BSONObjectTooLarge",
  11000: "DuplicateKey",
  14031: "OutOfDiskSpace",
  17280: "KeyTooLong",
  15: "Overflow",
  17: "ProtocolError",
  24: "LockTimeout",
  53: "InvalidIdField",
  79: "UnknownReplWriteConcern",
  100: "UnsatisfiableWriteConcern",
  117: "ConflictingOperationInProgress",
  189: "PrimarySteppedDown",
  241: "ConversionFailure",
  322: "APIVersionError",
  11600: "InterruptedAtShutdown",
  11601: "Interrupted",
  11602: "InterruptedDueToReplStateChange",
} as const;

/** An error that is answered to the client: code, codeName, labels and extra fields as MongoDB's. */
export class MongoFault extends Error {
  readonly code: number;
  readonly labels: string[];
  readonly extra: Record<string, unknown>;
  constructor(
    code: number,
    message: string,
    extra: Record<string, unknown> = {},
    labels: string[] = [],
  ) {
    super(message);
    this.code = code;
    this.extra = extra;
    this.labels = labels;
  }
  get codeName(): string {
    return codeNames[this.code as keyof typeof codeNames] ?? `Location${this.code}`;
  }
  /** The reply document of a failed command. */
  reply(): Record<string, unknown> {
    return {
      ok: 0,
      errmsg: this.message,
      code: this.code,
      codeName: this.codeName,
      ...this.extra,
      ...(this.labels.length ? { errorLabels: this.labels } : {}),
    };
  }
}

/** Shorthand for "this option is not one of the engine's": refused, never pretended. */
export const unsupported = (what: string): MongoFault =>
  new MongoFault(238, `${what} is not supported by the embedded engine`);

export const badValue = (message: string): MongoFault => new MongoFault(2, message);
export const failedToParse = (message: string): MongoFault => new MongoFault(9, message);

/** A conflict between two writers; inside a transaction the driver runs the whole of it again. */
export const writeConflict = (): MongoFault =>
  new MongoFault(
    112,
    "Caused by :: Write conflict during plan execution and yielding is disabled. :: Please retry your operation or multi-document transaction.",
  );
