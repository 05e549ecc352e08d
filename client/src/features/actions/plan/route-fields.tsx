import { Button, DatePicker, Form, InputNumber, type FormInstance } from "antd";
import dayjs from "dayjs";
import { useMemo, useState } from "react";
import { useText } from "../../../app/i18n.ts";
import { landmarkOf } from "../../../ui/landmark.ts";
import { Section } from "../../../ui/page.tsx";
import { LakeMap, type Mark } from "./lake-map.tsx";
import { RowText } from "./list-fields.tsx";
import { newStop, type PlanValues } from "./plan-values.ts";
import styles from "../actions.module.css";

const { Item } = Form;

interface Point {
  lat: number;
  lon: number;
}

/**
 * Route and stops: pressed onto the map, drawn to another place, or placed by keyboard — the arrow keys move the map and a button takes
 * its middle, or the degrees are typed.
 */
export function RouteFields({ form }: { form: FormInstance<PlanValues> }) {
  const t = useText();
  const stops = Form.useWatch("stops", form);
  // Not a field of its own: it is written by the map alone, under the form's name for it.
  const [route, setRoute] = useState<readonly Point[]>(
    () => (form.getFieldValue("route") as PlanValues["route"] | undefined) ?? [],
  );
  const [drawing, setDrawing] = useState(false);
  const marks = useMemo(
    () =>
      (stops ?? []).flatMap((stop, index): Mark[] =>
        typeof stop?.lat === "number" && typeof stop.lon === "number"
          ? [
              {
                id: stop.id,
                sign: String(index + 1),
                name: stop.name || t("actions.plan.stopN", { n: index + 1 }),
                point: { lat: stop.lat, lon: stop.lon },
                tone: "stop",
              },
            ]
          : [],
      ),
    [stops, t],
  );
  const draw = (next: readonly Point[]) => {
    setRoute(next);
    form.setFieldValue("route", next);
  };
  const addStop = (point: Point | null) => {
    const now = (form.getFieldValue("stops") as PlanValues["stops"] | undefined) ?? [];
    form.setFieldValue("stops", [
      ...now,
      newStop(t("actions.plan.stopN", { n: now.length + 1 }), point),
    ]);
  };
  const move = (id: string, { lat, lon }: Point) => {
    const now = (form.getFieldValue("stops") as PlanValues["stops"] | undefined) ?? [];
    form.setFieldValue(
      "stops",
      now.map((one) => (one.id === id ? { ...one, lat, lon } : one)),
    );
  };
  return (
    <Section title={t("actions.plan.route")}>
      <LakeMap
        marks={marks}
        route={route}
        onPress={(point) => (drawing ? draw([...route, point]) : addStop(point))}
        onMoved={move}
        renderTools={(middle) => (
          <>
            <Button onClick={() => addStop(middle())}>{t("actions.map.addMiddle")}</Button>
            <Button aria-pressed={drawing} onClick={() => setDrawing(!drawing)}>
              {drawing ? t("actions.map.stopDrawing") : t("actions.map.draw")}
            </Button>
            <Button onClick={() => draw(marks.map((one) => one.point))}>
              {t("actions.map.throughStops")}
            </Button>
            <Button disabled={route.length === 0} onClick={() => draw([])}>
              {t("actions.map.clear")}
            </Button>
          </>
        )}
      />
      <p className="quiet">{t("actions.map.hint")}</p>
      <Form.List name="stops">
        {(rows, list) => (
          <>
            {rows.map(({ key, name }) => (
              <div key={key} className={styles.item}>
                <span className="number">{name + 1}</span>
                <RowText name={[name, "name"]} label={t("actions.plan.stop")} max={80} grow />
                {(["lat", "lon"] as const).map((axis) => (
                  <Item key={axis} name={[name, axis]} noStyle>
                    <InputNumber
                      controls={false}
                      step={0.001}
                      style={{ width: 100 }}
                      placeholder={t(`leads.form.${axis}`)}
                      aria-label={`${t(`leads.form.${axis}`)} ${name + 1}`}
                    />
                  </Item>
                ))}
                <Item
                  name={[name, "arrive"]}
                  noStyle
                  getValueProps={(text: string) => ({ value: text ? dayjs(text) : null })}
                  getValueFromEvent={(day: dayjs.Dayjs | null) =>
                    day ? day.format("YYYY-MM-DD HH:mm") : ""
                  }
                >
                  <DatePicker
                    showTime={{ format: "HH:mm", minuteStep: 5 }}
                    format="YYYY-MM-DD HH:mm"
                    placeholder={t("actions.plan.arrive")}
                    aria-label={`${t("actions.plan.arrive")} ${name + 1}`}
                    getPopupContainer={landmarkOf}
                  />
                </Item>
                <RowText name={[name, "note"]} label={t("actions.plan.note")} max={500} grow />
                <Button
                  type="text"
                  size="small"
                  disabled={name === 0}
                  aria-label={t("actions.plan.upOf", { n: name + 1 })}
                  onClick={() => list.move(name, name - 1)}
                >
                  ↑
                </Button>
                <Button
                  type="text"
                  size="small"
                  aria-label={t("actions.plan.removeOf", {
                    what: t("actions.plan.stop"),
                    n: name + 1,
                  })}
                  onClick={() => list.remove(name)}
                >
                  {t("actions.remove")}
                </Button>
              </div>
            ))}
            <div className={styles.acts}>
              <Button size="small" onClick={() => addStop(null)}>
                {t("actions.plan.addStop")}
              </Button>
            </div>
          </>
        )}
      </Form.List>
    </Section>
  );
}
