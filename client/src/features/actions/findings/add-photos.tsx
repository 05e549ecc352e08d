import type { ActionView } from "@hub/domain/actions/contract";
import type { FindingView } from "@hub/domain/actions/record-contract";
import { useState } from "react";
import { useText } from "../../../app/i18n.ts";
import { ProblemNote } from "../../../ui/problem-note.tsx";
import { CameraButton } from "../field/camera-button.tsx";
import { useField } from "../field/use-field.ts";

/** More photos of a finding: taken now, hashed at once, kept on the device and sent when there is a link. */
export function AddPhotos({ view, finding }: { view: ActionView; finding: FindingView }) {
  const t = useText();
  const field = useField(view.id);
  const [thrown, setThrown] = useState<unknown>(null);
  return (
    <>
      <CameraButton
        label={t("actions.photos.add")}
        onTaken={(files) =>
          void field.addPhotos(finding.id, files).then(
            () => setThrown(null),
            (failure: unknown) => setThrown(failure),
          )
        }
      />
      {field.waiting > 0 && (
        <p role="status">{t("actions.field.kept", { kept: field.kept, waiting: field.waiting })}</p>
      )}
      <ProblemNote thrown={thrown} />
    </>
  );
}
