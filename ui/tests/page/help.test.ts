// "Something is wrong?": reached from everywhere, each test by itself, and a report that is read first.
import { describe, expect, it } from "vitest";
import { userEvent } from "vitest/browser";

import type { Screen } from "../../src/ipc/bindings";
import { account, found, notices, reportText } from "../../src/ipc/fake-data";
import { Fake } from "../../src/ipc/fake";
import { at, button, desk, field, find, heard, open, tabTo, until } from "./support";

const help = async (fake = new Fake()) => {
  const opened = await open(fake);
  await userEvent.click(button("help"));
  await until("dialog[open]");
  return opened;
};
const grade = (check: string) => at(`[data-check=${check}]`).dataset["grade"];
const notice = { ...notices.offline };

describe("the way there", () => {
  it.each<Screen>([
    { at: "welcome", notice: null },
    { at: "keys", client_id: null, filled_in: false, notice: null },
    { at: "sign_in", notice: null },
    { at: "waiting", until_ms: Date.now() + 60_000, paste_first: false, notice: null },
    { at: "finishing" },
    { at: "account", account },
    { at: "starting" },
  ])("is a link on the screen $at", async (screen) => {
    const { fake } = await open();
    fake.show(screen);
    // On the first screen it comes with the words, which come only where it takes long.
    (await until("[data-action=help]")).click();
    await until("dialog[open]");
    expect(document.activeElement?.textContent).toBe("Something is wrong?");
  });

  it("is in the menu of the desk, by keyboard as well", async () => {
    await desk();
    await tabTo("[data-action=person-menu]");
    await userEvent.keyboard("{Enter}");
    await tabTo("[data-action=help]");
    await userEvent.keyboard("{Enter}");
    await until("dialog[open]");
    await userEvent.keyboard("{Escape}");
    await expect.poll(() => document.querySelector("dialog")).toBeNull();
    expect(document.activeElement).toBe(button("person-menu"));
  });

  it("is offered beside trouble that may lie with the computer or the network", async () => {
    const { fake } = await open();
    fake.show({ at: "sign_in", notice });
    await userEvent.click(await until("[data-action=notice-help]"));
    await until("dialog[open]");
  });

  it("is not offered beside problems of what was typed", async () => {
    const { fake } = await desk();
    await find("new@example.com", "nobody");
    fake.fail("review_contact", { notice: notices.fields, fields: [{ field: "email.1", message: "Enter another address." }] });
    await userEvent.click(button("check"));
    await until("section.notice");
    expect(document.querySelector("[data-action=notice-help]")).toBeNull();
  });
});

describe("the test", () => {
  it("starts nothing by itself", async () => {
    const { fake } = await help();
    expect(heard(fake, "diagnose")).toEqual([]);
    expect(grade("keychain")).toBe("before");
  });

  it("runs all parts at once and shows each as it comes, whatever the others do", async () => {
    const fake = new Fake();
    const release = fake.hold("diagnose");
    const { app } = await help(fake);
    await userEvent.click(button("test-connection"));
    expect(heard(fake, "diagnose").map(({ request }) => (request as { check: string }).check)).toEqual([
      "keychain", "links", "clock", "proxy", "keap", "account",
    ]);
    expect(grade("keap")).toBe("running");
    // A second press while it runs tests nothing twice, and the page can be left.
    button("test-connection").click();
    expect(heard(fake, "diagnose")).toHaveLength(6);
    await userEvent.click(button("close-help"));
    await expect.poll(() => document.querySelector("dialog")).toBeNull();
    await userEvent.click(button("connect"));
    await until("[name=client_id]");
    await userEvent.click(button("help"));
    await expect.poll(() => grade("keap")).toBe("running");
    release();
    await expect.poll(() => grade("account")).toBe("good");
    expect(at("[data-check=links]").textContent).toContain(found.links.title);
    expect(app.diagnosis.running).toBe(false);
    await expect.poll(() => at("[data-status=test]").textContent).toBe("The test is done: 1 part needs a look.");
    expect(button("test-connection").textContent).toContain("Test again");
  });

  it("shows one that could not even be asked as a problem, and the others beside it", async () => {
    const fake = new Fake();
    fake.fail("diagnose", { notice, fields: [] });
    await help(fake);
    await userEvent.click(button("test-connection"));
    await expect.poll(() => grade("account")).toBe("good");
    expect(grade("keychain")).toBe("problem");
    expect(at("[data-check=keychain]").textContent).toContain(notice.title);
  });
});

describe("the report", () => {
  it("is there to be read before it is copied, and is written anew after a test", async () => {
    const { fake } = await help();
    await expect.poll(() => field("report").value).toBe(reportText);
    expect(field("report").readOnly).toBe(true);
    expect(heard(fake, "copy_report")).toEqual([]);
    fake.answer("report", { text: "Keapsake report, later" });
    await userEvent.click(button("test-connection"));
    await expect.poll(() => field("report").value).toBe("Keapsake report, later");
    await userEvent.click(button("copy-report"));
    await expect.poll(() => at("dialog .copied").textContent).toBe("Copied");
    expect(heard(fake, "copy_report")).toHaveLength(1);
  });

  it("says where it could not be copied", async () => {
    const fake = new Fake();
    fake.fail("copy_report", { notice, fields: [] });
    await help(fake);
    await userEvent.click(button("copy-report"));
    await until("dialog section.notice");
    expect(at("dialog .copied").textContent).toBe("");
  });
});

describe("the proxy", () => {
  const opened = async (fake = new Fake()) => {
    await help(fake);
    await userEvent.click(at("dialog summary"));
    return fake;
  };
  const said = () => at("dialog form [role=status]").textContent;

  it("is out of the way until it is asked for, and then shows what is kept", async () => {
    const fake = new Fake();
    fake.view = { ...fake.view, proxy: "proxy.example.com:3128" };
    await help(fake);
    expect(field("proxy").checkVisibility()).toBe(false);
    await userEvent.click(at("dialog summary"));
    expect(field("proxy").checkVisibility()).toBe(true);
    expect(field("proxy").value).toBe("proxy.example.com:3128");
    expect(document.querySelector("label[for=f-proxy]")?.textContent).toBe("Address of the proxy");
  });

  it("is kept as the Rust side reads it, by keyboard as well, and taken back when it is emptied", async () => {
    const fake = await opened();
    await userEvent.fill(field("proxy"), "http://proxy.example.com:3128/");
    await userEvent.keyboard("{Enter}");
    await expect.poll(said).toContain("through this proxy from now on");
    expect(field("proxy").value).toBe("proxy.example.com:3128");
    await userEvent.keyboard("{Escape}");
    await expect.poll(() => document.querySelector("dialog")).toBeNull();
    await opened(fake);
    expect(field("proxy").value).toBe("proxy.example.com:3128");
    await userEvent.clear(field("proxy"));
    await userEvent.click(button("set-proxy"));
    await expect.poll(said).toContain("computer’s settings from now on");
    expect(heard(fake, "set_proxy").map(({ request }) => request)).toEqual([
      { address: "http://proxy.example.com:3128/" },
      { address: "" },
    ]);
  });

  it("says beside the field why it was refused, and nothing on the screen below", async () => {
    const fake = await opened();
    await userEvent.fill(field("proxy"), "ann:fictional@proxy.example.com:3128");
    await userEvent.click(button("set-proxy"));
    await until("#f-proxy[aria-invalid=true]");
    expect(field("proxy").getAttribute("aria-describedby")).toBe("f-proxy-hint f-proxy-error");
    expect(at("#f-proxy-error").textContent).toContain("Leave out the name and the password.");
    await expect.poll(() => document.activeElement).toBe(field("proxy"));
    expect(said()).toBe("");
    await userEvent.fill(field("proxy"), "proxy.example.com:3128");
    fake.fail("set_proxy", { notice, fields: [] });
    await userEvent.click(button("set-proxy"));
    await expect.poll(() => at("#f-proxy-error").textContent).toContain(notice.title);
    await userEvent.click(button("set-proxy"));
    await expect.poll(said).toContain("through this proxy");
    expect(document.querySelector("#f-proxy-error")).toBeNull();
    await userEvent.click(button("close-help"));
    await expect.poll(() => document.querySelector("dialog")).toBeNull();
    expect(document.querySelector("section.notice")).toBeNull();
  });
});

describe("what stands below", () => {
  it("keeps what was typed", async () => {
    await open();
    await userEvent.click(button("connect"));
    await until("[name=client_id]");
    await userEvent.fill(field("client_secret"), "fictional-secret");
    await userEvent.click(button("help"));
    await until("dialog[open]");
    await userEvent.keyboard("{Escape}");
    await expect.poll(() => document.querySelector("dialog")).toBeNull();
    expect(field("client_secret").value).toBe("fictional-secret");
    expect(document.activeElement).toBe(button("help"));
  });

  it("comes forward when the browser has brought the answer", async () => {
    const { fake } = await help();
    fake.show({ at: "finishing" });
    await expect.poll(() => document.querySelector("dialog")).toBeNull();
    expect(document.activeElement?.textContent).toBe("Finishing the sign-in");
  });
});
