import type { Same } from "./zh.ts";
import type { faults as original } from "./faults.zh.ts";

export const faults: Same<typeof original> = {
  codes: {
    bad_input: "Something was filled in wrongly. Please correct it as marked and send again.",
    signed_out: "Your session has ended. Please sign in again.",
    bad_credentials: "Account or password is not right.",
    second_factor_required: "Please give the second factor first.",
    bad_code: "The code is wrong or has expired. Please enter a fresh one.",
    forbidden: "You may not do this.",
    bad_origin: "The request came from a foreign page. Please work from the hub itself.",
    not_found: "This was not found, or you may not see it.",
    stale: "Somebody has changed this meanwhile. Please check the latest state and send again.",
    not_now: "This cannot be done at this stage. Please look at the latest state.",
    duplicate: "This was already sent, or it exists already.",
    busy: "The hub is busy. Please try again in a moment.",
    gone: "This is no longer available.",
    too_large: "This is larger than allowed.",
    unsupported_type: "This type of file is not accepted.",
    state_secret:
      "This bears a state-secret mark. The hub is a non-classified system and refuses it.",
    locked: "The screen is locked. Enter your password to go on.",
    account_locked: "The account is locked. Please try again in {{minutes}} min.",
    too_many: "Too many tries. Please wait {{minutes}} min.",
    unexpected:
      "Something went wrong and was recorded. Try again later, or tell the system administrator.",
  },
  issues: {
    required: "Please fill this in",
    unknown_field: "Holds something unknown",
    invalid: "Not valid",
    invalid_type: "Please fill in",
    invalid_format: "Wrong format",
    too_small: "Too short or empty",
    too_big: "Too long or too large",
    invalid_value: "Please choose an allowed value",
    invalid_union: "Not valid",
    unrecognized_keys: "Contains something unknown",
    state_secret: "Bears a state-secret mark and is refused",
    custom: "Not valid",
  },
  reasons: {
    unreachable:
      "The hub cannot be reached. Check the network and try again; nothing typed is lost.",
  },
};
