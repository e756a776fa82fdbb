/** A moment (µs) as a field of the browser has it, in its own zone. */
export const fieldOf = (at: number): string => {
  const date = new Date(at / 1000)
  return new Date(date.getTime() - date.getTimezoneOffset() * 60_000).toISOString().slice(0, 16)
}
/** µs; null where it is none. */
export const momentOf = (field: string): number | null => {
  const ms = new Date(field).getTime()
  return Number.isFinite(ms) ? ms * 1000 : null
}
