// Leads through the maps, or units, of a node that has more than fit into one picture.
import { useSurroundings } from "../context";
import type { Picture } from "../messages";
import { count } from "../ui/format";
import { IconButton } from "../ui/IconButton";

export function Pages({ picture, of }: { picture: Picture; of: string }) {
  const { view } = useSurroundings();
  const { node, first, total, size } = picture;
  if (size !== "focus" || total <= picture.count) return null;
  const last = Math.ceil(total / picture.count) - 1;
  // The last page is as full as the others, so it may begin within the one before.
  const page = Math.ceil(first / picture.count);
  const turn = (to: number) => view.setState({ paged: { node, page: to } });
  return (
    <span className="pages">
      <IconButton
        icon="chevron-left"
        label={`${of} before`}
        testid="pages-before"
        disabled={page === 0}
        onClick={() => turn(page - 1)}
      />
      <span className="secondary" data-testid="pages">
        {count(first + 1)}–{count(first + picture.count)} of {count(total)}
      </span>
      <IconButton
        icon="chevron-right"
        label={`${of} after`}
        testid="pages-after"
        disabled={page >= last}
        onClick={() => turn(page + 1)}
      />
    </span>
  );
}
