import sharp from "sharp";
import type { ActionView } from "../actions/contract.ts";
import { CANAL, frameOf, LAKE, outline, type Point, type Spot } from "../kernel/schematic.ts";
import { outlineOf } from "./font.ts";
import type { Sheet } from "./page.ts";

/** A numbered place: where the route stops, or where something was found. */
interface Mark {
  kind: "stop" | "finding";
  sign: string;
  point: Point;
}

/** What the drawing shows of an action. */
export interface DrawnAction {
  route: readonly Point[];
  marks: readonly Mark[];
}

/** Where the plan stops and where findings were made; null where nothing has a place. */
export function drawnAction({
  plan,
  findingRows,
}: Pick<ActionView, "plan" | "findingRows">): DrawnAction | null {
  const marks = [
    ...(plan?.content.stops ?? []).flatMap(({ point }, index): Mark[] =>
      point ? [{ kind: "stop", sign: String(index + 1), point }] : [],
    ),
    ...findingRows.flatMap(({ number, fix, place }): Mark[] => {
      const point = fix ?? place?.point;
      return point ? [{ kind: "finding", sign: String(number), point }] : [];
    }),
  ];
  return marks.length > 0 ? { route: plan?.content.route ?? [], marks } : null;
}

/** Said under every such drawing. */
export const MAP_NOTE =
  "示意图，不作为行政区域界线依据。圆点为停靠点，方块为问题，编号同方案和问题清单；虚线为计划路线。";

const WIDTH = 448;
const HEIGHT = 300;
/** Half the side of a mark; marks that would cover one another stand side by side. */
const HALF = 8;
const LETTERS = 9;
const WATER = "#dbe9f1";
const SHORE = "#2b5ea7";
const TONE: Record<Mark["kind"], string> = { stop: "#0f6e74", finding: "#b42318" };

/** Everything as paths in the units of the frame: the same lines on paper and in a picture. */
function drawing({ route, marks }: DrawnAction) {
  const frame = frameOf([...route, ...marks.map((one) => one.point)], WIDTH, HEIGHT);
  const taken: Spot[] = [];
  const placed = marks.map((mark) => {
    const spot = frame.place(mark.point);
    while (taken.some(({ x, y }) => Math.hypot(x - spot.x, y - spot.y) < HALF * 2))
      spot.x += HALF * 2;
    taken.push(spot);
    return { ...mark, ...spot };
  });
  return {
    lake: outline(frame, LAKE, true),
    canal: outline(frame, CANAL, false),
    route: outline(
      frame,
      route.map(({ lon, lat }) => [lon, lat] as const),
      false,
    ),
    marks: placed,
  };
}

/** As lines of the paper itself, that stay sharp however far one looks into it. */
export function layMap(sheet: Sheet, action: DrawnAction): void {
  const { pdf, left, width } = sheet;
  const { lake, canal, route, marks } = drawing(action);
  const scale = width / WIDTH;
  sheet.room(HEIGHT * scale + 40);
  const top = pdf.y;
  pdf.save().translate(left, top).scale(scale);
  pdf.lineWidth(0.8).path(lake).fillAndStroke(WATER, SHORE);
  pdf.lineWidth(1.4).path(canal).stroke(SHORE);
  if (route) pdf.lineWidth(1.6).dash(5, { space: 4 }).path(route).stroke(TONE.stop).undash();
  pdf.fontSize(LETTERS);
  for (const { kind, sign, x, y } of marks) {
    if (kind === "stop") pdf.circle(x, y, HALF);
    else pdf.rect(x - HALF, y - HALF, HALF * 2, HALF * 2);
    pdf.fill(TONE[kind]);
    pdf
      .fillColor("#ffffff")
      .text(sign, x - pdf.widthOfString(sign) / 2, y - LETTERS * 0.72, { lineBreak: false });
  }
  pdf.lineWidth(0.6).rect(0, 0, WIDTH, HEIGHT).stroke("#5a5a5a");
  pdf.restore();
  pdf.fillColor("#1a1a1a").fontSize(9);
  pdf.text(MAP_NOTE, left, top + HEIGHT * scale + 6, { width });
  sheet.skip(10);
}

/** Points on paper as the pixels of 96 to the inch in which a document measures pictures. */
const PX = 96 / 72;

/** The same as a picture (PNG), for documents that are worked on further. */
export async function mapPicture(
  action: DrawnAction,
): Promise<{ bytes: Buffer; width: number; height: number }> {
  const { lake, canal, route, marks } = drawing(action);
  const drawn = await Promise.all(
    marks.map(async ({ kind, sign, x, y }) => {
      const { paths, width } = await outlineOf(sign, LETTERS);
      const ground =
        kind === "stop"
          ? `<circle cx="${x}" cy="${y}" r="${HALF}" fill="${TONE.stop}"/>`
          : `<rect x="${x - HALF}" y="${y - HALF}" width="${HALF * 2}" height="${HALF * 2}" fill="${TONE.finding}"/>`;
      return `${ground}<g fill="#fff" transform="translate(${x - width / 2} ${y + LETTERS * 0.36})">${paths}</g>`;
    }),
  );
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${WIDTH}" height="${HEIGHT}" viewBox="0 0 ${WIDTH} ${HEIGHT}">
<rect width="${WIDTH}" height="${HEIGHT}" fill="#fff" stroke="#5a5a5a"/>
<path d="${lake}" fill="${WATER}" stroke="${SHORE}" stroke-width="0.8"/>
<path d="${canal}" fill="none" stroke="${SHORE}" stroke-width="1.4"/>
<path d="${route}" fill="none" stroke="${TONE.stop}" stroke-width="1.6" stroke-dasharray="5 4"/>
${drawn.join("\n")}
</svg>`;
  // 200 dots an inch: a point is a 72nd of one.
  const bytes = await sharp(Buffer.from(svg), { density: 200 }).png().toBuffer();
  return { bytes, width: WIDTH * PX, height: HEIGHT * PX };
}
