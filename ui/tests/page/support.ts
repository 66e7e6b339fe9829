// Puts the whole page, or one component, into the test's window against the in-page fake.
import axe from "axe-core";
import { flushSync, mount, unmount, type Component } from "svelte";
import { afterEach, expect } from "vitest";
import { userEvent } from "vitest/browser";

import App from "../../src/App.svelte";
import { replaceTransport, type CommandName } from "../../src/ipc/call";
import { Fake } from "../../src/ipc/fake";
import { account } from "../../src/ipc/fake-data";
import { AppState } from "../../src/state/app.svelte";
import "../../src/styles/base.css";

let mounted: Record<string, unknown>[] = [];

afterEach(async () => {
  for (const one of mounted) await unmount(one);
  mounted = [];
  document.body.replaceChildren();
  document.documentElement.style.colorScheme = "";
  document.documentElement.lang = "en";
});

/** Mounts a component and forgets it after the test. */
export function put<P extends Record<string, unknown>>(component: Component<P>, props: P): void {
  const target = document.createElement("div");
  document.body.append(target);
  mounted.push(mount(component, { target, props }));
  flushSync();
}

/** Opens the page as the app's window would, with this fake behind it. */
export async function open(fake = new Fake()): Promise<{ fake: Fake; app: AppState }> {
  document.documentElement.lang = "en";
  replaceTransport(fake);
  const app = new AppState();
  put(App as Component<{ app: AppState }>, { app });
  await app.start();
  flushSync();
  return { fake, app };
}

/** As the operating system's choice would: the colours follow `color-scheme` alone. */
export function theme(scheme: "light" | "dark"): void {
  document.documentElement.style.colorScheme = scheme;
}

/** WCAG 2.2 A and AA by axe: no violation, and each one found named with its place. */
export async function expectAccessible(): Promise<void> {
  // Contrast is judged on what is fully there, not on a fade's first frame.
  for (const animation of document.getAnimations()) {
    if (animation.effect?.getComputedTiming().endTime !== Infinity) animation.finish();
  }
  const { violations } = await axe.run(document, {
    runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"],
  });
  const found = violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html).join(" | ")}`);
  expect(found).toEqual([]);
}

export const at = <E extends HTMLElement = HTMLElement>(selector: string): E => {
  const element = document.querySelector<E>(selector);
  if (!element) throw new Error(`nothing matches ${selector}`);
  return element;
};

export const field = (name: string): HTMLInputElement => at(`[name="${name}"]`) as HTMLInputElement;
export const button = (action: string): HTMLElement => at(`[data-action=${action}]`);

/** Waits until something matches: screens come when the fake has answered. */
export async function until(selector: string): Promise<HTMLElement> {
  await expect.poll(() => document.querySelector(selector), { timeout: 4000 }).not.toBeNull();
  return at(selector);
}

/** Presses Tab until the element that matches has the focus: what a person without a mouse does. */
export async function tabTo(selector: string): Promise<void> {
  for (let press = 0; press < 90; press += 1) {
    if (document.activeElement?.matches(selector)) return;
    await userEvent.keyboard("{Tab}");
  }
  throw new Error(`Tab never reaches ${selector}`);
}

/** The commands of one name that the page has sent. */
export const heard = (fake: Fake, name: CommandName) => fake.heard.filter((one) => one.name === name);

/** What was last spoken without being on the screen. */
export const spoken = () => at(".spoken[aria-live=polite]").textContent;

/** Opens the page at the contact desk. */
export async function desk(fake = new Fake()): Promise<{ fake: Fake; app: AppState }> {
  const opened = await open(fake);
  opened.fake.show({ at: "desk", account, notice: null });
  await until("[name=find]");
  return opened;
}

/** Looks a contact up, as typing and a pause would. */
export async function find(text: string, found: "one" | "several" | "nobody" = "one"): Promise<void> {
  await userEvent.fill(field("find"), text);
  await until(`[data-found=${found}]`);
}

/** Fills fields of the form by their spots, and goes on to the check. */
export async function check(edits: Record<string, string>): Promise<void> {
  for (const [spot, text] of Object.entries(edits)) await userEvent.fill(field(spot), text);
  await userEvent.click(button("check"));
  await until("[data-page=check]");
}
