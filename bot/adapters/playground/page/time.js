// Writes instants as the clock on the wall of whoever is active shows them.

const formats = new Map();

function format(zone, options) {
  const key = zone + JSON.stringify(options);
  if (!formats.has(key)) formats.set(key, new Intl.DateTimeFormat("en-GB", { timeZone: zone, ...options }));
  return formats.get(key);
}

/** `14:05` */
export function clock(instant, zone) {
  return format(zone, { hour: "2-digit", minute: "2-digit" }).format(instant);
}

/** `Monday 23 November 2026 at 14:05` */
export function inFull(instant, zone) {
  const day = format(zone, { weekday: "long", day: "numeric", month: "long", year: "numeric" }).format(instant);
  return `${day} at ${clock(instant, zone)}`;
}

/** `Mon 23 Nov, 14:05` */
export function brief(instant, zone) {
  const day = format(zone, { weekday: "short", day: "numeric", month: "short" }).format(instant).replace(",", "");
  return `${day}, ${clock(instant, zone)}`;
}

/** `2026-11-23`, for comparing days. */
export function dayKey(instant, zone) {
  const parts = Object.fromEntries(
    format(zone, { year: "numeric", month: "2-digit", day: "2-digit" }).formatToParts(instant).map((part) => [part.type, part.value]),
  );
  return `${parts.year}-${parts.month}-${parts.day}`;
}

/** `Today`, `Yesterday` or the date. */
export function dayName(instant, zone, now) {
  const day = dayKey(instant, zone);
  if (day === dayKey(now, zone)) return "Today";
  if (day === dayKey(new Date(now.getTime() - 86_400_000), zone)) return "Yesterday";
  return format(zone, { weekday: "long", day: "numeric", month: "long" }).format(instant);
}
