/**
 * The closed table of everything that can go wrong, with its HTTP status and whether the same request may succeed when
 * it is simply sent again. Texts for people live in the client, by code.
 */
export const FAULTS = {
  bad_input: { status: 400, retry: false },
  signed_out: { status: 401, retry: false },
  bad_credentials: { status: 401, retry: false },
  second_factor_required: { status: 401, retry: false },
  bad_code: { status: 401, retry: false },
  forbidden: { status: 403, retry: false },
  bad_origin: { status: 403, retry: false },
  not_found: { status: 404, retry: false },
  stale: { status: 409, retry: false },
  not_now: { status: 409, retry: false },
  duplicate: { status: 409, retry: false },
  busy: { status: 503, retry: true },
  gone: { status: 410, retry: false },
  too_large: { status: 413, retry: false },
  unsupported_type: { status: 415, retry: false },
  state_secret: { status: 422, retry: false },
  locked: { status: 423, retry: false },
  account_locked: { status: 423, retry: false },
  too_many: { status: 429, retry: true },
  unexpected: { status: 500, retry: false },
} as const;

export type FaultCode = keyof typeof FAULTS;

/** One thing that is wrong with an input; `path` is dotted, and empty for the whole. */
export interface Issue {
  path: string;
  code: string;
  message?: string;
}

export interface FaultDetail {
  /** bad_input: all issues, by path. */
  issues?: Issue[];
  /** stale: the state as it is now, presented for this viewer. */
  fresh?: unknown;
  /** not_now, forbidden: which rule said no, a key the client has a sentence for. */
  reason?: string;
  /** too_many, account_locked: seconds until another try makes sense. */
  retryAfterSeconds?: number;
  cause?: unknown;
}

/** The only class that is thrown on purpose; anything else is a defect and is told to nobody as more than `unexpected`. */
export class HubError extends Error {
  readonly code: FaultCode;
  readonly detail: FaultDetail;
  constructor(code: FaultCode, detail: FaultDetail = {}) {
    super(detail.reason ? `${code}: ${detail.reason}` : code, { cause: detail.cause });
    this.name = "HubError";
    this.code = code;
    this.detail = detail;
  }
}

/** RFC 9457 problem details, with the hub's own members beside the registered ones. */
export interface Problem {
  type: string;
  title: FaultCode;
  status: number;
  code: FaultCode;
  retry: boolean;
  reason?: string;
  issues?: Issue[];
  fresh?: unknown;
  retryAfterSeconds?: number;
}

/** Turns whatever was thrown into what may be told; the one place for HTTP answers, socket acknowledgements and job logs. */
export function toProblem(thrown: unknown): Problem {
  const known = thrown instanceof HubError;
  const code = known ? thrown.code : "unexpected";
  const { status, retry } = FAULTS[code];
  const problem: Problem = { type: `urn:tongzhou:fault:${code}`, title: code, status, code, retry };
  if (known) {
    const { issues, fresh, reason, retryAfterSeconds } = thrown.detail;
    if (issues) problem.issues = issues;
    if (fresh !== undefined) problem.fresh = fresh;
    if (reason) problem.reason = reason;
    if (retryAfterSeconds !== undefined) problem.retryAfterSeconds = retryAfterSeconds;
  }
  return problem;
}
