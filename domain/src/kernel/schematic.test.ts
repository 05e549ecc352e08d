import { expect } from "chai";
import { CANAL, frameOf, gathered, LAKE, outline } from "./schematic.ts";

describe("the schematic map", () => {
  it("keeps the whole lake and the canal inside the frame when there is no point", () => {
    const frame = frameOf([], 600, 400);
    for (const [lon, lat] of [...LAKE, ...CANAL]) {
      const { x, y } = frame.place({ lon, lat });
      expect(x, `${lon},${lat}`).to.be.within(0, 600);
      expect(y, `${lon},${lat}`).to.be.within(0, frame.height);
    }
  });

  it("grows to hold a point far away, with a margin around it", () => {
    const far = { lon: 118.212, lat: 33.457 };
    for (const [width, height] of [
      [600, 400],
      [300, 900],
    ] as const) {
      const { x, y } = frameOf([far], width, height).place(far);
      expect(x).to.be.within(width * 0.06 - 0.01, width / 2);
      expect(y).to.be.within(height * 0.06 - 0.01, height / 2);
    }
  });

  it("puts north above south and east right of west", () => {
    const frame = frameOf([], 600, 400);
    const northWest = frame.place({ lon: 119.1, lat: 33 });
    const southEast = frame.place({ lon: 119.4, lat: 32.7 });
    expect(northWest.y).to.be.below(southEast.y);
    expect(northWest.x).to.be.below(southEast.x);
  });

  it("closes a shore and leaves a line open", () => {
    const frame = frameOf([], 600, 400);
    expect(outline(frame, LAKE, true)).to.match(/^M[\d.]+ [\d.]+L.*Z$/);
    expect(outline(frame, CANAL, false)).to.not.contain("Z");
  });

  it("gathers marks that would cover one another and loses none", () => {
    const points = [
      { lon: 119.3, lat: 32.8, id: "a" },
      { lon: 119.301, lat: 32.8, id: "b" },
      { lon: 119.4, lat: 33, id: "c" },
    ];
    const clusters = gathered(frameOf(points, 600, 400), points, 20);
    expect(clusters.map((one) => one.members.map((member) => member.id))).to.deep.equal([
      ["a", "b"],
      ["c"],
    ]);
  });
});
