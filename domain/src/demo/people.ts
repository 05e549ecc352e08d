import type { Post } from "../kernel/officer.ts";

/** 演示数据: invented people on real offices, so that the hub can be tried as its users would use it. */
export const DEMO_PASSWORD = "Tongzhou-2026";

type DepartmentKey = "third" | "first" | "general";

export const DEMO_DEPARTMENTS: Record<DepartmentKey, { name: string; nameEn: string }> = {
  third: {
    name: "第三检察部（公益诉讼）",
    nameEn: "Third Department (public interest litigation)",
  },
  first: { name: "第一检察部", nameEn: "First Department" },
  general: { name: "综合业务部", nameEn: "General Affairs Department" },
};

export interface DemoPerson {
  account: string;
  name: string;
  title: string;
  posts: Post[];
  department: DepartmentKey | null;
  /** 分管: of a deputy chief. */
  inCharge: DepartmentKey[];
  /** Account of the B角. */
  deputy: string | null;
}

export interface DemoOffice {
  id: string;
  telephone: string;
  staff: DemoPerson[];
}

const person = (
  account: string,
  name: string,
  title: string,
  posts: Post[],
  department: DepartmentKey | null = null,
  deputy: string | null = null,
  inCharge: DepartmentKey[] = [],
): DemoPerson => ({ account, name, title, posts, department, deputy, inCharge });

/** The three separated administrators, each a person of their own. */
const administrators = (prefix: string, names: [string, string, string]): DemoPerson[] => [
  person(`${prefix}.sys`, names[0], "系统管理员", ["system_admin"]),
  person(`${prefix}.sec`, names[1], "安全管理员", ["security_admin"]),
  person(`${prefix}.audit`, names[2], "审计管理员", ["audit_admin"]),
];

export const DEMO_OFFICES: DemoOffice[] = [
  {
    id: "321084",
    telephone: "0514-8460 1234",
    staff: [
      person("gaoyou.lin", "林远洲", "检察长", ["chief"], null, "gaoyou.zhao"),
      person("gaoyou.zhao", "赵明川", "分管副检察长", ["deputy_chief"], null, "gaoyou.lin", [
        "third",
        "general",
      ]),
      person("gaoyou.zhang", "张澄", "第三检察部主任", ["dept_head"], "third", "gaoyou.chen"),
      person("gaoyou.li", "李望舒", "第三检察部检察官", ["prosecutor"], "third", "gaoyou.chen"),
      person("gaoyou.chen", "陈知行", "第三检察部检察官", ["prosecutor"], "third", "gaoyou.li"),
      person("gaoyou.wang", "王若溪", "检察官助理", ["assistant"], "third", "gaoyou.sun"),
      person("gaoyou.sun", "孙小满", "书记员", ["clerk"], "third", "gaoyou.wang"),
      person("gaoyou.zhou", "周联", "联络员", ["liaison"], "general", "gaoyou.qian"),
      person("gaoyou.qian", "钱进", "内勤", ["intake"], "general", "gaoyou.wu"),
      person("gaoyou.wu", "吴双", "内勤", ["intake"], "general", "gaoyou.qian"),
      person("gaoyou.feng", "冯岩", "第一检察部检察官", ["prosecutor"], "first", "gaoyou.li"),
      ...administrators("gaoyou", ["郑一鸣", "何清", "沈默"]),
    ],
  },
  {
    id: "341181",
    telephone: "0550-7770 5678",
    staff: [
      person("tianchang.gu", "顾长亭", "检察长", ["chief"], null, "tianchang.he"),
      person("tianchang.he", "贺兰山", "分管副检察长", ["deputy_chief"], null, "tianchang.gu", [
        "third",
        "general",
      ]),
      person("tianchang.xu", "许静远", "第三检察部主任", ["dept_head"], "third", "tianchang.tang"),
      person(
        "tianchang.tang",
        "唐一苇",
        "第三检察部检察官",
        ["prosecutor"],
        "third",
        "tianchang.pan",
      ),
      person(
        "tianchang.pan",
        "潘岳",
        "第三检察部检察官",
        ["prosecutor"],
        "third",
        "tianchang.tang",
      ),
      person("tianchang.lu", "陆青禾", "检察官助理", ["assistant"], "third", "tianchang.mei"),
      person("tianchang.mei", "梅疏影", "书记员", ["clerk"], "third", "tianchang.lu"),
      person("tianchang.ma", "马连湖", "联络员", ["liaison"], "general", "tianchang.shi"),
      person("tianchang.shi", "石磊", "内勤", ["intake"], "general", "tianchang.bai"),
      person("tianchang.bai", "白帆", "内勤", ["intake"], "general", "tianchang.shi"),
      person("tianchang.du", "杜若", "第一检察部检察官", ["prosecutor"], "first", "tianchang.tang"),
      ...administrators("tianchang", ["江澈", "韩冰", "尹知"]),
    ],
  },
  {
    id: "321023",
    telephone: "0514-8828 2345",
    staff: [
      person("baoying.song", "宋衡", "检察长", ["chief"]),
      person("baoying.ye", "叶知秋", "第三检察部主任", ["dept_head"], "third"),
      person("baoying.fan", "范宁", "检察官", ["prosecutor"], "third"),
      person("baoying.luo", "罗湖", "联络员", ["liaison"], "general"),
      person("baoying.xia", "夏荷", "内勤", ["intake"], "general"),
      person("baoying.qiu", "邱实", "内勤", ["intake"], "general"),
      ...administrators("baoying", ["汪正", "段恒", "秦明"]),
    ],
  },
  {
    id: "320831",
    telephone: "0517-8688 3456",
    staff: [
      person("jinhu.ding", "丁湖生", "检察长", ["chief"]),
      person("jinhu.yu", "余波", "第三检察部主任", ["dept_head"], "third"),
      person("jinhu.kong", "孔明达", "检察官", ["prosecutor"], "third"),
      person("jinhu.liao", "廖远", "联络员", ["liaison"], "general"),
      person("jinhu.tan", "谭秋", "内勤", ["intake"], "general"),
      person("jinhu.wan", "万里", "内勤", ["intake"], "general"),
      ...administrators("jinhu", ["程序", "卫安", "严查"]),
    ],
  },
  {
    id: "321000",
    telephone: "0514-8795 1000",
    staff: [
      person("yangzhou.ren", "任平江", "检察长", ["chief"]),
      person("yangzhou.su", "苏河", "联络员", ["liaison"], "general"),
      person("yangzhou.tao", "陶然", "内勤", ["intake"], "general"),
      ...administrators("yangzhou", ["章程", "安宁", "鉴真"]),
    ],
  },
  {
    id: "341100",
    telephone: "0550-3021 1000",
    staff: [
      person("chuzhou.ouyang", "欧阳醉", "检察长", ["chief"]),
      person("chuzhou.lang", "郎琊", "联络员", ["liaison"], "general"),
      person("chuzhou.xi", "席间", "内勤", ["intake"], "general"),
      ...administrators("chuzhou", ["管简", "安澜", "明鉴"]),
    ],
  },
];

/** What the start command prints: who to be, to walk a lead from one office to the other. */
export const DEMO_TOUR: readonly [account: string, what: string][] = [
  ["gaoyou.li", "高邮 检察官（登记、拟稿）"],
  ["gaoyou.zhang", "高邮 部门负责人（审核）"],
  ["gaoyou.lin", "高邮 检察长（签发、会签）"],
  ["gaoyou.zhao", "高邮 分管副检察长（确认检察长的签署密钥）"],
  ["tianchang.shi", "天长 收件岗（签收）"],
  ["tianchang.xu", "天长 部门负责人（分派）"],
  ["tianchang.tang", "天长 检察官（受理、反馈）"],
  ["gaoyou.sys", "高邮 系统管理员（账号、单位）"],
  ["gaoyou.sec", "高邮 安全管理员（岗位、权限清单）"],
  ["gaoyou.audit", "高邮 审计管理员（操作日志）"],
];
