// Samples as tiles, with what is true and what was answered; one that is chosen is shown in the other panels.
import { useMemo, useRef } from "react";
import { useSurroundings, useView } from "../context";
import { Pixels } from "../dock/DataSamples";
import { count, counted } from "../ui/format";
import { useRoving } from "../ui/useRoving";
import type { DockTab } from "../view";
import { classNames, type List, listed, listOf, type Seen, saidOf, totalOf } from "./predictions";
import { type Tile, useTiles } from "./useTiles";

const MOST = 48;

export function SampleTiles({ seen }: { seen: Seen }) {
  const { view } = useSurroundings();
  const look = useView((state) => state.predicted);
  const sample = useView((state) => state.sample);
  const { kind } = seen.head;
  const list = listOf(seen, look.list);
  const all = useMemo(() => listed(seen, list), [seen, list]);
  const shown = all.slice(0, MOST);
  const total = useMemo(() => totalOf(seen, list), [seen, list]);
  const tiles = useTiles(shown.map((each) => seen.places[each] ?? 0));
  const ground = useRef<HTMLUListElement>(null);
  useRoving(ground);
  const names = classNames(seen.head);
  const choose = (next: string) => view.setState({ predicted: { ...look, list: next as List } });
  const here = shown.some((each) => seen.places[each] === sample);
  return (
    <div className="tiles" data-testid="tiles">
      <div className="tiles-head">
        {kind === "numbers" ? (
          <h3>Largest errors</h3>
        ) : (
          <label>
            <span className="unseen">Samples</span>
            <select
              value={typeof list === "string" ? list : "cell"}
              data-testid="tiles-list"
              onChange={(event) => choose(event.target.value)}
            >
              <option value="worst">Worst errors</option>
              <option value="certain">Most certain errors</option>
              {typeof list === "object" && (
                <option value="cell">
                  true {names[list.truth]}, answered {names[list.answer]}
                </option>
              )}
            </select>
          </label>
        )}
        <span className="secondary" data-testid="tiles-count">
          {total > shown.length ? `${shown.length} of ${count(total)}` : counted(total, "sample")}
        </span>
        {here && (
          <span className="tiles-go">
            <span className="unseen">Sample {count(sample + 1)} in</span>
            <Go to="activations" title="Activations" />
            <Go to="explain" title="Explain" />
          </span>
        )}
      </div>
      {all.length === 0 ? (
        <p className="secondary tiles-none">
          {typeof list === "object" ? "No sample is in this cell." : "No answer is wrong."}
        </p>
      ) : (
        <ul ref={ground} aria-label="Samples">
          {shown.map((each) => {
            const place = seen.places[each] ?? 0;
            return (
              <li key={place}>
                <TileButton
                  tile={tiles.get(place)}
                  said={saidOf(seen, each)}
                  place={place}
                  selected={place === sample}
                  onPick={() => view.setState({ sample: place })}
                />
              </li>
            );
          })}
        </ul>
      )}
    </div>
  );
}

/** Opens another panel, where the chosen sample is shown. */
function Go({ to, title }: { to: DockTab; title: string }) {
  const { view } = useSurroundings();
  return (
    <button type="button" className="link" data-testid={`tiles-${to}`} onClick={() => view.setState({ dock: to })}>
      {title}
    </button>
  );
}

interface TileProps {
  tile: Tile | undefined;
  said: ReturnType<typeof saidOf>;
  place: number;
  selected: boolean;
  onPick: () => void;
}

function TileButton({ tile, said, place, selected, onPick }: TileProps) {
  return (
    <button
      type="button"
      className={tile && !tile.tensor ? "tile worded" : "tile"}
      aria-pressed={selected}
      title={`Sample ${count(place + 1)}${tile?.words ? `: ${tile.words}` : ""}`}
      data-testid={`tile-${place}`}
      onClick={onPick}
    >
      {tile?.tensor ? (
        <Pixels tensor={tile.tensor} values={tile.pixels} sample={0} />
      ) : (
        <span className="tile-words">{tile?.words ?? ""}</span>
      )}
      <span className="tile-said">
        <span>true {said.truth}</span>
        <span className="secondary">
          said {said.answer} {said.chance}
        </span>
      </span>
    </button>
  );
}
