// The studio's icons, drawn here: 16 px, strokes of 1.5 px in the colour of the text around them.
import type { ReactNode } from "react";

const SHAPES = {
  undo: <path d="M3 6h6.5a3.5 3.5 0 0 1 0 7H6M5.8 3 2.8 6l3 3" />,
  redo: <path d="M13 6H6.5a3.5 3.5 0 0 0 0 7H10M10.2 3l3 3-3 3" />,
  play: <path d="M4.5 2.8v10.4L13 8z" fill="currentColor" />,
  pause: <path d="M5.5 3v10M10.5 3v10" strokeWidth="2.4" />,
  stop: <rect x="3.5" y="3.5" width="9" height="9" />,
  step: <path d="M4 3.5v9L10.5 8zM12.8 3.2v9.6" />,
  "step-epoch": <path d="M2.5 3.5v9L7.5 8zM7.5 3.5v9l5-4.5zM14 3.2v9.6" />,
  reset: <path d="M3.2 8a4.9 4.9 0 1 0 1.6-3.6M3 2.5v3.3h3.3" />,
  arrange: (
    <path d="M2 6.2h3.6v3.6H2zM10.4 2.2H14v3.6h-3.6zM10.4 10.2H14v3.6h-3.6zM5.6 8H8M10.4 4H8v8h2.4" strokeWidth="1.3" />
  ),
  templates: <path d="M2 3h5v4H2zM9 3h5v4H9zM2 9.5h5v4H2zM9 9.5h5v4H9z" strokeWidth="1.3" />,
  keys: <path d="M1.8 4h12.4v8H1.8zM4.4 6.6h.2M7.9 6.6h.2M11.4 6.6h.2M5 9.4h6" />,
  fit: <path d="M2.5 5.5v-3h3M10.5 2.5h3v3M13.5 10.5v3h-3M5.5 13.5h-3v-3" />,
  tab: <path d="M8.5 3h-5.5v10h10V8.5M10 2.5h3.5V6M13.2 2.8 7.5 8.5" />,
  grow: <path d="M9.5 2.5h4v4M13.5 2.5 9.2 6.8M6.5 13.5h-4v-4M2.5 13.5l4.3-4.3" />,
  shrink: <path d="M13.2 6.5h-4v-4M9.2 6.5l4.3-4.3M2.8 9.5h4v4M6.8 9.5l-4.3 4.3" />,
  code: <path d="M5.2 4 1.5 8l3.7 4M10.8 4l3.7 4-3.7 4" />,
  export: <path d="M8 10V2M5 4.8 8 1.8l3 3M2.5 8.5v5h11v-5" />,
  save: <path d="M2.5 2.5h8.6l2.4 2.4v8.6h-11zM5 2.5v3.6h5V2.5M4.8 13.5V9.2h6.4v4.3" strokeWidth="1.3" />,
  search: <path d="M11.2 7A4.2 4.2 0 1 1 2.8 7a4.2 4.2 0 0 1 8.4 0zM10.1 10.1l3.7 3.7" />,
  "chevron-right": <path d="m6 3.8 4.2 4.2L6 12.2" />,
  "chevron-left": <path d="M10 3.8 5.8 8l4.2 4.2" />,
  "chevron-down": <path d="M3.8 6 8 10.2 12.2 6" />,
  "chevron-up": <path d="M3.8 10 8 5.8 12.2 10" />,
  close: <path d="m3.8 3.8 8.4 8.4M12.2 3.8l-8.4 8.4" />,
  check: <path d="m2.8 8.6 3.4 3.4 7-7.6" />,
  error: <path d="M14.2 8A6.2 6.2 0 1 1 1.8 8a6.2 6.2 0 0 1 12.4 0zM5.8 5.8l4.4 4.4M10.2 5.8l-4.4 4.4" />,
  warning: <path d="M8 2 1.6 13.4h12.8zM8 6.4v3.2M8 11.3v.4" />,
  hint: <path d="M5.8 11.2C4.6 10.3 3.8 9 3.8 7.4a4.2 4.2 0 0 1 8.4 0c0 1.6-.8 2.9-2 3.8zM6.2 13.8h3.6" />,
  pulse: <path d="M1.2 8.6h3l1.7-4.4 3.4 8 2-5.2.9 1.6h2.6" />,
  waiting: <circle cx="8" cy="8" r="5.8" strokeDasharray="3 2.2" />,
  help: (
    <path
      d="M14.2 8A6.2 6.2 0 1 1 1.8 8a6.2 6.2 0 0 1 12.4 0zM6.1 6.3A1.9 1.9 0 1 1 8 8.3v.9M8 11.2v.4"
      strokeWidth="1.3"
    />
  ),
  snowflake: (
    <path
      d="M8 1.8v12.4M2.6 4.9l10.8 6.2M13.4 4.9 2.6 11.1M6.4 2.8 8 4.4l1.6-1.6M6.4 13.2 8 11.6l1.6 1.6"
      strokeWidth="1.2"
    />
  ),
  shared: (
    <path
      d="M5.6 8a1.9 1.9 0 1 1-3.8 0 1.9 1.9 0 0 1 3.8 0zM14.2 3.8a1.9 1.9 0 1 1-3.8 0 1.9 1.9 0 0 1 3.8 0zM14.2 12.2a1.9 1.9 0 1 1-3.8 0 1.9 1.9 0 0 1 3.8 0zM5.4 7.1l5.2-2.5M5.4 8.9l5.2 2.5"
      strokeWidth="1.3"
    />
  ),
  wrench: (
    <path
      d="M13.6 4.7a3.6 3.6 0 0 1-4.8 4.2l-4.4 4.4a1.2 1.2 0 0 1-1.7-1.7l4.4-4.4a3.6 3.6 0 0 1 4.2-4.8L9.2 4.5l.4 1.9 1.9.4z"
      strokeWidth="1.3"
    />
  ),
  bypass: <path d="M1.8 10.5h1.4c1.6 0 2-6 4.8-6s3.2 6 4.8 6h1.4M12.2 8.6l2 1.9-2 1.9" />,
  pin: <path d="M5.4 2.2h5.2M6.2 2.4v4L4 9.2h8L9.8 6.4v-4M8 9.4v4.4" strokeWidth="1.3" />,
  "align-left": <path d="M2.5 2v12M5 4.5h8v2.6H5zM5 9.4h5V12H5z" strokeWidth="1.3" />,
  "align-centre": <path d="M8 2v2.5M8 7.1v2.3M8 12v2M4 4.5h8v2.6H4zM5.5 9.4h5V12h-5z" strokeWidth="1.3" />,
  "align-right": <path d="M13.5 2v12M3 4.5h8v2.6H3zM6 9.4h5V12H6z" strokeWidth="1.3" />,
  "align-top": <path d="M2 2.5h12M4.5 5h2.6v8H4.5zM9.4 5H12v5H9.4z" strokeWidth="1.3" />,
  "align-middle": <path d="M2 8h2.5M7.1 8h2.3M12 8h2M4.5 4h2.6v8H4.5zM9.4 5.5H12v5H9.4z" strokeWidth="1.3" />,
  "align-bottom": <path d="M2 13.5h12M4.5 3h2.6v8H4.5zM9.4 6H12v5H9.4z" strokeWidth="1.3" />,
  "spread-x": <path d="M2.5 2v12M13.5 2v12M6.7 4.5h2.6v7H6.7z" strokeWidth="1.3" />,
  "spread-y": <path d="M2 2.5h12M2 13.5h12M4.5 6.7h7v2.6h-7z" strokeWidth="1.3" />,
  plus: <path d="M8 3v10M3 8h10" />,
  minus: <path d="M3 8h10" />,
  chip: (
    <path
      d="M4 4h8v8H4zM6.4 6.4h3.2v3.2H6.4zM6 4V1.8M10 4V1.8M6 14.2V12M10 14.2V12M4 6H1.8M4 10H1.8M14.2 6H12M14.2 10H12"
      strokeWidth="1.3"
    />
  ),
  data: (
    <path d="M13 4c0 1.2-2.2 2.2-5 2.2S3 5.2 3 4s2.2-2.2 5-2.2S13 2.8 13 4zM3 4v8c0 1.2 2.2 2.2 5 2.2s5-1 5-2.2V4M3 8c0 1.2 2.2 2.2 5 2.2s5-1 5-2.2" />
  ),
  trash: <path d="M2.8 4.2h10.4M6 4V2.4h4V4M4.2 4.4l.6 9.2h6.4l.6-9.2" />,
  copy: <path d="M5.5 5.5h8v8h-8zM3.5 10.5h-1v-8h8v1" />,
  keyboard: <path d="M1.8 4h12.4v8H1.8zM4 6.8h.4M7 6.8h.4M10 6.8h.4M12 6.8h.2M5 9.6h6" strokeWidth="1.3" />,
  more: <path d="M3.6 8h.2M8 8h.2M12.4 8h.2" strokeWidth="2.2" />,
  grip: <path d="M6 3.6h.2M9.8 3.6h.2M6 8h.2M9.8 8h.2M6 12.4h.2M9.8 12.4h.2" strokeWidth="2" />,
  sliders: (
    <path
      d="M2 4.8h6.4M12.2 4.8H14M2 11.2h1.8M7.6 11.2H14M12.2 4.8a1.9 1.9 0 1 1-3.8 0 1.9 1.9 0 0 1 3.8 0zM7.6 11.2a1.9 1.9 0 1 1-3.8 0 1.9 1.9 0 0 1 3.8 0z"
      strokeWidth="1.3"
    />
  ),
  map: <path d="M2 3h12v10H2zM8.5 8h5.5v5H8.5z" />,
  panel: <path d="M2 3h12v10H2zM10 3v10" />,
  folder: <path d="M2 12.8V3.6h4.2l1.4 1.8H14v7.4z" />,
  compare: <path d="M2 3h5v10H2zM9 3h5v10H9zM3.4 8h2.2M10.4 8h2.2M11.5 6.9v2.2" strokeWidth="1.3" />,
  image: <path d="M2 3h12v10H2zM2.4 11.4 6 8l3 2.6 2-1.6 2.8 2.4M10.6 6h.2" />,
} satisfies Record<string, ReactNode>;

export type IconName = keyof typeof SHAPES;

/** A drawing beside a word or inside a labelled button; it says nothing to a screen reader itself. */
export function Icon({ name, size = 16 }: { name: IconName; size?: number }) {
  return (
    <svg
      className="icon"
      width={size}
      height={size}
      viewBox="0 0 16 16"
      fill="none"
      stroke="currentColor"
      strokeWidth="1.5"
      strokeLinecap="round"
      strokeLinejoin="round"
      aria-hidden="true"
    >
      {SHAPES[name]}
    </svg>
  );
}
