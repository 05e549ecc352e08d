import type { z } from "zod";
import type { PlanContent } from "../actions/plan-contract.ts";
import { derivedId } from "../kernel/ids.ts";

/** Ids of the demo's actions follow from their place in the story. */
export const actionIdOf = (...parts: string[]): string =>
  derivedId("demo/actions", parts.join("/"));

/** Places around the lake that everybody there knows, at schematic points. */
const STOPS = [
  ["wanjiatang", "万家塘湿地", 119.33, 32.73],
  ["hubin", "湖滨渔港", 119.4, 32.82],
  ["lianghu", "两湖交界网箱区", 119.2, 32.84],
  ["longgang", "龙岗码头", 119.14, 32.87],
] as const;

export const stopId = (key: (typeof STOPS)[number][0]): string => actionIdOf("stop", key);
export const itemId = (key: string): string => actionIdOf("item", key);

/** A plan for a day on the lake: who goes is named by the caller. */
export const lakePlan = (
  people: { leader: string; aboard: string[] },
  start: Date,
): z.input<typeof PlanContent> => ({
  aim: "查看高邮湖禁养区网箱、入湖排口和湖心岛垃圾，核实上季度问题整改情况。",
  gathering: { name: "湖滨渔港", point: { lat: 32.82, lon: 119.4 } },
  route: STOPS.map(([, , lon, lat]) => ({ lon, lat })),
  stops: STOPS.map(([key, name, lon, lat], index) => ({
    id: stopId(key),
    name,
    point: { lon, lat },
    arriveAt: new Date(start.getTime() + index * 5_400_000).toISOString(),
  })),
  boats: [
    {
      id: actionIdOf("boat"),
      name: "渔政巡查艇（演示）",
      capacity: 10,
      skipper: "周师傅",
      telephone: "0514-00000000",
    },
  ],
  partners: [
    {
      id: actionIdOf("partner", "water"),
      unit: "高邮市水利局",
      name: "（演示）",
      post: "河湖管理科",
    },
    {
      id: actionIdOf("partner", "fishery"),
      unit: "天长市农业农村局渔政站",
      name: "（演示）",
      post: "站长",
    },
  ],
  groups: [
    {
      id: actionIdOf("group", "water"),
      name: "水上巡查组",
      duty: "查看网箱和湖心岛，拍摄固定",
      leaderId: people.leader,
      officerIds: people.aboard,
      partnerIds: [actionIdOf("partner", "water"), actionIdOf("partner", "fishery")],
      boatId: actionIdOf("boat"),
    },
  ],
  safetyOfficerId: people.leader,
  safety: "全程穿救生衣；风力六级以上返航。",
  contact: { name: "周联", telephone: "0514-00000000" },
  checklist: {
    items: [
      { id: itemId("cages"), text: "禁养区内有无网箱、围网" },
      { id: itemId("outlets"), text: "入湖排口有无异常出水" },
      { id: itemId("waste"), text: "岸线和岛上有无堆放垃圾" },
      { id: itemId("jackets"), text: "救生衣是否齐全", perStop: false },
    ],
  },
});
