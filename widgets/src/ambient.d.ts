declare module "*.css" {
  const text: string;
  export default text;
}

declare module "plotly.js-cartesian-dist-min";

/** The name of the built file that holds Plotly; set by the build. */
declare const PLOTLY_ASSET: string;
