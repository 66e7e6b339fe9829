// What people type for a country, and which one comes first.
import { describe, expect, it } from "vitest";

import { countries } from "../ipc/fake-data";
import { exactCountry, searchCountries } from "./country-search";

const best = (text: string) => searchCountries(countries, text)[0]?.value;

describe("searching countries", () => {
  it.each([
    ["United States", "USA"],
    ["united states of america", "USA"],
    ["USA", "USA"],
    ["us", "USA"],
    ["U.S.A.", "USA"],
    ["America", "USA"],
    ["UK", "GBR"],
    ["England", "GBR"],
    ["gb", "GBR"],
    ["Holland", "NLD"],
    ["UAE", "ARE"],
    ["Österreich", "AUT"],
    ["osterreich", "AUT"],
    ["CHE", "CHE"],
    ["can", "CAN"],
    ["ukr", "UKR"],
    ["Minor", "UMI"],
  ])("%s means %s", (text, code) => expect(best(text)).toBe(code));

  it("ranks a whole code before a beginning: UK is not Ukraine", () => {
    expect(searchCountries(countries, "uk").map(({ value }) => value)).toEqual(["GBR", "UKR"]);
  });

  it("says which other name matched, and only then", () => {
    expect(searchCountries(countries, "holl")[0]).toEqual({ value: "NLD", label: "Netherlands", note: "Holland" });
    expect(searchCountries(countries, "nether")[0]?.note).toBeNull();
  });

  it("lists all for an empty text, and none for nonsense", () => {
    expect(searchCountries(countries, "  ")).toHaveLength(countries.length);
    expect(searchCountries(countries, "atlantis")).toEqual([]);
  });
});

describe("what a text names in full", () => {
  it.each([
    ["United States", "USA"],
    [" usa ", "USA"],
    ["us", "USA"],
    ["CANADA", "CAN"],
    ["ca", "CAN"],
    ["holland", "NLD"],
  ])("%s is exactly %s", (text, code) => expect(exactCountry(countries, text)?.value).toBe(code));

  it.each(["", " . ", "cana", "united", "atlantis"])("%s is none", (text) => expect(exactCountry(countries, text)).toBeNull());

  it("is none where two are named so", () => {
    const congo = ["COD", "COG"].map((code) => ({ code, alpha2: null, name: "Congo" }));
    expect(exactCountry(congo, "congo")).toBeNull();
    expect(exactCountry(congo, "cog")?.value).toBe("COG");
  });
});
