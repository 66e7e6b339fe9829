// The built page in a real Chromium as the app's window holds it: under the app's own CSP, with frozen
// prototypes, and with Tauri's side of the bridge played by a few lines.
import { execFileSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { extname, join } from "node:path";
import { fileURLToPath } from "node:url";

import { chromium, type Browser, type Page } from "playwright";
import { afterAll, beforeAll, expect, it } from "vitest";

import { firstView } from "../../src/ipc/fake-data";

const root = fileURLToPath(new URL("../..", import.meta.url));
const config = JSON.parse(readFileSync(join(root, "../src-tauri/tauri.conf.json"), "utf8")) as { app: { security: { csp: string } } };
const types: Record<string, string> = { ".html": "text/html", ".js": "text/javascript", ".css": "text/css" };

let out: string;
let server: Server;
let browser: Browser;
let page: Page;
const complaints: string[] = [];

/** Runs in the page before it: what Tauri puts there, and what the app's config asks for. */
function tauri(view: unknown): void {
  const calls: [string, unknown][] = [];
  const callbacks: ((message: unknown) => void)[] = [];
  const internals = {
    transformCallback: (callback: (message: unknown) => void) => callbacks.push(callback) - 1,
    unregisterCallback: () => {},
    invoke: async (command: string, payload: { channel?: { id: number } }) => {
      calls.push([command, payload.channel ? "a channel" : payload]);
      if (payload.channel) callbacks[payload.channel.id]?.({ index: 0, message: view });
      return command === "watch" ? null : view;
    },
  };
  Object.assign(window, { __TAURI_INTERNALS__: internals, calls });
  Object.freeze(Object.prototype);
}

beforeAll(async () => {
  out = mkdtempSync(join(tmpdir(), "keapsake-ui-"));
  const vite = join(root, "node_modules/vite/bin/vite.js");
  const env = { ...process.env, NODE_ENV: "production" };
  execFileSync(process.execPath, [vite, "build", "--outDir", out, "--emptyOutDir", "--logLevel", "error"], { cwd: root, env });

  server = createServer((request, response) => {
    const path = join(out, request.url === "/" ? "index.html" : (request.url ?? ""));
    const found = existsSync(path);
    response.writeHead(found ? 200 : 404, {
      "content-type": types[extname(path)] ?? "text/plain",
      "content-security-policy": config.app.security.csp,
    });
    response.end(found ? readFileSync(path) : "");
  });
  await new Promise<void>((ready) => server.listen(0, "127.0.0.1", ready));
  browser = await chromium.launch({
    executablePath: process.env["KEAPSAKE_CHROMIUM"] ?? "/usr/bin/chromium",
    args: ["--no-sandbox", "--disable-gpu"],
  });
  page = await browser.newPage();
  page.on("console", (message) => {
    // The browser asks for an icon of its own accord; the app's window does not.
    if (message.type() === "error" && !message.location().url.endsWith("/favicon.ico")) complaints.push(message.text());
  });
  page.on("pageerror", (error) => complaints.push(error.message));
  await page.addInitScript(tauri, firstView);
  await page.goto(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`);
}, 60_000);

afterAll(async () => {
  await browser?.close();
  server?.close();
  rmSync(out, { recursive: true });
});

it("shows the first view that the channel brings, and nothing is refused by the CSP", async () => {
  await page.getByRole("heading", { name: "Welcome to Keapsake" }).waitFor();
  await page.click("[data-action=connect]");
  await page.click("[data-action=about]");
  expect(complaints).toEqual([]);
});

it("sends each command with its request under that name", async () => {
  const calls = await page.evaluate(() => (window as unknown as { calls: unknown[] }).calls);
  expect(calls.slice(0, 2)).toEqual([
    ["watch", "a channel"],
    ["choose_door", { request: { door: "keap" } }],
  ]);
});

it("has its styles: the page's own colour is there", async () => {
  await page.emulateMedia({ colorScheme: "dark" });
  expect(await page.evaluate(() => getComputedStyle(document.body).backgroundColor)).toBe("rgb(19, 23, 21)");
});
