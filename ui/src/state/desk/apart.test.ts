// How kept texts of several choices are taken apart, options that hold a comma among them.
import { describe, expect, it } from "vitest";

import { apart } from "./apart";

const options = ["Rye", "Wheat", "Oat, rolled", "Oat"];

describe("choices joined by commas", () => {
  it.each([
    ["", []],
    ["Rye", ["Rye"]],
    ["Rye,Oat, rolled", ["Rye", "Oat, rolled"]],
    ["Oat, rolled,Oat , Wheat", ["Oat, rolled", "Oat", "Wheat"]],
    ["Oat, whole", ["Oat", "whole"]],
    ["Spelt,Rye", ["Spelt", "Rye"]],
    ["Rye,Rye", ["Rye"]],
    [",Rye,,Wheat,", ["Rye", "Wheat"]],
    ["Ryes", ["Ryes"]],
  ])("are taken apart: %s", (text, choices) => {
    expect(apart(text, options)).toEqual(choices);
  });
});
