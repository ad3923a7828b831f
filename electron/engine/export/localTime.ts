/** ISO 8601 in the station's time zone, with milliseconds and the offset from UTC: 2026-11-02T11:00:00.000+01:00. */
export function localTime(instant: Date): string {
  const offsetMinutes = -instant.getTimezoneOffset();
  const shifted = new Date(instant.getTime() + offsetMinutes * 60_000).toISOString().slice(0, -1);
  const sign = offsetMinutes < 0 ? '-' : '+';
  const distance = Math.abs(offsetMinutes);
  return `${shifted}${sign}${twoDigits(Math.floor(distance / 60))}:${twoDigits(distance % 60)}`;
}

function twoDigits(value: number): string {
  return String(value).padStart(2, '0');
}
