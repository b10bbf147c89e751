import inception from "../../playground/session/templates/digits_inception.playground.json?raw";
import residual from "../../playground/session/templates/digits_resnet.playground.json?raw";
import transformer from "../../playground/session/templates/reviews_transformer.playground.json?raw";
import unet from "../../playground/session/templates/shapes_unet.playground.json?raw";
import { CardMaker, type WireFlowEdge } from "../../widgets/src/canvas/drawing";
import { Labels, winds } from "../../widgets/src/canvas/labelling";
import { labelPlace } from "../../widgets/src/canvas/labels";
import { steadiness } from "../../widgets/src/canvas/shown";
import { WireMaker } from "../../widgets/src/canvas/wires";
import type { Kind, Network } from "../../widgets/src/messages";
import { kind } from "./samples";

const TEMPLATES = { inception, residual, transformer, unet };
/** A shape as wide as those of the templates' images, and how large its letters are on the screen. */
const TEXT = "16×16×128";
const [LETTER, LINE] = [6.2, 13];

/** Kinds with the ports that the wires of a network know of, where several enter one as a list. */
function kindsOf({ layers, nodes, edges }: Network): Record<string, Kind> {
  return Object.fromEntries(
    layers.map((layer) => {
      const own = new Set(nodes.filter((node) => node.layer === layer.id).map(({ id }) => id));
      const into = edges.filter((edge) => own.has(edge.target));
      const names = [...new Set(["inputs", ...into.map(({ port }) => port)])];
      const used = names.filter((name) => name !== "inputs" || into.length === 0 || into.some((e) => e.port === name));
      const ports = used.map((name) => ({
        name,
        optional: false,
        many: into.some(({ port, slot }) => port === name && slot > 0),
      }));
      return [layer.kind, kind(layer.kind, { ports })];
    }),
  );
}

/** The wires of a network whose shapes are said at the middle level of zoom. */
function said(network: Network, pictured: boolean): WireFlowEdge[] {
  const cards = new CardMaker().make(network, kindsOf(network), pictured);
  const wires = new WireMaker().make(network, cards);
  return wires.filter(({ data }) => data?.labelled && winds(data.points) && !data.close);
}

/** Pairs of labels that touch each other at a zoom. */
function touching(wires: readonly WireFlowEdge[], zoom: number): string[] {
  const steady = steadiness(zoom);
  const [width, height] = [TEXT.length * LETTER * steady, LINE * steady];
  const places = wires.map(({ id, data }) => ({ id, ...labelPlace(data as never, TEXT, steady, false) }));
  return places.flatMap((one, i) =>
    places
      .slice(i + 1)
      .filter((other) => Math.abs(one.x - other.x) < width && Math.abs(one.y - other.y) < height)
      .map((other) => `${one.id} and ${other.id}`),
  );
}

describe.each(Object.keys(TEMPLATES))("the shapes on the wires of the template %s", (name) => {
  const { network } = JSON.parse(TEMPLATES[name as keyof typeof TEMPLATES]) as { network: Network };

  test.each([false, true])("touch each other at no zoom of the middle level (with pictures: %s)", (pictured) => {
    const wires = said(network, pictured);
    for (let zoom = 0.45; zoom < 0.85; zoom += 0.05) expect(touching(wires, zoom)).toEqual([]);
  });
});

test("most of the U-Net's wires that wind say their shape", () => {
  const { network } = JSON.parse(unet) as { network: Network };
  expect(said(network, false).length).toBe(4);
});

test("a label moves along its wire out of another's way, or is left out where there is no room", () => {
  const labels = new Labels();
  const winding = (left: number, right: number, y: number) => [
    { x: left - 20, y: y - 90 },
    { x: left, y: y - 90 },
    { x: left, y },
    { x: right, y },
    { x: right, y: y + 90 },
    { x: right + 20, y: y + 90 },
  ];
  expect(labels.place(winding(0, 800, 0))).toEqual({ label: { x: 400, y: 0 }, close: false });
  expect(labels.place(winding(0, 800, 30))).toEqual({ label: { x: 120, y: 30 }, close: false });
  expect(labels.place(winding(300, 600, 15))).toEqual({ label: { x: 510, y: 15 }, close: true });
});
