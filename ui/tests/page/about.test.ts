// *About*: the facts of this build, and the way to the notices of what others made.
import { describe, expect, it } from "vitest";
import { userEvent } from "vitest/browser";

import type { Notice } from "../../src/ipc/bindings";
import { button, expectAccessible, heard, open, tabTo, theme, until } from "./support";

const notHere: Notice = {
  code: "no_third_party_notices",
  severity: "error",
  title: "This copy has no third-party notices",
  body: "They come with Keapsake's packages, and this copy was built from the sources. Nothing was changed. In the sources, cargo xtask notices writes them.",
  action: null,
};

const about = async () => {
  const opened = await open();
  await userEvent.click(button("about"));
  await until("dialog[open] dl");
  return opened;
};

describe("the third-party notices", () => {
  it("are opened outside the app, by keyboard as well", async () => {
    const { fake } = await about();
    await tabTo("[data-action=third-party-notices]");
    await userEvent.keyboard("{Enter}");
    await expect.poll(() => heard(fake, "open_page").map(({ request }) => request)).toEqual([{ page: "third_party_notices" }]);
    expect(document.querySelector("dialog .notice")).toBeNull();
  });

  it.each(["light", "dark"] as const)("say in words why they are not here, %s", async (scheme) => {
    const { fake } = await about();
    theme(scheme);
    fake.fail("open_page", { notice: notHere, fields: [] });
    await userEvent.click(button("third-party-notices"));
    const told = await until("dialog .notice");
    expect(told.textContent).toContain("This copy has no third-party notices");
    expect(document.activeElement).toBe(told);
    await expectAccessible();
    // It goes once they open.
    await userEvent.click(button("third-party-notices"));
    await expect.poll(() => document.querySelector("dialog .notice")).toBeNull();
  });
});
