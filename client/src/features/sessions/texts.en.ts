import type { Same } from "../../app/texts/zh.ts";
import type { sessions as original } from "./texts.zh.ts";

export const sessions: Same<typeof original> = {
  tagline: "Collaboration hub of partner procuratorates",
  account: "Account",
  password: "Password",
  signIn: "Sign in",
  noAccount:
    "No account, or password forgotten? Please ask the system administrator of your office.",
  capsLock: "Caps Lock is on",
  needAccount: "Please enter your account",
  needPassword: "Please enter your password",
  code: {
    title: "Second factor",
    hint: "Open the authenticator on your phone and enter the six digits for Tongzhou.",
    label: "Code",
    go: "Verify",
    useRecovery: "Phone not at hand? Use a recovery code",
    recoveryLabel: "Recovery code",
    recoveryHint: "Each recovery code works once.",
    useCode: "Use a code instead",
    needed: "Please enter six digits",
    needRecovery: "Please enter the 16 characters of a recovery code",
    other: "Use another account",
  },
  next: {
    title: "Set a password of your own",
    hint: "The present password is an initial one, or due to be changed.",
    wrong: "The current password is not right",
    current: "Present password",
    next: "New password",
    again: "New password once more",
    differs: "The two new passwords differ",
    rule: "At least {{length}} characters with three of: capitals, small letters, digits, signs. Not your account, not one of your last five.",
    save: "Save and go on",
  },
  enrol: {
    title: "Set up the authenticator",
    hint: "Scan this with an authenticator on your phone (any TOTP app), then enter the six digits it shows. The phone needs no network.",
    qr: "QR code that sets up the authenticator",
    manual: "If it cannot be scanned, type the key by hand:",
    confirm: "Confirm",
    codesTitle: "Keep your recovery codes",
    codesHint:
      "If the phone is lost, a recovery code lets you in, each of them once. They are shown only now: print or copy them and keep them safe.",
    saved: "I have kept the recovery codes safe",
    go: "Enter",
    done: "Done",
  },
  lock: {
    title: "The screen is locked",
    hint: "{{name}} ({{title}}), enter your password to go on. Nothing typed is lost.",
    unlock: "Unlock",
    overTitle: "Your session has ended",
    overHint: "Please sign in again. Nothing typed on the page is lost.",
  },
};
