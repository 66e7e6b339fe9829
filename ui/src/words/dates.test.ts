// Dates and times: what is no date, and formats that are kept as long as the time zone is.
import { afterEach, describe, expect, it, vi } from "vitest";

import { day, isSameDay, time } from "./dates";

afterEach(() => void vi.restoreAllMocks());

describe("dates", () => {
  it("leave alone what is none, and know the first moment of all", () => {
    expect([day("soon"), time("soon")]).toEqual(["soon", "soon"]);
    expect(time(0)).toMatch(/\d\d:\d\d/);
  });

  it("keep their format until the time zone is another", () => {
    time(0);
    const Format = Intl.DateTimeFormat;
    const made = vi.spyOn(Intl, "DateTimeFormat").mockImplementation(function () {
      return new Format();
    } as never);
    time(1);
    expect(made).not.toHaveBeenCalled();
    vi.spyOn(Date.prototype, "getTimezoneOffset").mockReturnValue(-345);
    time(2);
    time(3);
    expect(made).toHaveBeenCalledTimes(1);
  });

  it("are of one day from midnight to midnight", () => {
    const at = (hour: number, minute: number) => new Date(2026, 4, 3, hour, minute).getTime();
    expect(isSameDay(at(0, 0), at(23, 59))).toBe(true);
    expect(isSameDay(at(23, 59), at(24, 0))).toBe(false);
  });
});
