// One row of the search: a layer, the settings that were typed, what leaves it here, and what it costs.
import { BLOCKS, titleOf } from "../blocks/kinds";
import { settingsOf } from "../canvas/creating";
import { familyColour } from "../canvas/families";
import { settingWords } from "../canvas/words";
import { useStudio, useView } from "../context";
import type { Foresight } from "../messages";
import { count } from "../ui/format";
import { plain } from "../ui/Prose";
import { Option } from "./Finder";
import type { Found } from "./query";
import { adapterWords, type Misfit, outputWords } from "./rows";

interface Props {
  id: string;
  found: Found;
  misfit: Misfit | null;
  foresight: Foresight | null;
  chosen: boolean;
  /** What was typed of the name. */
  part: string;
  onPoint: () => void;
  onPick: () => void;
}

export function Row({ id, found, misfit, foresight, chosen, part, onPoint, onPick }: Props) {
  const { kind } = found;
  const groups = useStudio((state) => state.start?.catalog.groups);
  const dark = useView((state) => state.theme === "dark");
  const block = kind.group === BLOCKS;
  const beside = misfit?.reason ?? (block ? "your block" : typed(found) || plain(kind.summary));
  const problem = foresight?.problems[0];
  return (
    <Option
      id={id}
      chosen={chosen}
      className={misfit ? "misfit" : ""}
      title={problem?.message ?? plain(kind.summary)}
      testid={`found-${kind.name}`}
      onPoint={onPoint}
      onPick={onPick}
    >
      {block ? (
        <span className="dot hollow" />
      ) : (
        <span className="dot" style={{ background: familyColour(kind.group, groups, dark) }} />
      )}
      <Marked text={titleOf(kind.name)} part={part} />
      <span className="search-words">{beside}</span>
      {misfit?.adapter && <span className="search-adapter">{adapterWords(misfit.adapter)}</span>}
      {!misfit && foresight && <span className="search-output">{outputWords(foresight)}</span>}
      {!misfit && foresight?.report.state === "ok" && (
        <span className="search-params">{count(foresight.report.parameters)}</span>
      )}
    </Option>
  );
}

/** What matters of the settings once some were typed: those, and what the others begin with. */
function typed({ kind, settings, words }: Found): string {
  if (words === "") return "";
  return settingWords(kind, { kind: kind.name, settings: settingsOf(kind, settings) }, 1) || words;
}

function Marked({ text, part }: { text: string; part: string }) {
  const start = part ? text.toLowerCase().indexOf(part.toLowerCase()) : -1;
  if (start < 0) return <span className="search-name">{text}</span>;
  return (
    <span className="search-name">
      {text.slice(0, start)}
      <mark>{text.slice(start, start + part.length)}</mark>
      {text.slice(start + part.length)}
    </span>
  );
}
