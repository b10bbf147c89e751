// One saved block in the palette: dragged out or added like a layer, renamed, deleted; or a file that can't be used, and why.
import { type FormEvent, useState } from "react";
import { usePlaceInView } from "../canvas/dropping";
import { append } from "../canvas/verbs";
import { useSurroundings } from "../context";
import type { SavedBlock } from "../messages";
import { useDragOut } from "../palette/useDragOut";
import { counted } from "../ui/format";
import { Icon } from "../ui/Icon";
import { savedName } from "./kinds";
import { fetched } from "./shelf";

type Doing = "nothing" | "menu" | "renaming" | "deleting";

export function BlockRow({ block, onUsed }: { block: SavedBlock; onUsed: () => void }) {
  const around = useSurroundings();
  const { studio } = around;
  const placeInView = usePlaceInView();
  const [doing, setDoing] = useState<Doing>("nothing");
  const drag = useDragOut(savedName(block.name), onUsed, () => fetched(studio, block.name));
  const broken = block.trouble !== "";

  async function add() {
    const kind = await fetched(studio, block.name);
    if (!kind) return;
    append(around, kind, placeInView(kind));
    onUsed();
  }

  async function rename(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    const to = String(new FormData(event.currentTarget).get("name") ?? "").trim();
    if (to === "" || to === block.name || (await studio.command({ type: "rename_block", name: block.name, to }))) {
      setDoing("nothing");
    }
  }

  if (doing === "renaming") {
    return (
      <form className="palette-rename" onSubmit={(event) => void rename(event)}>
        <input
          // biome-ignore lint/a11y/noAutofocus: renaming is asking to type.
          autoFocus
          className="field"
          name="name"
          defaultValue={block.name}
          aria-label={`New name of ${block.name}`}
          spellCheck={false}
          data-testid={`block-rename-${block.name}`}
          onFocus={(event) => event.target.select()}
          onBlur={() => setDoing("nothing")}
          onKeyDown={(event) => {
            if (event.key === "Escape") setDoing("nothing");
            event.stopPropagation();
          }}
        />
      </form>
    );
  }
  return (
    <>
      <div className="palette-block">
        <button
          type="button"
          className={broken ? "palette-kind blocked" : "palette-kind"}
          title={broken ? block.trouble : `A block of ${counted(block.layers, "node")}`}
          aria-disabled={broken}
          data-testid={`block-${block.name}`}
          onDoubleClick={broken ? undefined : () => void add()}
          onKeyDown={(event) => {
            if (event.key !== "Enter" || broken) return;
            event.preventDefault();
            void add();
          }}
          {...(broken ? {} : drag)}
        >
          <span className="palette-name">{block.name}</span>
        </button>
        <button
          type="button"
          className="tiny palette-more-of"
          title={`Rename or delete ${block.name}`}
          aria-label={`Rename or delete ${block.name}`}
          aria-expanded={doing !== "nothing"}
          data-testid={`block-menu-${block.name}`}
          onClick={() => setDoing(doing === "nothing" ? "menu" : "nothing")}
        >
          <Icon name="more" size={12} />
        </button>
      </div>
      {broken && <p className="palette-trouble in-error">{block.trouble}</p>}
      {doing === "menu" && (
        <div className="palette-menu">
          <button type="button" className="link" data-testid="block-rename" onClick={() => setDoing("renaming")}>
            Rename
          </button>
          <button type="button" className="link" data-testid="block-delete" onClick={() => setDoing("deleting")}>
            Delete
          </button>
        </div>
      )}
      {doing === "deleting" && (
        <div className="palette-menu">
          <span>Delete the file?</span>
          <button
            type="button"
            className="link"
            data-testid="block-delete-sure"
            onClick={() => void studio.command({ type: "delete_block", name: block.name })}
          >
            Delete
          </button>
          <button type="button" className="link" onClick={() => setDoing("nothing")}>
            Keep
          </button>
        </div>
      )}
    </>
  );
}
