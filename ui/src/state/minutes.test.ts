// The countdown in words and as a part of a ring.
import { expect, it } from "vitest";

import { left } from "./minutes";

const MINUTE = 60_000;

it.each([
  [5 * MINUTE, 5],
  [4 * MINUTE + 1, 5],
  [4 * MINUTE, 4],
  [MINUTE, 1],
  [MINUTE - 1, 0],
  [-5, 0],
])("with %i ms left it says %i", (rest, minutes) => expect(left(0, -1, rest).minutes).toBe(minutes));

it("empties the ring from one to nothing", () => {
  expect(left(0, 0, 100).part).toBe(1);
  expect(left(75, 0, 100).part).toBe(0.25);
  expect(left(200, 0, 100).part).toBe(0);
});
