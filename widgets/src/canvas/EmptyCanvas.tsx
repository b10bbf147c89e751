// What an empty canvas offers: drawings to begin with, and a word on how to draw one's own.
import { useStudio, useSurroundings } from "../context";
import { Icon } from "../ui/Icon";

export function EmptyCanvas() {
  const { studio } = useSurroundings();
  const templates = useStudio((state) => state.start?.templates);
  const live = useStudio((state) => state.live);
  if (!live) return <p className="empty-canvas quiet">The drawing is empty.</p>;
  return (
    <section className="empty-canvas" aria-label="Begin a network" data-testid="empty-canvas">
      <h2>Begin with a network</h2>
      <ul>
        {templates?.map((template) => (
          <li key={template.name}>
            <button
              type="button"
              data-testid={`template-${template.name}`}
              onClick={() => void studio.command({ type: "open_template", name: template.name })}
            >
              <b>{template.title}</b>
              <span>{template.summary}</span>
            </button>
          </li>
        ))}
      </ul>
      <p>
        <Icon name="plus" size={12} /> or drag a layer from the left, or press <kbd>/</kbd> and type its name
      </p>
    </section>
  );
}
