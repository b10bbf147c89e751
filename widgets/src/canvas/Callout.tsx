// The problem of the selected node, or the newest one, said beside its node: the sentence, the cure, and the way to the others.
import { useStore } from "@xyflow/react";
import { useEffect, useLayoutEffect, useMemo, useRef, useState } from "react";
import { wrapped } from "../blocks/paths";
import { useStudio, useSurroundings, useView } from "../context";
import type { Fix } from "../messages";
import { FixButton } from "../problems/FixButton";
import { Sentence } from "../problems/Sentence";
import { keyOf, type Shown, useShown } from "../problems/shown";
import { useWhy, WhyButton, WhyText } from "../problems/Why";
import { Icon } from "../ui/Icon";
import { IconButton } from "../ui/IconButton";
import { leaderTo, type Side, type Standing, standing, WIDTH } from "./calloutPlace";
import type { LayerFlowNode } from "./drawing";
import { ghostOf } from "./ghost";
import { closeCallout, showWays } from "./problemVerbs";
import type { Box, Point } from "./routing";

/** Before it is measured. */
const GUESS = 104;

export function Callout({ nodes }: { nodes: readonly LayerFlowNode[] }) {
  const { view } = useSurroundings();
  const shown = useShown();
  const path = useView((state) => state.path);
  useEffect(() => {
    const fix = shown?.problem.fixes[0];
    view.setState({ callout: shown && { key: keyOf(shown.problem), edit: fix ? wrapped(fix.edit, path) : null } });
  }, [view, shown, path]);
  useEffect(() => () => view.setState({ callout: null }), [view]);
  const fix = shown?.problem.fixes[0];
  return (
    <>
      <p className="unseen" role="status" data-testid="callout-said">
        {shown && `${shown.problem.message}${fix ? ` Alt+Enter: ${fix.label}.` : ""}`}
      </p>
      {shown && <Bubble key={shown.anchor} {...shown} nodes={nodes} />}
    </>
  );
}

function Bubble({ anchor, problem, nodes }: Shown & { nodes: readonly LayerFlowNode[] }) {
  const around = useSurroundings();
  const path = useView((state) => state.path);
  const element = useRef<HTMLElement>(null);
  const [height, setHeight] = useState(GUESS);
  const place = usePlace(anchor, problem.fixes[0], height, nodes);
  const why = useWhy(problem.code);
  const [fix, ...others] = problem.fixes;

  // biome-ignore lint/correctness/useExhaustiveDependencies: another sentence or width has another height.
  useLayoutEffect(() => {
    const content = element.current?.firstElementChild;
    if (!content) return;
    const measure = () => setHeight(Math.ceil(content.getBoundingClientRect().height) + 2);
    measure();
    const observer = new ResizeObserver(measure);
    observer.observe(content);
    return () => observer.disconnect();
  }, [place === null, problem]);

  if (!place) return null;
  const { x, y, width } = place;
  return (
    <>
      <svg className={`callout-leader ${problem.severity}`} aria-hidden="true">
        <polyline points={place.leader.map((point) => `${point.x},${point.y}`).join(" ")} />
      </svg>
      <section
        ref={element}
        className={`callout nowheel ${problem.severity}`}
        aria-label="Problem"
        data-testid="callout"
        data-side={place.side}
        style={{ left: x, top: y, width, maxHeight: place.height }}
      >
        <div className="callout-content">
          <div className="callout-head">
            <p>
              <Sentence problem={problem} />
            </p>
            <IconButton
              icon="close"
              label="Close"
              keys="Esc"
              testid="callout-close"
              onClick={() => closeCallout(around)}
            />
          </div>
          <div className="callout-actions">
            {fix && (
              <FixButton
                fix={fix}
                path={path}
                className="button primary callout-fix"
                title={fix.label}
                testid="callout-fix"
                apply={() => around.studio.edit(fix.edit)}
              >
                <Icon name="wrench" size={14} />
                <span>Fix: {uncapitalized(fix.label)}</span>
              </FixButton>
            )}
            {others.length > 0 && (
              <button
                type="button"
                className="link"
                data-testid="callout-ways"
                onClick={() => showWays(around, problem)}
              >
                Other ways ({others.length})
              </button>
            )}
            <WhyButton why={why} testid="callout-why" />
            {fix && <span className="secondary callout-keys">Alt+Enter</span>}
          </div>
          <WhyText why={why} />
        </div>
      </section>
    </>
  );
}

/** Where the callout stands. While a fix is looked at nothing but the view moves it: its button must not leave the pointer. */
function usePlace(
  anchor: string,
  fix: Fix | undefined,
  height: number,
  nodes: readonly LayerFlowNode[],
): Standing | null {
  const network = useStudio((state) => state.network);
  const crumbs = useView((state) => state.path.length > 0);
  const looked = useView((state) => state.preview !== null);
  const [x, y, zoom] = useStore((state) => state.transform);
  const screen = { width: useStore((state) => state.width), height: useStore((state) => state.height) };
  const onScreen = (at: Point): Point => ({ x: at.x * zoom + x, y: at.y * zoom + y });
  const ghost = useMemo(() => (fix ? ghostOf(network, fix.edit) : null), [network, fix]);
  const side = useRef<Side | null>(null);
  const kept = useRef<{ view: string; place: Standing } | null>(null);
  const seen = [x, y, zoom, screen.width, screen.height].join(" ");
  const boxes = new Map(
    nodes.map((node): [string, Box] => {
      const { width, height: tall } = node.data.card;
      return [node.id, { ...onScreen(node.position), width: width * zoom, height: tall * zoom }];
    }),
  );
  const own = boxes.get(anchor);
  if (!own || screen.width === 0) return null;
  if (looked && kept.current?.view === seen) {
    const { place } = kept.current;
    return { ...place, leader: leaderTo(place, own) };
  }
  const sized = (at: Point): Box => ({ ...onScreen(at), width: own.width, height: own.height });
  const coming = (ghost?.added ?? []).map(sized);
  const soon = ghost?.moved.get(anchor);
  const others = [...[...boxes.values()].filter((box) => box !== own), ...coming, ...corners(screen)];
  const wish = { width: Math.min(WIDTH, screen.width - 16), height };
  const room = { ...screen, top: crumbs ? 40 : 0 };
  const found = standing(own, wish, room, others, side.current, soon ? sized(soon) : null);
  side.current = found?.side ?? null;
  kept.current = found && { view: seen, place: found };
  return found;
}

/** The caption with the zoom bar, and the map. */
function corners({ width, height }: { width: number; height: number }): Box[] {
  return [
    { x: 0, y: height - 64, width: Math.min(560, width), height: 64 },
    { x: width - 150, y: height - 80, width: 150, height: 80 },
  ];
}

function uncapitalized(label: string): string {
  return label.charAt(0).toLowerCase() + label.slice(1);
}
