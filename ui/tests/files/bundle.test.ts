// What the build emits and what the sources may do: the CSP, the fake, the direction of imports.
import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

import { beforeAll, describe, expect, it } from "vitest";

import { scopes } from "../../svelte.config.js";

const LIMIT = 240_500;

const root = fileURLToPath(new URL("../..", import.meta.url));

function files(folder: string): string[] {
  return readdirSync(folder).flatMap((name) => {
    const path = join(folder, name);
    return statSync(path).isDirectory() ? files(path) : [path];
  });
}

type Emitted = { path: string; text: string }[];

/** What a build makes of the sources, with paths inside its folder. */
function build(): Emitted {
  const out = mkdtempSync(join(tmpdir(), "keapsake-ui-"));
  try {
    // In a process of its own: a test's environment would make it a development build.
    const vite = join(root, "node_modules/vite/bin/vite.js");
    const env = { ...process.env, NODE_ENV: "production" };
    execFileSync(process.execPath, [vite, "build", "--outDir", out, "--emptyOutDir", "--logLevel", "error"], { cwd: root, env });
    return files(out).map((path) => ({ path: path.slice(out.length), text: readFileSync(path, "utf8") }));
  } finally {
    rmSync(out, { recursive: true });
  }
}

describe("the build", () => {
  let emitted: Emitted;

  beforeAll(() => {
    emitted = build();
  }, 60_000);

  const all = (ends: string) =>
    emitted
      .filter(({ path }) => path.endsWith(ends))
      .map(({ text }) => text)
      .join("\n");

  it("has no inline script, style or handler: the app's CSP would refuse them", () => {
    const html = all(".html");
    expect(html).not.toMatch(/<style|<script(?![^>]*\bsrc=)|\sstyle=|\son[a-z]+=/);
    // Templates become innerHTML, where a style attribute counts as inline as well.
    expect(all(".js")).not.toMatch(/<[a-z]+[^<>]*\sstyle=/);
  });

  it("names nothing remote", () => {
    const addresses = emitted.flatMap(({ text }) => text.match(/(?:https?:)?\/\/[a-z0-9-]+\.[a-z.]+[^\s"'`)]*/g) ?? []);
    // Names of XML, and the pages Svelte's own error messages point to: neither is ever fetched.
    expect(addresses.filter((address) => !/^http:\/\/www\.w3\.org\/|^https:\/\/svelte\.dev\/e\//.test(address))).toEqual([]);
  });

  it("holds nothing of the in-page fake", () => {
    expect(all(".js")).not.toMatch(/Practice Bakery|pb101|choose_door:/);
  });

  it("asks the app for its view from a small file that comes before the large one", () => {
    const scripts = [...all(".html").matchAll(/<script[^>]*\ssrc="\.\/([^"]+)"/g)].map(([, path = ""]) => path);
    const text = (path: string) => emitted.find((file) => file.path.endsWith(path))?.text ?? "";
    expect(scripts).toHaveLength(2);
    expect(text(scripts[0] ?? "")).toMatch(/["'`]watch["'`]/);
    expect(text(scripts[0] ?? "").length).toBeLessThan(4_000);
    expect(text(scripts[1] ?? "").length).toBeGreaterThan(100_000);
  });

  // What compiles first differs from one build to the next, and nothing emitted may depend on it.
  it("makes the same bytes of the same sources", { timeout: 60_000 }, () => {
    const told = (made: Emitted) => made.map(({ path, text }) => `${path} ${createHash("sha256").update(text).digest("hex")}`);
    expect(told(build())).toEqual(told(emitted));
  });

  it("stays small", () => {
    const bytes = emitted.reduce((sum, { text }) => sum + Buffer.byteLength(text), 0);
    expect(bytes).toBeLessThanOrEqual(LIMIT);
  });
});

describe("the sources", () => {
  const sources = files(join(root, "src")).map((path) => ({ path: path.slice(root.length), text: readFileSync(path, "utf8") }));

  it("reach Tauri through one file", () => {
    const importers = sources.filter(({ text }) => /from ["']@tauri-apps\//.test(text)).map(({ path }) => path);
    expect(importers).toEqual(["src/ipc/tauri.ts"]);
  });

  it("write no HTML by hand and no style attribute", () => {
    const bad = sources.filter(({ path, text }) => path.endsWith(".svelte") && /\{@html|\sstyle=|innerHTML/.test(text));
    expect(bad.map(({ path }) => path)).toEqual([]);
  });

  it("say in each file what it is for", () => {
    const silent = sources.filter(({ text }) => !/^(\/\/|\/\*|<!--)/.test(text));
    expect(silent.map(({ path }) => path)).toEqual([]);
  });

  it("have a scope for each component, which no class by hand shares", () => {
    const components = sources.filter(({ path }) => path.endsWith(".svelte"));
    expect(components.map(({ path }) => path.slice("src/".length)).filter((path) => !scopes.has(path))).toEqual([]);
    expect(new Set(scopes.values()).size).toBe(components.length);
    const inMarkup = components.flatMap(({ text }) => [...text.matchAll(/\bclass(?:="([^"]*)"|:(\w+))/g)]);
    const inStyles = sources.flatMap(({ text }) => [...text.matchAll(/(?<=[\s,}>])\.([\w-]+)/g)]);
    const byHand = new Set([...inMarkup, ...inStyles].flatMap((found) => found.slice(1).join(" ").match(/[\w-]+/g) ?? []));
    expect([...scopes.values()].filter((scope) => byHand.has(scope))).toEqual([]);
  });

  it("keep components short", () => {
    const long = sources
      .filter(({ path }) => path.endsWith(".svelte"))
      .filter(({ text }) => text.replace(/<style>[\s\S]*<\/style>/, "").split("\n").length > 150);
    expect(long.map(({ path }) => path)).toEqual([]);
  });
});
