// The version of the package that this extension came with.
import description from "../package.json";

export const { version } = description;
