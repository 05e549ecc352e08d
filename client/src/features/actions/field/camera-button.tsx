import { Button } from "antd";
import { useRef } from "react";
import styles from "./field.module.css";

/** Opens the camera of a phone, or a choice of files where there is none. */
export function CameraButton({
  label,
  big = false,
  disabled = false,
  onTaken,
}: {
  label: string;
  big?: boolean;
  disabled?: boolean;
  onTaken: (files: File[]) => void;
}) {
  const input = useRef<HTMLInputElement>(null);
  return (
    <>
      <input
        ref={input}
        type="file"
        // What a hidden input is called is still asked for by those who look for it by name.
        aria-label={label}
        accept="image/jpeg,image/png,video/mp4"
        capture="environment"
        multiple
        hidden
        onChange={(event) => {
          const files = [...(event.target.files ?? [])];
          event.target.value = "";
          if (files.length > 0) onTaken(files);
        }}
      />
      <Button
        type="primary"
        disabled={disabled}
        className={big ? (styles.big ?? "") : ""}
        onClick={() => input.current?.click()}
      >
        {label}
      </Button>
    </>
  );
}
