/** 提醒。 */
export const notices = {
  title: "提醒",
  unread_one: "{{count}} 条未读提醒",
  unread_other: "{{count}} 条未读提醒",
  isUnread: "未读",
  none: "没有提醒。有事项等您办理、有人提及您或期限临近时，会在这里告知。",
  readAll: "全部标为已读",
  awaited: "待您{{act}}",
  /** 按钮上的词不能接在「待您」后面的，另有说法。 */
  act: { submit: "修改后重新提交", acknowledge: "知悉反馈", read: "阅知" },
  mention: "提及了您",
  conversation: "会话",
  level: {
    reminder: "{{clock}}期限已到",
    deputy: "{{clock}}超期，已告知B角",
    head: "{{clock}}超期，已告知部门负责人",
    leader: "{{clock}}超期，已告知分管副检察长",
  },
};
