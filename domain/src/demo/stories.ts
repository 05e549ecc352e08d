import type { z } from "zod";
import type { Office } from "./cast.ts";
import type { ExchangeState, OpenKind, Urgency } from "../exchanges/contract.ts";
import type { LeadValues } from "../leads/contract.ts";
import type { RegisterLead } from "../leads/acts-contract.ts";
import type { GiveFeedback } from "../exchanges/acts-contract.ts";

/** One line of a story: `hoursAgo` before the demo is loaded, somebody does something. */
export type DemoStep = { hoursAgo: number } & (
  | { act: "step"; step: "evaluate" | "inquire" | "file" | "not_file" | "refer_up"; note: string }
  | { act: "draft" | "submit" | "pass" | "issue" | "sign" | "route" | "assign" | "accept" | "read" }
  | { act: "return" | "withdraw"; text: string }
  | { act: "request"; text: string }
  | { act: "dispute"; text: string }
  | { act: "report"; text: string }
  | { act: "say"; side: "from" | "to"; text: string }
  | { act: "feedback"; kind: z.infer<typeof GiveFeedback>["kind"]; text: string; figure?: Figure }
  | { act: "acknowledge" }
);
type Figure = { label: string; number: number; unit: string };

export interface DemoLead {
  key: string;
  from: Office;
  values: z.input<typeof RegisterLead>["values"];
  registeredHoursAgo: number;
  exchange: { kind: OpenKind; to: Office; urgency?: z.infer<typeof Urgency>; note: string } | null;
  steps: DemoStep[];
}

type Reached = Extract<
  ExchangeState,
  "draft" | "reviewing" | "issuing" | "arrived" | "signed" | "assigned" | "accepted"
>;
const ROAD = ["draft", "submit", "pass", "issue", "sign", "route", "assign", "accept"] as const;
const UNTIL: Record<Reached, (typeof ROAD)[number]> = {
  draft: "draft",
  reviewing: "submit",
  issuing: "pass",
  arrived: "issue",
  signed: "sign",
  assigned: "assign",
  accepted: "accept",
};

/** The straight road from the draft to `state`, a few hours apart, ending `hoursAgo`. */
const road = (state: Reached, hoursAgo: number, apart = 3): DemoStep[] => {
  const acts = ROAD.slice(0, ROAD.indexOf(UNTIL[state]) + 1);
  return acts.map((act, index) => ({
    act,
    hoursAgo: hoursAgo + (acts.length - 1 - index) * apart,
  }));
};

const DAY = 24;
const invented = "演示数据，人物、单位行为和情节均为虚构。";

const values = (
  title: string,
  field: LeadValues["field"],
  given: Partial<DemoLead["values"]> & { facts: string },
): DemoLead["values"] => ({
  title: `${title}（演示）`,
  field,
  source: "patrol",
  sourceNote: "演示数据",
  ...given,
  facts: `${invented}\n${given.facts}`,
});

const place = (name: string, lat: number, lon: number) => ({ name, point: { lat, lon } });
const body = (name: string, level: "county" | "city" | "none" = "county") => ({ name, level });

export const DEMO_LEADS: DemoLead[] = [
  {
    key: "net-cages",
    from: "gaoyou",
    registeredHoursAgo: 52 * DAY,
    values: values("高邮湖西岸非法围网养殖", "ECO", {
      facts:
        "联合巡湖时发现湖西岸天长水域围网、网箱十八处，未见养殖证，部分伸入行洪通道，影响行洪和水质。",
      source: "patrol",
      body: body("天长市农业农村局"),
      place: place("高邮湖西岸", 32.79, 119.16),
      foundOn: "2026-09-28",
      opinion: "水域在天长市境内，建议移送。",
    }),
    exchange: { kind: "transfer", to: "tianchang", note: "涉案水域位于贵院辖区，依法移送。" },
    steps: [
      { act: "step", step: "evaluate", note: "线索真实、可查。", hoursAgo: 51 * DAY },
      ...road("accepted", 47 * DAY),
      { act: "say", side: "to", text: "已收到，拟会同农业农村局现场核查。", hoursAgo: 46 * DAY },
      {
        act: "say",
        side: "from",
        text: "航拍照片已放入材料，坐标以照片为准。",
        hoursAgo: 46 * DAY - 2,
      },
      { act: "feedback", kind: "filed", text: "已立案，并与农业农村局磋商。", hoursAgo: 38 * DAY },
      { act: "acknowledge", hoursAgo: 37 * DAY },
      {
        act: "feedback",
        kind: "result",
        text: "围网、网箱已全部清理，行洪通道恢复。",
        figure: { label: "清理网箱", number: 18, unit: "个" },
        hoursAgo: 6 * DAY,
      },
    ],
  },
  {
    key: "electric-fishing",
    from: "gaoyou",
    registeredHoursAgo: 34 * DAY,
    values: values("高邮湖夜间电鱼", "ECO", {
      facts: "群众反映夜间有船只在湖区电鱼，船只多在天长杨村河口靠岸，已固定视频三段。",
      source: "hotline",
      grade: "major",
      body: body("天长市农业农村局"),
      place: place("杨村河入湖口", 32.76, 119.12),
      reporter: "举报人（化名）水上人家",
    }),
    exchange: {
      kind: "transfer",
      to: "tianchang",
      urgency: "urgent",
      note: "船只靠岸地在贵院辖区，请及时固定证据。",
    },
    steps: [
      { act: "step", step: "evaluate", note: "视频可辨船号。", hoursAgo: 33 * DAY },
      ...road("accepted", 28 * DAY),
      {
        act: "feedback",
        kind: "filed",
        text: "已立案，同步向公安机关移送刑事线索。",
        hoursAgo: 20 * DAY,
      },
      { act: "acknowledge", hoursAgo: 19 * DAY },
      { act: "request", text: "请补充九月二十日夜间视频的原始存储介质信息。", hoursAgo: 2 * DAY },
    ],
  },
  {
    key: "dumping",
    from: "gaoyou",
    registeredHoursAgo: 17 * DAY,
    values: values("滩地倾倒建筑垃圾", "ECO", {
      facts: "高邮湖滩地天长一侧堆放建筑垃圾约三百立方米，车辆自天长方向驶来。",
      body: body("天长市城市管理局"),
      place: place("天长湖滨滩地", 32.74, 119.14),
    }),
    exchange: { kind: "transfer", to: "tianchang", note: "倾倒地在贵院辖区。" },
    steps: road("assigned", 14 * DAY),
  },
  {
    key: "tail-water",
    from: "gaoyou",
    registeredHoursAgo: 3 * DAY,
    values: values("养殖尾水直排铜龙河", "ECO", {
      facts: "铜龙河入湖口上游约两公里处养殖尾水未经处理直排，水体发黑，有异味。",
      source: "volunteer",
      body: body("天长市生态环境分局"),
      place: place("铜龙河入湖口", 32.71, 119.1),
    }),
    exchange: {
      kind: "transfer",
      to: "tianchang",
      urgency: "urgent",
      note: "正在排放，请尽快签收。",
    },
    steps: [{ act: "step", step: "evaluate", note: "", hoursAgo: 60 }, ...road("arrived", 2, 1)],
  },
  {
    key: "canal-stele",
    from: "gaoyou",
    registeredHoursAgo: 5 * DAY,
    values: values("大运河故道界碑保护不力", "RELIC", {
      facts: "大运河高邮与宝应交界处清代界碑遭车辆剐蹭，周边无保护标志和围挡。",
      source: "case_work",
      body: body("宝应县文化广电和旅游局"),
      place: place("里运河界首北", 33.01, 119.43),
    }),
    exchange: { kind: "transfer", to: "baoying", note: "界碑位于贵院辖区一侧。" },
    steps: road("reviewing", 20),
  },
  {
    key: "ammonia",
    from: "gaoyou",
    registeredHoursAgo: 4 * DAY,
    values: values("水产冷库液氨隐患", "SAFETY", {
      facts: "联合检查发现高邮企业在天长租用的冷库液氨储罐超期未检，周边有居民。",
      source: "case_work",
      body: body("天长市应急管理局"),
      place: place("天长市秦栏镇", 32.62, 119.13),
    }),
    exchange: { kind: "transfer", to: "tianchang", note: "冷库所在地在贵院辖区。" },
    steps: road("issuing", 6),
  },
  {
    key: "crab-market",
    from: "gaoyou",
    registeredHoursAgo: 6 * DAY,
    values: values("湖鲜市场违规使用兽药", "FOOD_DRUG", {
      facts: "抽检发现批次来源于天长的湖蟹检出禁用兽药，索证索票不全。",
      source: "law_data",
      body: body("天长市市场监督管理局"),
      place: place("高邮湖鲜批发市场", 32.79, 119.43),
    }),
    exchange: { kind: "transfer", to: "tianchang", note: "货源地在贵院辖区。" },
    steps: [
      ...road("reviewing", 40),
      { act: "return", text: "请写明抽检批次和检测机构，并附报告编号。", hoursAgo: 30 },
    ],
  },
  {
    key: "ship-waste",
    from: "tianchang",
    registeredHoursAgo: 8 * DAY,
    values: values("过往船舶含油污水偷排", "ECO", {
      facts: "天长水域发现油膜，经比对疑为自高邮船闸方向驶来的货船夜间偷排。",
      body: body("高邮市交通运输局"),
      place: place("高邮湖航道中段", 32.84, 119.27),
    }),
    exchange: { kind: "transfer", to: "gaoyou", note: "船舶登记地、停靠地均在贵院辖区。" },
    steps: road("signed", 5),
  },
  {
    key: "sand",
    from: "jinhu",
    registeredHoursAgo: 25 * DAY,
    values: values("入江水道非法采砂", "MINERAL", {
      facts: "三河下游至高邮湖北口夜间有采砂船作业，砂石在高邮码头上岸。",
      source: "sensing",
      body: body("高邮市水务局"),
      place: place("高邮湖北口", 32.98, 119.24),
    }),
    exchange: { kind: "transfer", to: "gaoyou", note: "上岸码头在贵院辖区。" },
    steps: [
      ...road("accepted", 20 * DAY),
      {
        act: "feedback",
        kind: "progress",
        text: "已会同水务局调取码头台账。",
        hoursAgo: 8 * DAY,
      },
    ],
  },
  {
    key: "reed-fire",
    from: "gaoyou",
    registeredHoursAgo: 12 * DAY,
    values: values("湿地芦苇焚烧", "ECO", {
      facts: "湿地保护区宝应一侧成片焚烧芦苇，影响候鸟越冬地。",
      body: body("宝应县自然资源和规划局"),
      place: place("宝应湖湿地南缘", 33.1, 119.3),
    }),
    exchange: { kind: "transfer", to: "baoying", note: "焚烧地在贵院辖区。" },
    steps: [
      ...road("signed", 9 * DAY),
      {
        act: "dispute",
        text: "经核对界线图，焚烧地块位于县界争议段，认为不属于本院管辖。",
        hoursAgo: 6 * DAY,
      },
      { act: "report", text: "已书面报告扬州市人民检察院。", hoursAgo: 5 * DAY },
    ],
  },
  {
    key: "wrong-place",
    from: "gaoyou",
    registeredHoursAgo: 15 * DAY,
    values: values("河道违建看护房", "ECO", {
      facts: "淮河入江水道金湖段滩地搭建看护房两处。",
      body: body("金湖县水务局"),
      place: place("入江水道金湖段", 33.03, 119.05),
    }),
    exchange: { kind: "transfer", to: "jinhu", note: "位于贵院辖区。" },
    steps: [
      ...road("signed", 12 * DAY),
      { act: "withdraw", text: "坐标有误，核实后另行移送。", hoursAgo: 11 * DAY },
    ],
  },
  {
    key: "patrol-notice",
    from: "tianchang",
    registeredHoursAgo: 9 * DAY,
    values: values("沿湖联合巡查情况", "ECO", {
      marking: "internal",
      facts: "第三季度沿湖联合巡查共发现问题七处，其中高邮一侧两处，供参考。",
      place: place("高邮湖沿线", 32.86, 119.2),
    }),
    exchange: { kind: "notice", to: "gaoyou", note: "供贵院参考，无需反馈。" },
    steps: [
      { act: "draft", hoursAgo: 30 },
      { act: "submit", hoursAgo: 29 },
      { act: "issue", hoursAgo: 26 },
    ],
  },
  {
    key: "restocking-notice",
    from: "gaoyou",
    registeredHoursAgo: 21 * DAY,
    values: values("增殖放流情况", "ECO", {
      marking: "internal",
      facts: "生态损害赔偿金购买的本地鱼苗已在高邮湖放流，通报上级院。",
      place: place("高邮湖放流点", 32.82, 119.38),
    }),
    exchange: { kind: "notice", to: "yangzhou", note: "情况通报。" },
    steps: [
      { act: "draft", hoursAgo: 20 * DAY },
      { act: "submit", hoursAgo: 20 * DAY - 1 },
      { act: "issue", hoursAgo: 20 * DAY - 3 },
      { act: "read", hoursAgo: 19 * DAY },
    ],
  },
  {
    key: "canal-lock",
    from: "gaoyou",
    registeredHoursAgo: 2 * DAY,
    values: values("大运河高邮明清段堤岸受损", "RELIC", {
      facts: "明清运河故道堤岸因施工堆载出现裂缝，施工由市级单位组织。",
      source: "media",
      grade: "major",
      body: body("扬州市文化广电和旅游局", "city"),
      place: place("平津堰段", 32.78, 119.43),
    }),
    exchange: null,
    steps: [],
  },
  {
    key: "minor-net",
    from: "gaoyou",
    registeredHoursAgo: 30 * DAY,
    values: values("校园周边食品店无证经营", "MINOR", {
      facts: "学校周边三家食品店证照不全，已由市场监管部门当场责令改正。",
      source: "report",
      grade: "minor",
      body: body("高邮市市场监督管理局"),
      place: place("高邮城区", 32.785, 119.444),
    }),
    exchange: null,
    steps: [
      { act: "step", step: "evaluate", note: "", hoursAgo: 29 * DAY },
      { act: "step", step: "not_file", note: "问题已整改。", hoursAgo: 27 * DAY },
    ],
  },
];
