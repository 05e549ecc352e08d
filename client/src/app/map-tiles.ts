const said = (name: string): string =>
  document.querySelector<HTMLMetaElement>(`meta[name=${name}]`)?.content ?? "";

/** Tiles of the deployment for under the schematic map (MAP_TILES), and what their maker wants to stand there; null without them. */
export function mapTiles(): { address: string; credit: string } | null {
  const address = said("map-tiles");
  // Before a hub has served the page, its placeholder stands there.
  return address.startsWith("http") ? { address, credit: said("map-credit") } : null;
}
