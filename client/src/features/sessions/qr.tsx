import { create } from "qrcode";
import { useMemo } from "react";

/** A QR code drawn as one path; nothing leaves the browser, and no picture address is needed. */
export function Qr({ text, label, size = 176 }: { text: string; label: string; size?: number }) {
  const { path, side } = useMemo(() => {
    const { modules } = create(text, { errorCorrectionLevel: "M" });
    const cells: string[] = [];
    modules.data.forEach((dark, place) => {
      if (dark)
        cells.push(
          `M${(place % modules.size) + 4} ${Math.floor(place / modules.size) + 4}h1v1h-1z`,
        );
    });
    return { path: cells.join(""), side: modules.size + 8 };
  }, [text]);
  return (
    <svg
      role="img"
      aria-label={label}
      width={size}
      height={size}
      viewBox={`0 0 ${side} ${side}`}
      shapeRendering="crispEdges"
    >
      <path d={path} fill="#000" />
    </svg>
  );
}
