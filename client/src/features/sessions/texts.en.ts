import type { Same } from "../../app/texts/zh.ts";
import type { sessions as original } from "./texts.zh.ts";

export const sessions: Same<typeof original> = {
  account: "Account",
  password: "Password",
  signIn: "Sign in",
};
