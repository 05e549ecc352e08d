import styles from "./sheet.module.css";

/** Lines of still water, from shore to shore: the only picture in the product. */
export function Water() {
  const line = (y: number, swing: number, shift: number) =>
    `M${shift} ${y}q90 ${-swing} 180 0${"t180 0".repeat(9)}`;
  return (
    <svg
      className={styles.water}
      viewBox="0 0 1440 220"
      preserveAspectRatio="xMidYMax slice"
      aria-hidden
    >
      {[0, 1, 2, 3, 4, 5, 6].map((row) => (
        <path
          key={row}
          d={line(44 + row * 27, 26 - row * 3, -180 * (row % 2))}
          opacity={0.1 + row * 0.05}
        />
      ))}
    </svg>
  );
}
