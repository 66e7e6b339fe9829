// The return page as a file and in a real Chromium: its hashes, that it asks nobody for anything, and
// that it hands Keap's answer on unchanged, to the right build and to nothing else.
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";

import { chromium, type Browser, type BrowserContext, type Page } from "playwright";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";

const file = readFileSync(new URL("../../return-page/index.html", import.meta.url), "utf8");
const executablePath = process.env["KEAPSAKE_CHROMIUM"] ?? "/usr/bin/chromium";

describe("the file", () => {
  it.each(["script", "style"])("carries the hash of its one %s", (tag) => {
    const found = [...file.matchAll(new RegExp(`<${tag}>([\\s\\S]*?)</${tag}>`, "g"))];
    expect(found).toHaveLength(1);
    const hash = createHash("sha256").update(found[0]?.[1] ?? "").digest("base64");
    // A wrong hash makes the browser refuse it: scripts/return-page-hashes.mjs writes the right one.
    expect(file).toContain(`${tag}-src 'sha256-${hash}'`);
  });

  it("names no other place", () => {
    expect(file).not.toMatch(/https?:\/\/|\bsrc=|@import|url\(/);
    expect(file).toContain("default-src 'none'");
    expect(file).toContain('<meta name="referrer" content="no-referrer">');
  });
});

describe("in a browser", () => {
  const answer = `?code=a%2Bb&scope=full%7Cpb101.infusionsoft.com&state=${"s".repeat(43)}`;
  const framing = `<!doctype html><iframe src="/return${answer}"></iframe>`;
  let server: Server;
  let asked: string[];
  let origin: string;
  let browser: Browser;
  let context: BrowserContext;
  let page: Page;
  let went: string[];
  let requested: string[];

  beforeAll(async () => {
    server = createServer((request, response) => {
      asked.push(request.url ?? "");
      response.writeHead(200, { "content-type": "text/html; charset=utf-8" }).end(request.url?.startsWith("/framing") ? framing : file);
    });
    await new Promise<void>((ready) => server.listen(0, "127.0.0.1", ready));
    origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    browser = await chromium.launch({ executablePath, args: ["--no-sandbox", "--disable-gpu"] });
  });
  afterAll(async () => {
    await browser.close();
    server.close();
  });

  beforeEach(async () => {
    asked = [];
    went = [];
    requested = [];
    context = await browser.newContext();
    context.on("request", (request) => requested.push(request.url()));
    page = await context.newPage();
    const devtools = await context.newCDPSession(page);
    await devtools.send("Page.enable");
    // A link to an app is asked for and goes nowhere here: that it was asked for is what counts.
    devtools.on("Page.frameRequestedNavigation", ({ url }) => went.push(url));
  });
  afterEach(() => context.close());

  const visit = (query: string) => page.goto(`${origin}/return${query}`, { waitUntil: "commit" });

  it("forwards the query unchanged to the app's own link", async () => {
    await visit(answer);
    await expect.poll(() => went).toEqual([`app.keapsake://oauth/callback${answer}`]);
    expect(await page.getAttribute("#open", "href")).toBe(`app.keapsake://oauth/callback${answer}`);
    expect(await page.inputValue("#address")).toBe(`app.keapsake://oauth/callback${answer}`);
    expect(await page.textContent("h1")).toBe("Back to Keapsake");
  });

  it("forwards a test build's answer to the test build", async () => {
    await visit(`${answer}.dev`);
    await expect.poll(() => went).toEqual([`app.keapsake.dev://oauth/callback${answer}.dev`]);
  });

  it("clears its address bar and history, and asks nobody for anything else", async () => {
    await visit(answer);
    await expect.poll(() => went.length).toBe(1);
    expect(page.url()).toBe(`${origin}/return`);
    expect(asked).toEqual([`/return${answer}`]);
    expect(requested.filter((url) => !url.startsWith("app.keapsake:"))).toEqual([`${origin}/return${answer}`]);
    const devtools = await context.newCDPSession(page);
    const { entries } = await devtools.send("Page.getNavigationHistory");
    expect(entries.map(({ url }) => url).filter((url) => url.includes("code="))).toEqual([]);
    // What a reload would ask for, in a page of its own: this one may still be on its way to the app's link.
    const again = await context.newPage();
    await again.goto(page.url());
    expect(await again.isVisible("#answer")).toBe(false);
  });

  it("copies the text to paste", async () => {
    await context.grantPermissions(["clipboard-read", "clipboard-write"]);
    await visit(answer);
    await page.click("#copy");
    await page.getByText("Copied", { exact: true }).waitFor();
    expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(`app.keapsake://oauth/callback${answer}`);
  });

  it("tells a denial calmly and passes it on", async () => {
    await visit(`?error=access_denied&error_description=%3Cimg%20onerror%3D1%3E&state=${"s".repeat(43)}.dev`);
    await expect.poll(() => went).toHaveLength(1);
    expect(await page.textContent("h1")).toBe("Access was not given");
    expect(await page.locator("img").count()).toBe(0);
  });

  it("opens the release for a denial without state, and the test build only by hand", async () => {
    await visit("?state=&error=access_denied");
    await expect.poll(() => went).toEqual(["app.keapsake://oauth/callback?state=&error=access_denied"]);
    expect(await page.getAttribute("#open-test", "href")).toBe("app.keapsake.dev://oauth/callback?state=&error=access_denied");
    expect(await page.isVisible("#open-test")).toBe(true);
  });

  it("offers the test build by hand to nobody else", async () => {
    await visit(answer);
    expect(await page.isVisible("#open-test")).toBe(false);
  });

  it.each([
    ["nothing", "", "Keapsake’s return page"],
    ["somebody else's query", "?utm_source=x&code=abc", "Keapsake’s return page"],
    ["an over-long answer", `?state=s&code=${"c".repeat(4096)}`, "This answer is too long"],
  ])("forwards nothing for %s", async (_what, query, heading) => {
    await visit(query);
    expect(await page.textContent("h1")).toBe(heading);
    expect(await page.isVisible("#answer")).toBe(false);
    expect(went).toEqual([]);
    expect(page.url()).toBe(`${origin}/return`);
  });

  // Whoever links to the page writes the query; it reaches the app as it is, and nobody else.
  it.each([
    "?state=javascript:alert(1)",
    "?state=https://example.com/.dev",
    "?state=//example.com&error=//example.com",
    "?state=app.other://x&scheme=app.other&target=https://example.com&url=javascript:alert(1)",
    "?state=x.dev&state=y&state=%00",
    "?error=javascript%3Aalert(1)&state=%0d%0aLocation:%20https://example.com",
    "?state=@example.com/",
    "?state=%22%3E%3Cimg%20src%3D%22https%3A%2F%2Fexample.com%2F%22%20onerror%3D%22location%3D'https%3A%2F%2Fexample.com'%22%3E",
    "?state=s&error=%3Cscript%3Elocation%3D'https%3A%2F%2Fexample.com'%3C%2Fscript%3E",
    "?state=%E2%80%AE.dev",
    "?state=..%2F..%2F&code=../../other",
    "?&&&=&state",
  ])("forwards to the app's own links alone, whatever the query holds: %s", async (query) => {
    await visit(query);
    await expect.poll(() => went).toHaveLength(1);
    const own = ["app.keapsake://oauth/callback?", "app.keapsake.dev://oauth/callback?"];
    for (const target of [went[0], await page.getAttribute("#open", "href")]) {
      expect(own.filter((begin) => target?.startsWith(begin))).toHaveLength(1);
    }
    expect(await page.locator("img, iframe, body script:not(:last-child)").count()).toBe(0);
    expect(asked).toHaveLength(1);
    expect(requested.filter((url) => !url.startsWith("app.keapsake"))).toEqual([`${origin}${asked[0]}`]);
    expect(page.url()).toBe(`${origin}/return`);
  });

  it("says what to do where no script runs, and forwards nothing", async () => {
    const plain = await browser.newContext({ javaScriptEnabled: false });
    const still = await plain.newPage();
    await still.goto(`${origin}/return${answer}`);
    const said = await still.innerText("main");
    expect(said).toContain("Copy the whole address from the address bar and paste it in Keapsake");
    expect(said).not.toContain("nothing to do here");
    expect(await still.isVisible("#answer")).toBe(false);
    // There it must stay in the address bar: that is where it is copied from.
    expect(still.url()).toBe(`${origin}/return${answer}`);
    expect(asked).toEqual([`/return${answer}`]);
    await plain.close();
  });

  it("forwards nothing while it is shown inside another page", async () => {
    // A frame cannot drive the app, whoever put it there.
    await page.goto(`${origin}/framing`, { waitUntil: "commit" });
    expect(await page.frameLocator("iframe").locator("h1").textContent()).toBe("Keapsake’s return page");
    expect(went.filter((url) => url.startsWith("app."))).toEqual([]);
  });

  it.each(["light", "dark"] as const)("has no violation in %s", async (colorScheme) => {
    await page.emulateMedia({ colorScheme });
    const axe = readFileSync(new URL("../../node_modules/axe-core/axe.min.js", import.meta.url), "utf8");
    for (const query of ["", answer, "?state=&error=access_denied"]) {
      await visit(query);
      // Through the debugger, which the page's own policy does not stop.
      await page.evaluate(axe);
      const found = await page.evaluate(async () => {
        const { axe } = window as unknown as { axe: { run: (options: object) => Promise<{ violations: { id: string }[] }> } };
        const result = await axe.run({ runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"] });
        return result.violations.map(({ id }) => id);
      });
      expect(found).toEqual([]);
    }
  });
});
