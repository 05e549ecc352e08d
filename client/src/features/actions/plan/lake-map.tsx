import L from "leaflet";
import "leaflet/dist/leaflet.css";
import { useEffect, useRef, useState, type ReactNode } from "react";
import { useText } from "../../../app/i18n.ts";
import { mapTiles } from "../../../app/map-tiles.ts";
import { colour } from "../../../app/tokens.ts";
import { CANAL, LAKE, type Point } from "@hub/domain/kernel/schematic";
import styles from "./map.module.css";

/** A numbered place on the map. */
export interface Mark {
  id: string;
  /** What stands in its circle. */
  sign: string;
  name: string;
  point: Point;
  tone: "stop" | "finding";
}

interface LakeMapProps {
  marks: readonly Mark[];
  /** The line that is meant to be taken. */
  route?: readonly Point[];
  /** Editing: a place on the map was pressed, or a mark was drawn elsewhere. */
  onPress?: (point: Point) => void;
  onMoved?: (id: string, point: Point) => void;
  /** Buttons that need to know where the middle of the map is: the way to place things by keyboard. */
  renderTools?: (middle: () => Point) => ReactNode;
}

const HOME: L.LatLngBoundsLiteral = [
  [32.68, 119.08],
  [33.08, 119.47],
];
const latLng = ({ lat, lon }: Point): L.LatLngTuple => [lat, lon];
/** Five places are about a metre; more would claim what nobody measured. */
const pointOf = ({ lat, lng }: L.LatLng): Point => ({
  lat: Number(lat.toFixed(5)),
  lon: Number(lng.toFixed(5)),
});

/**
 * The lake drawn by hand, with a route and numbered places; it says that it decides nothing. It asks no other address for anything, but
 * where the deployment names one for tiles, which then lie under it.
 */
export function LakeMap({ marks, route = [], onPress, onMoved, renderTools }: LakeMapProps) {
  const t = useText();
  const [tiles] = useState(mapTiles);
  const place = useRef<HTMLDivElement>(null);
  const [map, setMap] = useState<L.Map | null>(null);
  const handlers = useRef({ onPress, onMoved });
  useEffect(() => {
    handlers.current = { onPress, onMoved };
  });

  useEffect(() => {
    if (!place.current) return undefined;
    const made = L.map(place.current, {
      attributionControl: false,
      zoomAnimation: false,
      fadeAnimation: false,
      minZoom: 8,
      // In small steps, so that the lake fills the frame whatever its shape.
      zoomSnap: 0.25,
      maxZoom: 17,
    });
    made.fitBounds(HOME);
    // A tile that does not come leaves the drawing as it is.
    if (tiles) L.tileLayer(tiles.address, { minZoom: 8, maxZoom: 17 }).addTo(made);
    const line = (pairs: readonly (readonly [number, number])[]) =>
      pairs.map(([lon, lat]): L.LatLngTuple => [lat, lon]);
    L.polygon(line(LAKE), {
      color: colour.canal,
      weight: 1,
      fillColor: "#d7e6f2",
      fillOpacity: tiles ? 0.35 : 1,
      interactive: false,
    }).addTo(made);
    L.polyline(line(CANAL), { color: colour.canal, weight: 2, interactive: false }).addTo(made);
    made.on("click", ({ latlng }) => handlers.current.onPress?.(pointOf(latlng)));
    setMap(made);
    return () => {
      made.remove();
      setMap(null);
    };
  }, [tiles]);

  const mayMove = onMoved !== undefined;
  useEffect(() => {
    if (!map) return undefined;
    const layer = L.layerGroup().addTo(map);
    if (route.length > 1)
      L.polyline(route.map(latLng), {
        color: colour.lake,
        weight: 3,
        dashArray: "6 6",
        interactive: false,
      }).addTo(layer);
    for (const { id, sign, name, point, tone } of marks) {
      const marker = L.marker(latLng(point), {
        icon: L.divIcon({
          className: styles[tone] ?? "",
          html: sign,
          iconSize: [26, 26],
        }),
        title: name,
        alt: name,
        draggable: mayMove,
        keyboard: true,
      }).addTo(layer);
      marker.bindTooltip(name);
      marker.on("dragend", () => handlers.current.onMoved?.(id, pointOf(marker.getLatLng())));
    }
    return () => void layer.remove();
  }, [map, marks, route, mayMove]);

  return (
    <figure className={styles.figure}>
      <div ref={place} className={styles.map} role="group" aria-label={t("actions.map.label")} />
      {renderTools && (
        <div className={styles.tools}>
          {renderTools(() => pointOf(map?.getCenter() ?? L.latLng(32.88, 119.27)))}
        </div>
      )}
      <figcaption className={styles.caption}>
        {t("actions.map.note")} {tiles?.credit}
      </figcaption>
    </figure>
  );
}
