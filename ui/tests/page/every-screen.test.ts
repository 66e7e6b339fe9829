// What all screens do: focus, titles, the keys that zoom, the doors of the first one.
import { describe, expect, it } from "vitest";
import { userEvent } from "vitest/browser";

import { Fake } from "../../src/ipc/fake";
import { account } from "../../src/ipc/fake-data";
import { button, heard, open } from "./support";

describe("every screen", () => {
  it("gives its heading the focus and the window its title", async () => {
    const { fake } = await open();
    fake.show({ at: "sign_in", notice: null });
    await expect.poll(() => document.activeElement?.textContent).toBe("Sign in with Keap");
    expect(document.title).toBe("Sign in with Keap – Keapsake");
    fake.show({ at: "account", account });
    await expect.poll(() => document.activeElement?.textContent).toBe("Is this the right account?");
  });

  it.each([
    ["{Control>}={/Control}", "in"],
    ["{Control>}+{/Control}", "in"],
    ["{Control>}-{/Control}", "out"],
    ["{Meta>}0{/Meta}", "reset"],
  ])("zooms by %s", async (keys, step) => {
    const { fake } = await open();
    await userEvent.keyboard(keys);
    expect(heard(fake, "set_zoom").at(-1)?.request).toEqual({ step });
  });

  it("offers practice only where this build has it", async () => {
    const fake = new Fake();
    fake.view = { ...fake.view, product: { ...fake.view.product, practice: false } };
    await open(fake);
    expect(document.querySelector("[data-action=practice]")).toBeNull();
    expect(button("connect")).toBeTruthy();
  });
});
