// Which packages end in the page: the third-party notices name these, by the same list.
import { execFileSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

import { expect, it } from "vitest";

const root = fileURLToPath(new URL("../..", import.meta.url));
const listed = join(root, "../src-tauri/crates/third-party/page.json");

/** The package of a source, or the source itself where it is of none and not of this project. */
function part(source: string): string | null {
  const inside = source.replaceAll("\\", "/").split("node_modules/").pop() ?? "";
  const [scope = "", name = ""] = inside.split("/");
  if (source.includes("node_modules/")) return scope.startsWith("@") ? `${scope}/${name}` : scope;
  return /(^|\/)src\//.test(source) ? null : source;
}

it("takes the packages that the notices name, and no other", { timeout: 60_000 }, () => {
  const out = mkdtempSync(join(tmpdir(), "keapsake-parts-"));
  const vite = join(root, "node_modules/vite/bin/vite.js");
  const env = { ...process.env, NODE_ENV: "production" };
  execFileSync(process.execPath, [vite, "build", "--outDir", out, "--emptyOutDir", "--sourcemap", "--logLevel", "error"], { cwd: root, env });
  const maps = readdirSync(join(out, "assets")).filter((name) => name.endsWith(".js.map"));
  const sources = maps.flatMap((name) => (JSON.parse(readFileSync(join(out, "assets", name), "utf8")) as { sources: string[] }).sources);
  rmSync(out, { recursive: true });
  const parts = new Set(sources.map(part).filter((name) => name !== null));
  expect([...parts].sort()).toEqual(JSON.parse(readFileSync(listed, "utf8")));
});
