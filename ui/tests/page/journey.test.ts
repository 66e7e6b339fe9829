// The whole story without a mouse: from the two doors to a contact created, then updated.
import { expect, it } from "vitest";
import { userEvent } from "vitest/browser";

import { Fake } from "../../src/ipc/fake";
import { account } from "../../src/ipc/fake-data";
import { at, open, tabTo, until } from "./support";

const press = async (action: string) => {
  await until(`[data-action=${action}]`);
  await tabTo(`[data-action=${action}]`);
  await userEvent.keyboard("{Enter}");
};
const type = async (name: string, text: string) => {
  await tabTo(`[name=${name}]`);
  await userEvent.keyboard(text);
};

it("is done by keyboard alone", async () => {
  const fake = new Fake();
  await open(fake);

  await press("connect");
  await until("[name=client_id]");
  await type("client_id", "fictional-id");
  await type("client_secret", "fictional-secret");
  await press("save-keys");
  await press("sign-in");
  await until("[name=address]");
  // The browser's answer comes from outside.
  fake.show({ at: "finishing" });
  fake.show({ at: "account", account });
  await press("confirm-account");

  for (const expected of ["created", "updated"]) {
    await until("[name=email]");
    await type("email", "maria@example.com");
    await type("given_name", "Maria");
    await type("family_name", "Example");
    await type("country_code", "United States{Enter}");
    await until("[name=region_code]");
    await tabTo("[name=region_code]");
    await userEvent.keyboard("Ariz");
    await type("line1", "4 Rose Lane");
    await type("locality", "Phoenix");
    await type("postal_code", "85001{Enter}");
    await until(`[data-result=${expected}]`);
    expect(at("h1").textContent).toContain("Maria Example");
    await press("add-another");
  }
  const drafts = fake.heard.filter(({ name }) => name === "save_contact");
  expect(drafts).toHaveLength(2);
  expect(drafts[0]?.request).toMatchObject({ contact_id: null, draft: { country_code: "USA", region_code: "US-AZ", postal_code: "85001" } });
}, 30_000);
