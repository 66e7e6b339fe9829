// The tags of a contact: found among thousands, and not slower for it.
import { describe, expect, it } from "vitest";
import { userEvent } from "vitest/browser";

import { Fake } from "../../src/ipc/fake";
import { at, desk, field, find, until } from "./support";

const chips = () => [...document.querySelectorAll("[data-tag] .name")].map((one) => one.textContent);

describe("tags", () => {
  it("are found among thousands, of which only those in sight are drawn", async () => {
    const { app } = await desk();
    await find("maria@example.com");
    await expect.poll(chips).toEqual(["Newsletter", "Spring fair"]);
    field("tags").focus();
    await userEvent.keyboard("{ArrowDown}");
    await until("[role=option]");
    expect(document.querySelectorAll("[role=option]").length).toBeLessThanOrEqual(40);
    expect(at("[role=option]").getAttribute("aria-setsize")).toBe("5000");
    // The last one is marked, drawn and in sight.
    await userEvent.keyboard("{ArrowUp}");
    await expect.poll(() => document.getElementById(field("tags").getAttribute("aria-activedescendant") ?? "")?.textContent).toContain("Campaign 4996");
    await userEvent.keyboard("campaign 77{ArrowDown}{Enter}");
    expect(chips()).toEqual(["Newsletter", "Spring fair", "Campaign 77"]);
    expect(field("tags").value).toBe("");
    await userEvent.click(at("[data-tag='101'] button"));
    expect(at("[data-tag='101']").textContent).toContain("will be removed");
    expect(app.desk.form.wanted().tags).toEqual({ apply: ["1076"], remove: ["101"] });
    expect(at("[data-section=tags]").textContent).toContain("outside undo");
  });

  it("cost about the same by the thousand as by the dozen", async () => {
    const fake = new Fake();
    await desk(fake);
    await find("maria@example.com");
    await expect.poll(chips).toEqual(["Newsletter", "Spring fair"]);
    const typing = async () => {
      const input = field("tags");
      const times: number[] = [];
      for (let round = 0; round < 15; round += 1) {
        for (const text of ["c", "ca", "cam", "camp", ""]) {
          const start = performance.now();
          input.value = text;
          input.dispatchEvent(new InputEvent("input", { bubbles: true }));
          await new Promise((done) => setTimeout(done));
          input.offsetHeight;
          times.push(performance.now() - start);
        }
      }
      return times.toSorted((a, b) => a - b)[Math.floor(times.length / 2)] ?? 0;
    };
    const many = await typing();
    const { choices } = await import("../../src/ipc/fake-contacts");
    const all = choices.tags.list;
    choices.tags.list = all.slice(0, 50);
    const { app } = await desk(new Fake());
    document.querySelector("body > div")?.remove();
    await find("maria@example.com");
    await expect.poll(() => app.desk.lists.choices("tags").value?.list.length).toBe(50);
    const few = await typing();
    choices.tags.list = all;
    expect(many).toBeLessThanOrEqual(few * 2 + 2);
  });
});
