// The whole story without a mouse: from the two doors to a contact created, then updated, then restored.
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
  await tabTo(`[name="${name}"]`);
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

  // A new contact, found again and changed.
  await type("find", "maria.new@example.com{Enter}");
  await until("[data-found=nobody]");
  await type("given_name", "Maria");
  await type("family_name", "Example");
  await tabTo("[data-section=address] h2 button");
  await userEvent.keyboard("{Enter}");
  await type("address.billing.country", "United States{Enter}");
  await until("[role=combobox][name='address.billing.region']");
  await type("address.billing.region", "Ariz{Enter}");
  await type("address.billing.line1", "4 Rose Lane");
  await type("address.billing.locality", "Phoenix");
  await type("address.billing.postal_code", "85001");
  await press("check");
  await press("save-contact");
  await until("[data-result=created]");
  expect(at("h1").textContent).toContain("Maria Example");
  await press("next-contact");

  await type("find", "maria.new@example.com{Enter}");
  await until("[data-found=one]");
  await type("job_title", "Baker{Enter}");
  await press("save-contact");
  await until("[data-result=updated]");
  await press("undo");
  await until(".notice.info");

  const saves = fake.heard.filter(({ name }) => name === "save_contact").map(({ request }) => request);
  expect(saves).toMatchObject([
    { edits: { "email.1": "maria.new@example.com", "address.billing.country": "USA", "address.billing.region": "US-AZ", "address.billing.postal_code": "85001" } },
    { edits: { job_title: "Baker" } },
  ]);
}, 30_000);
