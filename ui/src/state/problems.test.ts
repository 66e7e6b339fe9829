// Several problems of one field: all of them beside it, one line for it in a summary.
import { expect, it } from "vitest";

import type { FieldProblem } from "../ipc/bindings";
import { onePerField, problemOf } from "./problems";

const problems: FieldProblem[] = [
  { field: "phone", message: "Too long." },
  { field: "email", message: "No address." },
  { field: "phone", message: "No number." },
  { field: "phone", message: "Too long." },
];

it("tells all problems of one field, each once", () => {
  expect(problemOf(problems, "phone")).toBe("Too long. No number.");
  expect(problemOf(problems, "line1")).toBeNull();
});

it("keeps the first problem of each field", () => {
  expect(onePerField(problems).map(({ message }) => message)).toEqual(["Too long.", "No address."]);
});
