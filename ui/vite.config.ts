// How the page is built and tested. The build emits plain files only: the app's CSP allows neither
// inline scripts nor inline styles.
import { svelte } from "@sveltejs/vite-plugin-svelte";
import { playwright } from "@vitest/browser-playwright";
import type { IndexHtmlTransformContext } from "vite";
import { defineConfig } from "vitest/config";

// Svelte passes this to each component that has children, for ones of its older kind: none is here.
const withoutSlots = {
  name: "without-slots",
  enforce: "post" as const,
  transform: (code: string, id: string) =>
    id.endsWith(".svelte") ? { code: code.replace(/,\s*\$\$slots: \{[^}]*\}/g, ""), map: null } : null,
};

// No page here is hydrated. Svelte guards all code for it by one variable, for bundlers to leave it out; Rolldown cannot
// tell that nothing sets it.
const withoutHydration = {
  name: "without-hydration",
  apply: "build" as const,
  transform: {
    filter: { id: /svelte\/src\/internal\/client\/dom\/hydration\.js$/ },
    handler: (code: string) => ({
      code: code.replace("export let hydrating = false", "export const hydrating = false").replace("hydrating = value;", ""),
      map: null,
    }),
  },
};

// What asks the app for its view is a file of its own, and runs before the page's large one is there.
const asksFirst = {
  name: "asks-first",
  apply: "build" as const,
  config: () => ({
    build: {
      rolldownOptions: { output: { codeSplitting: { groups: [{ name: "ask", test: /@tauri-apps|src\/ipc\/tauri\.ts/ }] } } },
    },
  }),
  transformIndexHtml: {
    order: "post" as const,
    handler: (_html: string, { bundle }: IndexHtmlTransformContext) =>
      Object.values(bundle ?? {})
        .filter(({ name }) => name === "ask")
        .map(({ fileName }) => ({
          tag: "script",
          attrs: { type: "module", crossorigin: true, src: `./${fileName}` },
          injectTo: "head-prepend" as const,
        })),
  },
};

const chromium = process.env["KEAPSAKE_CHROMIUM"] ?? "/usr/bin/chromium";

export default defineConfig({
  base: "./",
  plugins: [svelte(), withoutSlots, withoutHydration, asksFirst],
  server: { host: "127.0.0.1", port: 5173, strictPort: true },
  build: {
    target: ["chrome123", "safari17.5"],
    assetsInlineLimit: 0,
    // One style sheet and no helper that would add others: the CSP and the start are both better off.
    cssCodeSplit: false,
    modulePreload: false,
    reportCompressedSize: false,
  },
  test: {
    projects: [
      {
        extends: true,
        test: { name: "files", environment: "node", include: ["tests/files/*.test.ts"] },
      },
      {
        extends: true,
        optimizeDeps: { include: ["axe-core", "svelte"] },
        test: {
          name: "page",
          include: ["src/**/*.test.ts", "tests/page/*.test.ts"],
          browser: {
            enabled: true,
            headless: true,
            screenshotFailures: false,
            viewport: { width: 960, height: 680 },
            provider: playwright({
              launchOptions: { executablePath: chromium, args: ["--no-sandbox", "--disable-gpu"] },
            }),
            instances: [{ browser: "chromium" }],
          },
        },
      },
    ],
  },
});
