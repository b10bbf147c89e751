// A node looked at otherwise than by its values: what its heads look at, or samples laid out by what it puts out.
import { useCallback, useMemo, useRef } from "react";
import { useStudio, useSurroundings, useView } from "../context";
import { Chart } from "../dock/Chart";
import { SampleStepper } from "../explain/SampleStepper";
import { useAnswer } from "../explain/useAnswer";
import type { AttentionShown, NodeProjected } from "../messages";
import { paletteAt } from "../pictures/colours";
import { count } from "../ui/format";
import { After, ByHand, Method, Told, usePossible } from "./Asked";
import { Attention } from "./Attention";
import { cloudFigure } from "./figure";
import { useFollowing } from "./following";
import { aligned, type Cloud, cloudOf, headsOf } from "./looks";

const WORDS = 24;
const TITLE = 20;
const NO_NAMES: string[] = [];

interface Props {
  node: string;
  /** What stands above in the column on the left. */
  children: React.ReactNode;
  left: number;
  width: number;
  height: number;
}

export function AttentionOf({ node, children, left, width, height }: Props) {
  const view = useView((state) => state.id);
  const sample = useView((state) => state.sample);
  const possible = usePossible();
  const once = useAnswer<AttentionShown>(possible ? { type: "show_attention", view, node, sample } : null);
  const asked = useFollowing(once, node, "attention");
  const heads = useMemo(() => asked.found && headsOf(asked.found), [asked.found]);
  const step = heads?.head.step;
  return (
    <>
      <div className="activation-facts" style={{ width: left }}>
        {children}
        {heads && <SampleStepper of="attention" samples={heads.head.samples} label={heads.head.label} />}
        <After step={step} asked={asked} follows={asked.follows} />
      </div>
      <Told asked={asked}>
        {heads && <Attention heads={heads} width={width} height={Math.max(40, height - WORDS)} />}
      </Told>
    </>
  );
}

export function ProjectionOf({ node, children, left, width, height }: Props) {
  const { view: store } = useSurroundings();
  const view = useView((state) => state.id);
  const method = useView((state) => state.projecting);
  const possible = usePossible();
  const once = useAnswer<NodeProjected>(possible ? { type: "project_node", view, node, method } : null);
  const asked = useFollowing(once, node, method === "pca" ? "pca" : null);
  const before = useRef<Cloud | null>(null);
  const cloud = useMemo(() => asked.found && aligned(cloudOf(asked.found), before.current), [asked.found]);
  before.current = cloud;
  const { root } = useSurroundings();
  const theme = useView((state) => `${state.theme} ${state.contrast}`);
  const sample = useView((state) => state.sample);
  const names = useStudio((state) => state.data?.class_names ?? NO_NAMES);
  const classes = useStudio((state) => state.data?.classes ?? 0);
  const size = useMemo(() => ({ width, height: Math.max(60, height - TITLE) }), [width, height]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the theme is read from the style sheet.
  const make = useCallback(
    () =>
      cloud ? cloudFigure(cloud, names, classes, sample, size, paletteAt(root)) : { data: [], layout: { ...size } },
    [cloud, names, classes, sample, size, root, theme],
  );
  const samples = cloud?.head.samples ?? 0;
  return (
    <>
      <div className="activation-facts" style={{ width: left }}>
        {children}
        <Method of="samples" />
        {samples > 0 && <SampleStepper of="projection" samples={samples} label="" />}
        <After step={cloud?.head.step} asked={asked} follows={asked.follows} />
        <ByHand />
        {cloud && cloud.head.unsound > 0 && (
          <p className="in-error">{count(cloud.head.unsound)} samples left out: NaN or infinite.</p>
        )}
      </div>
      <Told asked={asked}>
        {cloud && (
          <Chart
            title={`${count(cloud.head.points)} samples`}
            note={`of ${count(cloud.head.values)} values each; a click shows the sample`}
            size={size}
            make={make}
            chosen={`${sample} ${method} ${cloud.head.node}`}
            testid="chart-projection"
            onPick={(place) => typeof place === "number" && store.setState({ sample: place })}
          />
        )}
      </Told>
    </>
  );
}
