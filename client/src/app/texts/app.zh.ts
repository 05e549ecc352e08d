/** 框架：横幅、顶栏、导航。 */
export const app = {
  name: "同舟",
  fullName: "同舟 · 跨区域检察协作平台",
  banner: "本系统为非涉密系统，严禁存储、处理、传输国家秘密",
  frame: {
    skip: "跳到正文",
    notice: "系统提示",
    rail: "主导航",
    account: "个人设置",
    lock: "锁定",
    signOut: "退出登录",
  },
};
