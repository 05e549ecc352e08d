/** 登录、锁屏、第二重验证。 */
export const sessions = {
  account: "账号",
  password: "密码",
  signIn: "登录",
};
