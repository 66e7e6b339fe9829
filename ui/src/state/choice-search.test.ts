// Choices by what is typed, and that thousands cost about what a few do.
import { describe, expect, it } from "vitest";

import { sourceOf } from "./choice-search";

const options = ["Spring fair", "Fair trade", "Wholesale", "Fair"].map((label, index) => ({ value: String(index), label, note: null }));
const labels = (text: string) =>
  sourceOf(options)
    .search(text)
    .map(({ label }) => label);

describe("choices", () => {
  it.each([
    ["fair", ["Fair", "Fair trade", "Spring fair"]],
    ["FAIR T", ["Fair trade"]],
    ["sale", []],
    ["", ["Spring fair", "Fair trade", "Wholesale", "Fair"]],
  ])("for %s", (text, found) => expect(labels(text)).toEqual(found));

  it("are taken by their whole label or value alone", () => {
    const { exact } = sourceOf(options);
    expect(exact("fair")?.value).toBe("3");
    expect(exact("2")?.label).toBe("Wholesale");
    expect(exact("fai")).toBeNull();
  });
});
