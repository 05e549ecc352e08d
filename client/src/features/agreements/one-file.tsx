import { UploadOutlined } from "@ant-design/icons";
import { Button } from "antd";
import { useRef } from "react";
import { UploadList } from "../../ui/files-field.tsx";
import { useUploads } from "../../ui/uploads.ts";

interface OneFileButtonProps {
  accept: string;
  label: string;
  busy: boolean;
  /** The hub has the file. */
  onKept: (fileId: string) => void;
}

/** One file to be read at once, such as a document of articles or a register. */
export function OneFileButton({ accept, label, busy, onKept }: OneFileButtonProps) {
  const uploads = useUploads((file) => onKept(file.id));
  // What has been read says so itself.
  const coming = uploads.items.filter((one) => one.state !== "kept");
  const input = useRef<HTMLInputElement>(null);
  return (
    <span>
      <input
        ref={input}
        type="file"
        accept={accept}
        style={{ display: "none" }}
        aria-hidden
        tabIndex={-1}
        onChange={(event) => {
          uploads.clear();
          uploads.add([...(event.target.files ?? [])].slice(0, 1));
          event.target.value = "";
        }}
      />
      <Button
        icon={<UploadOutlined aria-hidden="true" />}
        loading={busy}
        onClick={() => input.current?.click()}
      >
        {label}
      </Button>
      <UploadList uploads={{ ...uploads, items: coming }} />
    </span>
  );
}
