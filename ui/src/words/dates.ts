// Dates and times as this computer writes them.

/** Making a format takes longer than the page around it, so it is made once, and again in another time zone. */
function written(options: Intl.DateTimeFormatOptions): (when: string | number) => string {
  let format!: Intl.DateTimeFormat;
  let zone: number | undefined;
  return (when) => {
    const date = new Date(when);
    const here = new Date().getTimezoneOffset();
    if (here !== zone) format = new Intl.DateTimeFormat([], options);
    zone = here;
    return Number.isNaN(date.getTime()) ? String(when) : format.format(date);
  };
}

/** "3 May 2026"; text that is no date stays as it is. */
export const day = written({ day: "numeric", month: "long", year: "numeric" });

/** "09:36", as in a column. */
export const time = written({ hour: "2-digit", minute: "2-digit" });

/** "9:36", as in a sentence. */
export const inLine = written({ hour: "numeric", minute: "2-digit" });

/** Whether two moments are of one day here. */
export const isSameDay = (one: string | number, other: string | number): boolean => new Date(one).toDateString() === new Date(other).toDateString();

/** Today the time alone, else the day too. */
export const moment = (when: string | number): string =>
  isSameDay(when, Date.now()) ? time(when) : `${day(when)}, ${time(when)}`;
