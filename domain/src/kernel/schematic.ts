/** A point on the earth, WGS-84 degrees. */
export interface Point {
  lat: number;
  lon: number;
}

/** A place on the drawing, in its own units; y grows downwards. */
export interface Spot {
  x: number;
  y: number;
}

/**
 * Gaoyou Lake and the canal east of it, drawn by hand (示意): enough to know where one is, never a survey and never a boundary.
 * Each pair is [longitude, latitude].
 */
export const LAKE: readonly (readonly [number, number])[] = [
  [119.13, 32.93],
  [119.16, 32.99],
  [119.22, 33.03],
  [119.28, 33.06],
  [119.34, 33.05],
  [119.38, 33],
  [119.41, 32.94],
  [119.42, 32.88],
  [119.42, 32.82],
  [119.41, 32.77],
  [119.38, 32.72],
  [119.33, 32.7],
  [119.28, 32.72],
  [119.24, 32.76],
  [119.19, 32.79],
  [119.15, 32.83],
  [119.11, 32.88],
];

export const CANAL: readonly (readonly [number, number])[] = [
  [119.43, 33],
  [119.43, 32.95],
  [119.432, 32.9],
  [119.434, 32.85],
  [119.436, 32.8],
  [119.437, 32.75],
  [119.44, 32.7],
];

/** Always inside the drawing, so that a single point still stands beside its lake. */
const HOME: readonly Point[] = [
  { lon: 119.0, lat: 32.66 },
  { lon: 119.48, lat: 33.09 },
];

/** How a drawing of `width` by `height` units shows the points. */
export interface Frame {
  width: number;
  height: number;
  place: (point: Point) => Spot;
}

/**
 * The frame that holds the lake and every point in its middle, equirectangular about the middle latitude (good to well under one percent
 * over the few dozen kilometres it is meant for), with at least 6 % of margin on every side.
 */
export function frameOf(points: readonly Point[], width: number, height: number): Frame {
  const all = [...HOME, ...points];
  const lons = all.map((one) => one.lon);
  const lats = all.map((one) => one.lat);
  const [west, east] = [Math.min(...lons), Math.max(...lons)];
  const [south, north] = [Math.min(...lats), Math.max(...lats)];
  const shrink = Math.cos((((south + north) / 2) * Math.PI) / 180);
  const scale = Math.min(
    (width * 0.88) / ((east - west) * shrink),
    (height * 0.88) / (north - south),
  );
  const left = (width - (east - west) * shrink * scale) / 2;
  const top = (height - (north - south) * scale) / 2;
  return {
    width,
    height,
    place: ({ lon, lat }) => ({
      x: left + (lon - west) * shrink * scale,
      y: top + (north - lat) * scale,
    }),
  };
}

/** SVG path data of a line through the pairs, closed when it is a shore. */
export function outline(
  frame: Frame,
  pairs: readonly (readonly [number, number])[],
  closed: boolean,
): string {
  const spots = pairs.map(([lon, lat]) => frame.place({ lon, lat }));
  const text = spots
    .map(({ x, y }, index) => `${index === 0 ? "M" : "L"}${x.toFixed(1)} ${y.toFixed(1)}`)
    .join("");
  return closed ? `${text}Z` : text;
}

/** Marks that would cover one another, gathered: each cluster stands at the first one's spot and holds all of them. */
export function gathered<T extends Point>(
  frame: Frame,
  points: readonly T[],
  reach: number,
): { spot: Spot; members: T[] }[] {
  const clusters: { spot: Spot; members: T[] }[] = [];
  for (const point of points) {
    const spot = frame.place(point);
    const near = clusters.find(
      (one) => Math.hypot(one.spot.x - spot.x, one.spot.y - spot.y) < reach,
    );
    if (near) near.members.push(point);
    else clusters.push({ spot, members: [point] });
  }
  return clusters;
}
