// How long ago something was, as people say it: the decision alone.

export interface Ago {
  /** 0 or less, for Intl.RelativeTimeFormat with `numeric: 'auto'`. */
  readonly amount: number;
  readonly unit: 'second' | 'minute' | 'hour' | 'day' | 'week' | 'month' | 'year';
}

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;

/** Midnights between the two, in this device's time: "yesterday" is a matter of the calendar. */
const daysBetween = (dateMs: number, nowMs: number): number => {
  const midnight = (ms: number): number => new Date(ms).setHours(0, 0, 0, 0);
  // Rounded: days in which clocks are changed are an hour longer or shorter.
  return Math.round((midnight(nowMs) - midnight(dateMs)) / (24 * hourMs));
};

/** `dateMs` seen from `nowMs`, both as Date.now() tells them. What seems to lie ahead (a clock was set back) is now. */
export const agoOf = (dateMs: number, nowMs: number): Ago => {
  const passedMs = nowMs - dateMs;
  const days = daysBetween(dateMs, nowMs);
  if (!(passedMs >= minuteMs)) return { amount: 0, unit: 'second' };
  if (passedMs < hourMs) return { amount: -Math.floor(passedMs / minuteMs), unit: 'minute' };
  // Late in the evening is "3 hours ago" rather than "yesterday" for whoever is still up.
  if (days === 0 || passedMs < 6 * hourMs) return { amount: -Math.floor(passedMs / hourMs), unit: 'hour' };
  if (days < 7) return { amount: -days, unit: 'day' };
  if (days < 31) return { amount: -Math.floor(days / 7), unit: 'week' };
  if (days < 365) return { amount: -Math.floor(days / 30.4), unit: 'month' };
  return { amount: -Math.floor(days / 365), unit: 'year' };
};
