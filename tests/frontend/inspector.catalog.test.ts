// Every setting of every kind of the installed Keras has a field of its type, and what the field shows can be typed.

import { kindsOf } from "../../widgets/src/inspector/objects";
import { fieldOf } from "../../widgets/src/inspector/SettingField";
import { format, parse, same } from "../../widgets/src/inspector/values";
import type { Catalog, Kind, Setting } from "../../widgets/src/messages";
import fixture from "../fixtures/catalog.json";

const OPERATION = /^(ops|activations)\./;

const { layers, keras, ...objects } = fixture as unknown as Record<string, Kind[]> & { keras: string; layers: Kind[] };
const catalog: Catalog = { keras_version: String(keras), groups: [], layers, objects };

/** Cells have an obstacle to being placed, and are set inside an RNN. */
const CELLS = ["LSTMCell", "GRUCell", "SimpleRNNCell", "StackedRNNCells"];
const usable = layers.filter((kind) => kind.obstacle === "" || CELLS.includes(kind.name));
const chosen = Object.values(objects)
  .flat()
  .filter((kind) => kind.obstacle === "");
const kinds = [...usable, ...chosen];
const settings: [string, Setting][] = kinds.flatMap((kind) =>
  [...kind.settings, ...kind.arguments].map((setting): [string, Setting] => [`${kind.name}.${setting.name}`, setting]),
);

/** Settings that truly take values of several types: a number or a list, True or a word, a dict. */
const FREE = [
  "BatchNormalization.renorm_clipping",
  "Constant.value",
  "FalseNegatives.thresholds",
  "FalsePositives.thresholds",
  "GRU.use_cudnn",
  "Hashing.mask_value",
  "Hashing.salt",
  "IntegerLookup.salt",
  "LSTM.use_cudnn",
  "Normalization.mean",
  "Normalization.variance",
  "Precision.thresholds",
  "RandomErasing.fill_value",
  "Recall.thresholds",
  "Rescaling.offset",
  "Rescaling.scale",
  "StringLookup.salt",
  "TextVectorization.ngrams",
  "TrueNegatives.thresholds",
  "TruePositives.thresholds",
];

test("the catalog is a whole one", () => {
  expect(usable.filter((kind) => !OPERATION.test(kind.name)).length).toBeGreaterThan(120);
  expect(settings.length).toBeGreaterThan(1_000);
});

test("no field takes any value where its type is known", () => {
  const free = settings.filter(([name, setting]) => fieldOf(setting) === "free" && !OPERATION.test(name));
  expect(free.map(([name]) => name).sort()).toEqual(FREE);
});

test("every choice has something to choose from", () => {
  const empty = settings.filter(([, setting]) => {
    if (fieldOf(setting) === "choice") return setting.type !== "boolean" && !setting.choices?.length;
    const chooses = ["object", "layers", "schedule"].includes(fieldOf(setting));
    return chooses && kindsOf(catalog, setting.family, setting.choices).length < 2;
  });
  expect(empty.map(([name]) => name)).toEqual([]);
});

test("a chooser's default is one of what it offers", () => {
  const strange = settings.filter(([, setting]) => {
    if (fieldOf(setting) !== "choice" || setting.type === "boolean") return false;
    return (setting.default ?? null) !== null && !setting.choices?.includes(String(setting.default));
  });
  expect(strange.map(([name]) => name)).toEqual([]);
});

const TYPED = ["text", "number", "tuple", "list", "free"];

test("what a field shows of its default, typed again, is the default", () => {
  const typed = settings.filter(
    ([, setting]) => TYPED.includes(fieldOf(setting)) && (setting.default ?? null) !== null && setting.default !== "",
  );
  expect(typed.length).toBeGreaterThan(300);
  const broken = typed.filter(([, setting]) => {
    const parsed = parse(setting, format(setting.default));
    if (!setting.required) return parsed.kind !== "reset";
    return parsed.kind !== "value" || !same(setting, parsed.value, setting.default);
  });
  expect(broken.map(([name, setting]) => `${name}: ${format(setting.default)}`)).toEqual([]);
});

test("None can be typed wherever it is a value", () => {
  const optional = settings.filter(([, setting]) => setting.optional && TYPED.includes(fieldOf(setting)));
  const broken = optional.filter(([, setting]) => {
    const parsed = parse(setting, "None");
    return parsed.kind === "trouble" || (parsed.kind === "value" && parsed.value !== null);
  });
  expect(broken.map(([name]) => name)).toEqual([]);
});
