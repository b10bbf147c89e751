// Plotly's cartesian charts, a file of their own: loaded when a chart is first shown.
export { default } from "plotly.js-cartesian-dist-min";
