// The combobox as people and assistive technology meet it: roles, states, keys, and the count spoken.
import { describe, expect, it, vi } from "vitest";
import { userEvent } from "vitest/browser";

import Combobox from "../../src/components/Combobox.svelte";
import { countries } from "../../src/ipc/fake-data";
import { exactCountry, searchCountries } from "../../src/state/country-search";
import { words } from "../../src/words";
import { at, expectAccessible, field, put } from "./support";

function show(list = countries) {
  const onchosen = vi.fn();
  const ontext = vi.fn();
  put(Combobox, {
    name: "country_code",
    label: "Country",
    source: {
      search: (text: string) => searchCountries(list, text),
      exact: (text: string) => exactCountry(list, text),
    },
    chosen: null,
    onchosen,
    ontext,
    words: words.country,
  });
  field("country_code").focus();
  return { onchosen, ontext };
}

const marked = () => {
  const id = field("country_code").getAttribute("aria-activedescendant");
  return id ? document.getElementById(id)?.querySelector("span")?.textContent : null;
};
const expanded = () => field("country_code").getAttribute("aria-expanded");

describe("the country's combobox", () => {
  it.each(["United States", "USA", "america"])("takes the United States for %s and Enter", async (text) => {
    const { onchosen } = show();
    await userEvent.keyboard(`${text}{Enter}`);
    expect(onchosen).toHaveBeenCalledExactlyOnceWith("USA");
    expect(field("country_code").value).toBe("United States of America");
    expect(expanded()).toBe("false");
  });

  it("takes the same after Down and Enter", async () => {
    const { onchosen } = show();
    await userEvent.keyboard("United States{ArrowDown}{Enter}");
    expect(onchosen).toHaveBeenCalledExactlyOnceWith("USA");
  });

  it("keeps the focus in the text and tells the marked option by aria-activedescendant", async () => {
    show();
    await userEvent.keyboard("uni{ArrowDown}{ArrowDown}");
    expect(document.activeElement).toBe(field("country_code"));
    expect(marked()).toBe("United Kingdom");
    await userEvent.keyboard("{Home}");
    expect(marked()).toBeNull();
    expect(field("country_code").selectionStart).toBe(0);
  });

  it("speaks the count and what Enter takes", async () => {
    show();
    await userEvent.keyboard("uni");
    expect(at("[role=status]").textContent).toBe("4 countries. Enter takes United Arab Emirates.");
    await userEvent.keyboard("zzz");
    expect(at("[role=status]").textContent).toContain("No country by this name");
  });

  it("closes with the first Escape and clears with the second", async () => {
    const { onchosen } = show();
    await userEvent.keyboard("canada{Enter}");
    await userEvent.keyboard("{ArrowDown}{Escape}");
    expect(expanded()).toBe("false");
    expect(field("country_code").value).toBe("Canada");
    await userEvent.keyboard("{Escape}");
    expect(field("country_code").value).toBe("");
    expect(onchosen).toHaveBeenLastCalledWith("");
  });

  it("picks nothing by leaving, and tells the unfinished text", async () => {
    const { onchosen, ontext } = show();
    await userEvent.keyboard("cana{Tab}");
    expect(onchosen).not.toHaveBeenCalled();
    expect(field("country_code").value).toBe("cana");
    expect(ontext).toHaveBeenLastCalledWith("cana");
  });

  it.each(["United States", "USA", "us"])("takes the United States for %s and Tab", async (text) => {
    const { onchosen, ontext } = show();
    await userEvent.keyboard(`${text}{Tab}`);
    expect(onchosen).toHaveBeenCalledExactlyOnceWith("USA");
    expect(field("country_code").value).toBe("United States of America");
    expect(ontext).toHaveBeenLastCalledWith("");
  });

  it("lists a value that comes twice", async () => {
    // Two options of one key would stop the whole page.
    show([...countries, { code: "CAN", alpha2: "CA", name: "Canada again" }]);
    await userEvent.keyboard("canada");
    expect(document.querySelectorAll("[role=option]")).toHaveLength(2);
  });

  it("returns to the chosen country when it is left unfinished", async () => {
    show();
    await userEvent.keyboard("canada{Enter}");
    await userEvent.keyboard("{Backspace}{Backspace}{Tab}");
    expect(field("country_code").value).toBe("Canada");
  });

  it("opens by its button, which is not a stop of its own, and picks by a press", async () => {
    const { onchosen } = show();
    await userEvent.click(at("button"));
    expect(at("button").tabIndex).toBe(-1);
    expect(document.querySelectorAll("[role=option]")).toHaveLength(countries.length);
    const japan = [...document.querySelectorAll("[role=option]")].find((one) => one.textContent?.includes("Japan"));
    await userEvent.click(japan as Element);
    expect(onchosen).toHaveBeenCalledExactlyOnceWith("JPN");
    expect(document.activeElement).toBe(field("country_code"));
  });

  it("has no violation, closed and open", async () => {
    show();
    await expectAccessible();
    await userEvent.keyboard("uni{ArrowDown}");
    await expectAccessible();
  });
});
