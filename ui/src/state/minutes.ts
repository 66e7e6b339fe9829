// How long is left of a wait, in whole minutes, and how much of it as a part. Knows no clock.
export interface Left {
  /** Whole minutes, rounded up; 0 is less than one. */
  minutes: number;
  /** 0 to 1, of the time between `from` and `until`. */
  part: number;
}

export function left(now: number, from: number, until: number): Left {
  const rest = Math.max(0, until - now);
  const minutes = rest < 60_000 ? 0 : Math.ceil(rest / 60_000);
  return { minutes, part: until > from ? Math.min(1, rest / (until - from)) : 0 };
}
