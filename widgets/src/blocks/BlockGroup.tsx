// The palette's group of saved blocks.
import { useEffect } from "react";
import { useStudio, useSurroundings } from "../context";
import { Fold, type Folding } from "../palette/Fold";
import { BlockRow } from "./BlockRow";
import { look } from "./shelf";

export const MY_BLOCKS = "My blocks";

interface Props extends Folding {
  onUsed: () => void;
}

export function BlockGroup({ open, onToggle, onUsed }: Props) {
  const { studio } = useSurroundings();
  const live = useStudio((state) => state.live);
  const shelf = useStudio((state) => state.shelf);
  const blocks = shelf?.blocks ?? [];
  // biome-ignore lint/correctness/useExhaustiveDependencies: opening the group is asking to see what is there now.
  useEffect(() => {
    if (live) void look(studio);
  }, [studio, live, open]);
  return (
    <li>
      <Fold name={MY_BLOCKS} count={blocks.length} testid={`group-${MY_BLOCKS}`} open={open} onToggle={onToggle}>
        <span className="dot hollow" />
      </Fold>
      {open && (
        <div className="palette-kinds">
          {blocks.map((block) => (
            <BlockRow key={block.name} block={block} onUsed={onUsed} />
          ))}
          {blocks.length === 0 && (
            <p className="palette-none">Select layers, press Ctrl+G, and save the block to keep it here.</p>
          )}
        </div>
      )}
    </li>
  );
}
