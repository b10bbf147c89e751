// A note on the canvas: read as Markdown, written as text, sized by its edges.
import { type NodeProps, NodeResizer, useStore } from "@xyflow/react";
import { type KeyboardEvent, memo, useEffect, useRef } from "react";
import type { LayerFlowNode } from "../canvas/drawing";
import { lookup } from "../canvas/lookup";
import { levelOf, showsWords } from "../canvas/shown";
import { useStudio, useSurroundings, useView } from "../context";
import type { Note } from "../messages";
import { NoteText } from "./NoteText";
import { LEAST_SIDE, MOST_LETTERS, resize, write } from "./verbs";

export const NoteNode = memo(function NoteNode({ id, selected }: NodeProps<LayerFlowNode>) {
  const around = useSurroundings();
  const drawn = useStudio((state) => lookup(state.network).note.get(id));
  const draft = useView((state) => (state.draft?.id === id ? state.draft : null));
  const note = drawn ?? draft;
  const drawable = useStudio((state) => state.drawable);
  const editing = useView((state) => state.writing === id);
  const words = useStore((state) => showsWords(levelOf(state.transform[2])));
  if (!note) return null;
  return (
    <>
      <NodeResizer
        isVisible={selected && drawable && !editing}
        minWidth={LEAST_SIDE}
        minHeight={LEAST_SIDE}
        onResize={(_, at) => around.view.setState({ sizing: { id, ...at } })}
        onResizeEnd={(_, at) => resize(around, note, at)}
      />
      {/* biome-ignore lint/a11y/noStaticElementInteractions: Enter does the same from the keyboard. */}
      <div
        className={selected ? "note chosen" : "note"}
        data-testid={`note-${id}`}
        onDoubleClick={(event) => {
          event.stopPropagation();
          if (drawable) around.view.setState({ writing: id });
        }}
      >
        {editing ? <NoteField note={note} /> : <div className="note-text">{words && <Read note={note} />}</div>}
      </div>
    </>
  );
});

function Read({ note }: { note: Note }) {
  return note.text.trim() ? <NoteText text={note.text} /> : <p className="note-empty">Double-click to write</p>;
}

function NoteField({ note }: { note: Note }) {
  const around = useSurroundings();
  const field = useRef<HTMLTextAreaElement>(null);
  const done = useRef(false);
  useEffect(() => field.current?.focus({ preventScroll: true }), []);

  function finish(keep: boolean) {
    if (done.current) return;
    done.current = true;
    const text = field.current?.value ?? note.text;
    around.root.querySelector<HTMLElement>(".canvas")?.focus({ preventScroll: true });
    // What can't be kept, as without a kernel, stays in the field.
    done.current = !keep || write(around, note, text);
    if (!done.current) return;
    around.view.setState({ writing: null, draft: null });
  }

  function onKeyDown(event: KeyboardEvent) {
    const ends = event.key === "Escape" || (event.key === "Enter" && (event.ctrlKey || event.metaKey));
    if (!ends) return;
    event.preventDefault();
    event.nativeEvent.stopPropagation();
    finish(event.key === "Enter");
  }

  return (
    <textarea
      ref={field}
      className="note-field nodrag nopan nowheel"
      defaultValue={note.text}
      maxLength={MOST_LETTERS}
      aria-label="Note, in Markdown"
      title="Markdown. Ctrl+Enter or a click elsewhere keeps it, Esc leaves it as it was"
      data-testid="note-field"
      onKeyDown={onKeyDown}
      onBlur={() => finish(true)}
    />
  );
}
