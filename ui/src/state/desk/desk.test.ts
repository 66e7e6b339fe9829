// The desk without its page: look-ups that overtake one another, whose changes are whose, drafts, saves.
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";

import { replaceTransport } from "../../ipc/call";
import { Fake } from "../../ipc/fake";
import { notices } from "../../ipc/fake-data";
import { Desk } from "./desk.svelte";
import { DRAFT_PAUSE } from "./drafts.svelte";
import { PAUSE } from "./finder.svelte";

let fake: Fake;
let desk: Desk;

beforeEach(() => {
  vi.useFakeTimers();
  fake = new Fake();
  replaceTransport(fake);
  desk = new Desk(() => {});
  desk.belongsTo("keap/pb101");
});
afterEach(() => void vi.useRealTimers());

const sent = (name: string) => fake.heard.filter((one) => one.name === name).map(({ request }) => request);
const find = async (text: string) => {
  desk.finder.type(text);
  await vi.advanceTimersByTimeAsync(PAUSE);
};
const save = async () => {
  await desk.save();
  await vi.advanceTimersByTimeAsync(0);
};

describe("the look-up", () => {
  it("waits for a pause, and asks once", async () => {
    for (const text of ["maria@example.c", "maria@example.co", "maria@example.com"]) {
      desk.finder.type(text);
      await vi.advanceTimersByTimeAsync(PAUSE - 1);
    }
    expect(sent("find_contacts")).toEqual([]);
    await vi.advanceTimersByTimeAsync(1);
    expect(sent("find_contacts")).toEqual([{ by: "email", text: "maria@example.com" }]);
    expect(desk.form.sheet?.contact?.name).toBe("Maria Sample");
  });

  it.each(["maria", "maria@", "maria@example", ""])("does not send %s", async (text) => {
    await find(text);
    expect(sent("find_contacts")).toEqual([]);
  });

  it("drops the answer to an earlier address", async () => {
    const release = fake.hold("find_contacts");
    await find("maria@example.com");
    desk.finder.type("new@example.com");
    release();
    await vi.advanceTimersByTimeAsync(0);
    expect(desk.form.sheet).toBeNull();
    await vi.advanceTimersByTimeAsync(PAUSE);
    expect(desk.finder.outcome.at).toBe("nobody");
    expect(desk.form.text("email.1")).toBe("new@example.com");
  });

  it("keeps one contact's changes away from another", async () => {
    await find("maria@example.com");
    desk.type("family_name", "López");
    await find("new@example.com");
    expect(desk.form.sheet?.contact?.name).toBe("Maria Sample");
    expect(desk.next).not.toBeNull();
    desk.stay();
    expect(desk.form.text("family_name")).toBe("López");
    await find("new@example.com");
    desk.takeNext();
    expect(desk.form.edits).toEqual({ "email.1": "new@example.com" });
  });

  it("takes what was typed first along to whoever is found", async () => {
    desk.type("family_name", "López");
    await find("maria@example.com");
    expect(desk.form.edits).toEqual({ family_name: "López" });
    expect(desk.beside("family_name")).toBe("In Keap: Sample");
  });

  it("lets go of a contact where nobody has the name that is looked for", async () => {
    await find("maria@example.com");
    desk.finder.choose("name");
    await find("Nobody Atall");
    expect(desk.finder.outcome.at).toBe("nobodyHere");
    expect(desk.form.sheet).toBeNull();
  });
});

describe("drafts", () => {
  it("are kept a second after the last change, and let go with the last one taken back", async () => {
    await find("maria@example.com");
    desk.type("family_name", "L");
    await vi.advanceTimersByTimeAsync(DRAFT_PAUSE - 1);
    desk.type("family_name", "López");
    await vi.advanceTimersByTimeAsync(DRAFT_PAUSE);
    expect(sent("keep_draft")).toMatchObject([{ wanted: { edits: { family_name: "López" } } }]);
    desk.takeBack("family_name");
    await vi.advanceTimersByTimeAsync(DRAFT_PAUSE);
    expect(sent("drop_draft")).toHaveLength(1);
  });

  it("come back after a restart", async () => {
    await find("maria@example.com");
    desk.type("family_name", "López");
    await vi.advanceTimersByTimeAsync(DRAFT_PAUSE);
    const again = new Desk(() => {});
    again.belongsTo("keap/pb101");
    await vi.advanceTimersByTimeAsync(0);
    expect(again.drafts.waiting).toMatchObject([{ name: "Maria Sample" }]);
    await again.resume(again.drafts.waiting[0]?.id ?? 0);
    expect(again.form.edits).toEqual({ family_name: "López" });
    expect(again.finder.text).toBe("maria@example.com");
  });

  it("that wait are not written over by what is typed meanwhile", async () => {
    await find("maria@example.com");
    desk.type("family_name", "López");
    await vi.advanceTimersByTimeAsync(DRAFT_PAUSE);
    const again = new Desk(() => {});
    again.belongsTo("keap/pb101");
    await vi.advanceTimersByTimeAsync(0);
    again.finder.type("maria@example.com");
    await vi.advanceTimersByTimeAsync(PAUSE);
    again.type("given_name", "Mariana");
    // What is typed goes aside for the one that waited, before it was a second old.
    await again.resume(again.drafts.waiting[0]?.id ?? 0);
    await vi.advanceTimersByTimeAsync(0);
    expect(again.form.edits).toEqual({ family_name: "López" });
    expect(again.drafts.waiting).toHaveLength(1);
    await again.resume(again.drafts.waiting[0]?.id ?? 0);
    expect(again.form.edits).toEqual({ given_name: "Mariana" });
    expect(fake.desk.kept).toHaveLength(2);
  });

  it("are kept of what was typed before Keap could be asked, and not of a mere look-up", async () => {
    desk.type("given_name", "Jun");
    await vi.advanceTimersByTimeAsync(DRAFT_PAUSE);
    expect(sent("keep_draft")).toMatchObject([{ wanted: { sheet: 0, edits: { given_name: "Jun" } }, about: { contact_id: null } }]);
    desk.another();
    await find("new@example.com");
    await vi.advanceTimersByTimeAsync(DRAFT_PAUSE);
    expect(sent("keep_draft")).toHaveLength(1);
  });

  it("and all else of the desk stay with their account", async () => {
    await find("maria@example.com");
    desk.type("family_name", "López");
    desk.belongsTo("keap/pb101");
    expect(desk.form.text("family_name")).toBe("López");
    desk.belongsTo("keap/other");
    expect(desk.form.sheet).toBeNull();
    expect(desk.form.edits).toEqual({});
    await vi.advanceTimersByTimeAsync(DRAFT_PAUSE);
    expect(sent("keep_draft")).toEqual([]);
  });
});

describe("a sheet that is gone since a new sign-in", () => {
  const gone = { notice: { ...notices.offline, code: "not_now" }, fields: [], details: null };

  it("is read again under what was typed, by its contact's number", async () => {
    await find("maria@example.com");
    const id = desk.form.sheet?.contact?.id;
    desk.type("family_name", "López");
    fake.fail("review_contact", gone);
    await desk.saving.check();
    expect(sent("open_sheet")).toEqual([{ contact_id: id }]);
    expect(desk.saving.review?.rows.map(({ spot }) => spot)).toEqual(["family_name"]);
    // At a save it is checked once more, as it was ticked.
    fake.fail("save_contact", gone);
    await save();
    expect(desk.saving.outcome).toBeNull();
    expect(desk.page).toBe("check");
    expect(desk.form.edits).toEqual({ family_name: "López" });
  });

  it("is looked up again where nobody had the address", async () => {
    await find("new@example.com");
    desk.type("given_name", "Jun");
    fake.fail("review_contact", gone);
    await desk.saving.check();
    expect(sent("find_contacts")).toHaveLength(2);
    expect(desk.page).toBe("check");
  });

  it("is told where it cannot be read", async () => {
    await find("maria@example.com");
    desk.type("family_name", "López");
    fake.fail("review_contact", gone);
    fake.fail("open_sheet", { ...gone, notice: notices.offline });
    await desk.saving.check();
    expect(desk.saving.trouble?.notice.code).toBe(notices.offline.code);
    expect(desk.form.edits).toEqual({ family_name: "López" });
  });
});

describe("saving", () => {
  it("ticks what needs one another together", async () => {
    await find("new@example.com");
    desk.saving.review = {
      rows: ["address.billing.country", "address.billing.region", "given_name"].map((spot) => ({
        ...{ spot, before: "", after: "x", kind: "sets" as const, free: false, fixed: false },
        with: spot.endsWith("region") ? ["address.billing.country"] : [],
      })),
      ...{ removed: [], remarks: [], company: "none" },
    };
    desk.saving.tick("address.billing.country", false);
    expect(desk.saving.off.toSorted()).toEqual(["address.billing.country", "address.billing.region"]);
    desk.saving.tick("address.billing.region", true);
    expect(desk.saving.off).toEqual([]);
    desk.saving.tick("address.billing.region", false);
    expect(desk.saving.off).toEqual(["address.billing.region"]);
  });

  it("sends no edit that was left to theirs", async () => {
    await find("maria@example.com");
    desk.type("family_name", "López");
    desk.type("job_title", "Baker");
    await desk.saving.check();
    const clash = (spot: string) => ({ spot, was: "a", theirs: "b", mine: "c" });
    fake.answer("save_contact", { result: "changed_meanwhile", sheet: fake.desk.laid(1), clashes: [clash("family_name")], by: null, at: null });
    await save();
    expect(desk.page).toBe("clash");
    desk.saving.leave("family_name", true);
    expect(desk.saving.rest).toBe(1);
    await save();
    expect(sent("save_contact").at(-1)).toMatchObject({ edits: { job_title: "Baker" } });
    expect(Object.keys((sent("save_contact").at(-1) as { edits: object }).edits)).toEqual(["job_title"]);
    expect(desk.page).toBe("saved");
  });

  it("shows who has the address where somebody appeared, with all that was typed", async () => {
    await find("new@example.com");
    desk.type("given_name", "New");
    await desk.saving.check();
    const maria = fake.desk.contacts[0];
    fake.answer("save_contact", { result: "appeared", found: { found: "one", sheet: fake.desk.sheet(maria ?? null, "new@example.com") } });
    await save();
    expect(desk.page).toBe("form");
    expect(desk.saving.appeared).toBe(true);
    expect(desk.form.sheet?.contact?.name).toBe("Maria Sample");
    expect(desk.form.edits).toEqual({ given_name: "New" });
  });

  it("asks for a reason where consent changes, and sends nothing without", async () => {
    await find("maria@example.com");
    desk.form.wantConsent("maria@example.com", false);
    await desk.saving.check();
    expect(sent("review_contact")).toEqual([]);
    expect(desk.problem("consent.maria@example.com")).toContain("Say why");
    desk.form.wantConsent("maria@example.com", false, "Asked by phone");
    await desk.saving.check();
    expect(sent("review_contact")).toMatchObject([{ consent: [{ email: "maria@example.com", opted_in: false, reason: "Asked by phone" }] }]);
  });

  it("leads back to the form where a field is refused, and keeps what was typed", async () => {
    await find("maria@example.com");
    desk.type("social.facebook", "x");
    await desk.saving.check();
    fake.fail("save_contact", { notice: notices.fields, fields: [{ field: "social.facebook", message: "No." }], details: "{}" });
    await save();
    expect(desk.page).toBe("form");
    expect(desk.problem("social.facebook")).toBe("No.");
    expect(desk.form.isOpen("social")).toBe(true);
    expect(desk.form.text("social.facebook")).toBe("x");
  });

  it("stays at the check where Keap cannot be reached", async () => {
    await find("maria@example.com");
    desk.type("job_title", "Baker");
    await desk.saving.check();
    fake.fail("save_contact", { notice: notices.offline, fields: [] });
    await save();
    expect(desk.page).toBe("check");
    expect(desk.saving.trouble?.notice.code).toBe("offline");
    await save();
    expect(desk.page).toBe("saved");
  });
});

describe("undo", () => {
  const saved = async () => {
    await find("maria@example.com");
    desk.type("job_title", "Baker");
    await desk.saving.check();
    await save();
  };

  it("lists today's saves once the list has the one that was made", async () => {
    await saved();
    expect(desk.history.today(Date.now())).toHaveLength(1);
    desk.nextContact();
    await find("maria@example.com");
    desk.type("job_title", "Head buyer");
    await desk.saving.check();
    const release = fake.hold("history");
    await save();
    expect(desk.page).toBe("saved");
    expect(desk.history.today(Date.now())).toEqual([]);
    release();
    await vi.advanceTimersByTimeAsync(0);
    expect(desk.history.today(Date.now())).toHaveLength(2);
  });

  it("restores, and says so in the history", async () => {
    await saved();
    await desk.history.undo(1);
    expect(desk.history.done?.result).toBe("undone");
    expect(desk.history.history?.entries[0]?.undone).toBe(true);
  });

  it("sends a decision for each field that was changed since", async () => {
    await saved();
    const clashes = ["job_title", "family_name"].map((spot) => ({ spot, was: "a", theirs: "b", mine: "c" }));
    fake.answer("undo_save", { result: "changed_since", clashes, by: null, at: null });
    await desk.history.undo(1);
    expect(desk.page).toBe("undo");
    desk.history.restore = ["job_title"];
    await desk.history.undo(1);
    expect(sent("undo_save").at(-1)).toEqual({ id: 1, remove: null, decided: { job_title: "restore", family_name: "leave" } });
    expect(desk.page).toBe("saved");
  });

  it("removes what was created only when that was confirmed", async () => {
    await find("new@example.com");
    await desk.saving.check();
    await save();
    await desk.history.undo(1);
    expect(desk.history.confirm?.name).toBe("new@example.com");
    await desk.history.undo(1);
    expect(desk.history.done).toMatchObject({ result: "removed" });
  });
});
