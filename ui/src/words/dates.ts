// Dates and times as this computer writes them.

const parsed = (when: string | number): Date | null => {
  const date = new Date(when);
  return Number.isNaN(date.getTime()) ? null : date;
};

/** Making a format takes longer than the page around it, so it is made once, and again in another time zone. */
function written(options: Intl.DateTimeFormatOptions): (when: string | number) => string {
  let format: Intl.DateTimeFormat | undefined;
  let zone: number | undefined;
  return (when) => {
    const date = parsed(when);
    if (!date) return String(when);
    const here = new Date().getTimezoneOffset();
    if (!format || here !== zone) [format, zone] = [new Intl.DateTimeFormat([], options), here];
    return format.format(date);
  };
}

/** "3 May 2026"; text that is no date stays as it is. */
export const day = written({ day: "numeric", month: "long", year: "numeric" });

/** "14:36". */
export const time = written({ hour: "2-digit", minute: "2-digit" });

/** Today the time alone, else the day too. */
export const moment = (when: string | number): string =>
  parsed(when)?.toDateString() === new Date().toDateString() ? time(when) : `${day(when)}, ${time(when)}`;
