// Days, months and times as people write them, and as they are read back: "thứ Tư, 4/11/2026". Gregorian; no clock.
import { instant, months, weekdays } from '../expression/dates.ts'
import { dayNumber, dayText } from '../expression/values.ts'

export { dayNumber, dayText, instant }

const daysOfWeek: Readonly<Record<string, readonly string[]>> = {
  vi: ['Chủ nhật', 'thứ Hai', 'thứ Ba', 'thứ Tư', 'thứ Năm', 'thứ Sáu', 'thứ Bảy'],
  en: weekdays,
}

/** Whether a text is a real calendar day, 'YYYY-MM-DD'. */
export function isDay(text: string): boolean {
  return /^\d{4}-\d{2}-\d{2}$/.test(text) && !isNaN(dayOf(text))
}

/** Day number (days since 1970-01-01) of 'YYYY-MM-DD'; NaN when there is no such day. */
export function dayOf(text: string): number {
  return dayNumber(Number(text.slice(0, 4)), Number(text.slice(5, 7)), Number(text.slice(8, 10)))
}

/** Day, month and year as typed → 'YYYY-MM-DD', or undefined when there is no such day. Two digits of a year are not guessed at. */
export function readDay(day: string, month: string, year: string): string | undefined {
  if (![day, month].every((part) => /^\d{1,2}$/.test(part)) || !/^\d{4}$/.test(year)) return undefined
  const days = dayNumber(Number(year), Number(month), Number(day))
  return isNaN(days) ? undefined : dayText(days)
}

/** A day in words: "thứ Tư, 4/11/2026", "Wednesday, 4 November 2026". */
export function writeDate(day: string, language: string): string {
  const [year, month, date] = [Number(day.slice(0, 4)), Number(day.slice(5, 7)), Number(day.slice(8, 10))]
  const weekday = (daysOfWeek[language.startsWith('en') ? 'en' : 'vi'] as readonly string[])[(((dayOf(day) + 4) % 7) + 7) % 7]
  return language.startsWith('en') ? `${weekday}, ${date} ${months[month - 1]} ${year}` : `${weekday}, ${date}/${month}/${year}`
}

/** A month in words: "tháng 11/2026", "November 2026". */
export function writeMonth(month: string, language: string): string {
  const [year, number] = [month.slice(0, 4), Number(month.slice(5, 7))]
  return language.startsWith('en') ? `${months[number - 1]} ${year}` : `tháng ${number}/${year}`
}

/** The local day of an instant: milliseconds since 1970 UTC and minutes east of UTC. */
export function localDay(at: number, zone: number): string {
  return dayText(Math.floor((at + zone * 60_000) / 86_400_000))
}
