// Undo and the history: restoring, removing, deciding; searching, clearing, switching off.
import { describe, expect, it } from "vitest";
import { userEvent } from "vitest/browser";

import type { Fake } from "../../src/ipc/fake";
import { notices } from "../../src/ipc/fake-data";
import { at, button, check, desk, field, find, heard, until } from "./support";

const saved = async (email = "maria@example.com", changes: Record<string, string> = { family_name: "López" }, found: "one" | "nobody" = "one") => {
  const opened = await desk();
  await find(email, found);
  await check(changes);
  await userEvent.click(button("save-contact"));
  await until("[data-page=saved]");
  return opened;
};
const history = async () => {
  await userEvent.click(button("person-menu"));
  await userEvent.click(button("history"));
  await until("[data-page=history] .bar");
};
const undone = (fake: Fake) => heard(fake, "undo_save").map(({ request }) => request);

describe("undo", () => {
  it("restores what was changed, and says so in today's list", async () => {
    const { fake } = await saved();
    await until("[data-entry]");
    await userEvent.click(button("undo"));
    await until(".notice.info");
    expect(at(".notice").textContent).toContain("Maria Sample is as it was before");
    expect(at(".notice").textContent).toContain("Restored: Last name. Tags and consent are outside undo.");
    expect(document.activeElement?.className).toContain("notice");
    expect(undone(fake)).toEqual([{ id: 1, remove: null, decided: {} }]);
    await expect.poll(() => at("[data-entry='1']").textContent).toContain("Undone");
    expect(document.querySelector("[data-action=undo]")).toBeNull();
    expect(at("h1").textContent).toBe("This save was undone");
    expect(at(".result").textContent).not.toContain("Nothing else was touched");
  });

  it("asks before it removes a contact that was created", async () => {
    const { fake } = await saved("new@example.com", { given_name: "Jun" }, "nobody");
    await userEvent.click(button("undo"));
    await until("dialog[open]");
    expect(at("dialog").textContent).toContain("Remove Jun from Keap?");
    await userEvent.keyboard("{Escape}");
    await expect.poll(() => document.querySelector("dialog")).toBeNull();
    expect(undone(fake)).toHaveLength(1);
    await userEvent.click(button("undo"));
    await userEvent.click(await until("[data-action=confirm-removal]"));
    await expect.poll(() => document.querySelector(".notice")?.textContent).toContain("Removed Jun from Keap");
    expect(undone(fake).at(-1)).toEqual({ id: 1, remove: "as it was made", decided: {} });
  });

  it("leaves nothing of a contact that it removed", async () => {
    const { fake } = await saved("new@example.com", { given_name: "Jun" }, "nobody");
    await userEvent.click(button("undo"));
    await userEvent.click(await until("[data-action=confirm-removal]"));
    await expect.poll(() => document.querySelector("h1")?.textContent).toBe("This save was undone");
    for (const gone of ["undo", "open-in-keap"]) expect(document.querySelector(`[data-action=${gone}]`)).toBeNull();
    expect(document.querySelector("dialog")).toBeNull();
    await userEvent.click(button("next-contact"));
    await until("[name=find]");
    expect(field("find").value).toBe("");
    expect(field("given_name").value).toBe("");
    expect(at("[data-card=now]").textContent).not.toContain("Jun");
    await find("new@example.com", "nobody");
    expect(heard(fake, "save_contact")).toHaveLength(1);
  });

  it("calls the parts of an address as that country does", async () => {
    const { fake } = await saved("maria@example.com", { "address.billing.postal_code": "K1A 0B1" });
    const zip = { "address.billing": "USA" };
    fake.desk.saved = fake.desk.saved.map((one) => ({ ...one, spots: ["address.billing.postal_code"], countries: zip }));
    await history();
    const row = () => at("[data-entry]").textContent;
    await expect.poll(row).toContain("Billing ZIP code");
    await userEvent.click(button("undo-entry"));
    await expect.poll(() => document.querySelector(".notice")?.textContent).toContain("Restored: Billing ZIP code.");
  });

  it("lets each field be decided that was changed since", async () => {
    const { fake } = await saved();
    const clash = (spot: string) => ({ spot, was: "Sample", theirs: "Lopez", mine: "López" });
    fake.answer("undo_save", { result: "changed_since", clashes: [clash("family_name"), clash("job_title")], by: "Zoe Example", at: null });
    await userEvent.click(button("undo"));
    await until("[data-page=undo]");
    expect(at("h1").textContent).toBe("Changed again since your save");
    await userEvent.click(at("[name='stands.family_name'][value=was]"));
    await userEvent.click(button("undo-decided"));
    await until("[data-page=saved]");
    expect(undone(fake).at(-1)).toEqual({ id: 1, remove: null, decided: { family_name: "restore", job_title: "leave" } });
  });

  it("tells a failure, and tries again", async () => {
    const { fake } = await saved();
    fake.fail("undo_save", { notice: notices.offline, fields: [] });
    await userEvent.click(button("undo"));
    await userEvent.click(await until("[data-action=notice-try-again]"));
    await until(".notice.info");
  });
});

describe("the history", () => {
  it("lists the saves, each with its undo, and says why tags are not in it", async () => {
    const { fake } = await saved();
    await history();
    expect(at("[data-page=history]").textContent).toContain("applying a tag can start automations");
    await userEvent.click(await until("[data-action=undo-entry]"));
    await until(".notice.info");
    expect(undone(fake)).toHaveLength(1);
    await userEvent.click(button("close-history"));
    await until("[data-page=saved]");
  });

  it("is searched by what it shows, and asks only when typing pauses", async () => {
    const { fake } = await saved();
    await history();
    await until("[data-entry]");
    await userEvent.fill(field("history-search"), "jun");
    await expect.poll(() => document.querySelector("[data-page=history] [role=status]")?.textContent).toContain("No save matches.");
    for (const shown of ["maria", "last NAME", "today"]) {
      await userEvent.fill(field("history-search"), shown);
      await until("[data-entry]");
    }
    const searched = () => heard(fake, "history").map(({ request }) => (request as { search: string }).search).filter(Boolean);
    await expect.poll(searched).toContain("today");
    await userEvent.fill(field("history-search"), "");
    await userEvent.type(field("history-search"), "zoe");
    await expect.poll(searched).toContain("zoe");
    expect(searched()).not.toContain("zo");
  });

  it("is cleared and switched off only after a question", async () => {
    const { fake } = await saved();
    await history();
    await userEvent.click(await until("[data-action=clear-history]"));
    expect(heard(fake, "clear_history")).toEqual([]);
    await userEvent.click(await until("[data-action=confirm-clear]"));
    await expect.poll(() => document.querySelector("[data-entry]")).toBeNull();
    await userEvent.click(field("history-on"));
    expect(heard(fake, "set_history")).toEqual([]);
    await userEvent.click(await until("[data-action=confirm-off]"));
    await expect.poll(() => field("history-on").checked).toBe(false);
    expect(at("[data-page=history]").textContent).toContain("The history is off");
    await userEvent.click(field("history-on"));
    await expect.poll(() => field("history-on").checked).toBe(true);
  });

  it("keeps the desk as it was below it", async () => {
    await desk();
    await find("maria@example.com");
    await userEvent.fill(field("family_name"), "López");
    await history();
    await userEvent.click(button("close-history"));
    await until("[name=family_name]");
    expect(field("family_name").value).toBe("López");
  });
});
