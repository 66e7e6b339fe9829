// Dates and times as this computer writes them.

const parsed = (when: string | number): Date | null => {
  const date = new Date(when);
  return Number.isNaN(date.getTime()) ? null : date;
};

/** "3 May 2026"; text that is no date stays as it is. */
export const day = (when: string | number): string =>
  parsed(when)?.toLocaleDateString([], { day: "numeric", month: "long", year: "numeric" }) ?? String(when);

/** "14:36". */
export const time = (when: string | number): string => parsed(when)?.toLocaleTimeString([], { hour: "2-digit", minute: "2-digit" }) ?? String(when);

/** Today the time alone, else the day too. */
export const moment = (when: string | number): string =>
  parsed(when)?.toDateString() === new Date().toDateString() ? time(when) : `${day(when)}, ${time(when)}`;
