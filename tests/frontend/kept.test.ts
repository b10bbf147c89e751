import { keep, keptIn, layOut, type Metadata, type ModelState, takeBack } from "../../widgets/src/kept";

const STATE = "application/vnd.jupyter.widget-state+json";
const studio: ModelState = {
  model_name: "AnyModel",
  state: { _anywidget_id: "playground.widget.Studio", stream: "IPY_MODEL_s", document: { network: {} } },
};
const stream: ModelState = { model_name: "WidgetModel", state: {} };
const slider: ModelState = { model_name: "IntSliderModel", state: { layout: "IPY_MODEL_l" } };
const layout: ModelState = { model_name: "LayoutModel", state: {} };
const version = { version_major: 2, version_minor: 0 };
const ours = { ...version, state: { a: studio, s: stream } };

function notebook(metadata: Record<string, unknown> = {}): Metadata & { metadata: Record<string, unknown> } {
  return {
    metadata,
    getMetadata: (key) => metadata[key],
    setMetadata: (key, value) => {
      metadata[key] = value;
    },
    deleteMetadata: (key) => {
      delete metadata[key];
    },
  };
}

describe("what a notebook keeps of its studios", () => {
  it("stands apart from the states of its other widgets", () => {
    const all = notebook({
      widgets: { [STATE]: { ...version, state: { a: studio, s: stream, w: slider, l: layout } } },
    });
    keep(all, ours);
    expect(all.metadata).toEqual({
      "keras-playground": ours,
      widgets: { [STATE]: { ...version, state: { w: slider, l: layout } } },
    });
  });

  it("leaves nothing behind among them where there are no others", () => {
    const all = notebook({ widgets: { [STATE]: ours } });
    takeBack(all);
    expect(all.metadata).toEqual({});
  });

  it("is found as an earlier version kept it", () => {
    const old = notebook({ widgets: { [STATE]: { ...version, state: { a: studio, s: stream, w: slider } } } });
    expect(keptIn(old)).toEqual({ a: studio, s: stream });
  });

  it("is laid out for JupyterLab when a notebook is opened, beside other widgets, and taken back before it is saved", () => {
    const before = { "keras-playground": ours, widgets: { [STATE]: { ...version, state: { w: slider } } } };
    const opened = notebook({ ...before });
    layOut(opened);
    expect(opened.metadata.widgets).toEqual({ [STATE]: { ...version, state: { w: slider, a: studio, s: stream } } });
    takeBack(opened);
    expect(opened.metadata).toEqual(before);
  });

  it("is not written again where nothing changed", () => {
    const kept = notebook({ "keras-playground": ours });
    kept.setMetadata = () => {
      throw new Error("written");
    };
    keep(kept, structuredClone(ours));
    layOut(notebook());
  });
});
