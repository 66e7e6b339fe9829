// Svelte's settings: runes everywhere, styles in files (the CSP forbids injected ones), and scope
// names of one or two letters, which keep the page small. A component has its name by its place among
// all of them and not by when it is compiled: the same sources give the same bytes.
import { readdirSync } from "node:fs";
import { fileURLToPath } from "node:url";

const LETTERS = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ";

const sources = fileURLToPath(new URL("src/", import.meta.url));

/** The paths of all components in `src`, with slashes, in an order that no machine changes. */
function components() {
  return readdirSync(sources, { recursive: true, encoding: "utf8" })
    .map((path) => path.replaceAll("\\", "/"))
    .filter((path) => path.endsWith(".svelte"))
    .toSorted();
}

/** The `place`-th scope name: a, b … Z, then a0 … Z0, a1 …: words, as classes by hand are, are none of them. */
function scope(place) {
  const turn = Math.floor(place / LETTERS.length);
  return `${LETTERS[place % LETTERS.length]}${turn === 0 ? "" : turn - 1}`;
}

export const scopes = new Map(components().map((path, place) => [path, scope(place)]));

export default {
  compilerOptions: {
    runes: true,
    css: "external",
    cssHash: ({ filename, css, hash }) => scopes.get(filename.replaceAll("\\", "/").replace(/^(.*\/)?src\//, "")) ?? `x${hash(css)}`,
  },
};
