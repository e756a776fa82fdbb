// Says what is wrong with a value from outside, and where: one function for each kind of value.

/** A sentence without its end, `activities[3].verb is no verb`; null where everything is right. */
export type Shape = (value: unknown, where: string) => string | null

export const text =
  (most: number): Shape =>
  (value, where) => {
    if (typeof value !== 'string') return `${where} is text`
    return value.length > most ? `${where} has ${value.length} characters, and at most ${most} are taken` : null
  }

/** Finite, within these, both included. */
export const number =
  (least: number, most: number): Shape =>
  (value, where) =>
    typeof value === 'number' && value >= least && value <= most
      ? null
      : `${where} is a number from ${least} to ${most}, and is ${shown(value)}`

export const whole =
  (least: number, most: number): Shape =>
  (value, where) =>
    Number.isInteger(value) ? number(least, most)(value, where) : `${where} is a whole number, and is ${shown(value)}`

/** Also what JSON lacks: the wire carries infinities, and what is no number. */
export const anyNumber: Shape = (value, where) => (typeof value === 'number' ? null : `${where} is a number`)

export const flag: Shape = (value, where) => (typeof value === 'boolean' ? null : `${where} is true or false`)

export const matching =
  (pattern: RegExp, what: string): Shape =>
  (value, where) =>
    typeof value === 'string' && pattern.test(value) ? null : `${where} is ${what}`

export const oneOf = (words: readonly string[], what: string): Shape => {
  const known = new Set<unknown>(words)
  return (value, where) => (known.has(value) ? null : `${where} is ${shown(value)}, which is no ${what}`)
}

export const orNull =
  (shape: Shape): Shape =>
  (value, where) =>
    value === null ? null : shape(value, where)

export const orAbsent =
  (shape: Shape): Shape =>
  (value, where) =>
    value === undefined ? null : shape(value, where)

/** `either` where the value is text, else `or`. */
export const textOr =
  (either: Shape, or: Shape): Shape =>
  (value, where) =>
    typeof value === 'string' ? either(value, where) : or(value, where)

export const list =
  (shape: Shape, most: number): Shape =>
  (value, where) => {
    if (!Array.isArray(value)) return `${where} is a list`
    if (value.length > most) return `${where} has ${value.length} entries, and at most ${most} are taken`
    for (let at = 0; at < value.length; at++) {
      const fault = shape(value[at], `${where}[${at}]`)
      if (fault) return fault
    }
    return null
  }

/** Every field has its shape. Fields that are not named are let be: a newer sensor may tell more. */
export const object = (fields: Readonly<Record<string, Shape>>): Shape => {
  const shapes = Object.entries(fields)
  return (value, where) => {
    if (!isObject(value)) return `${where} is an object`
    for (const [name, shape] of shapes) {
      const fault = shape(value[name], where === '' ? name : `${where}.${name}`)
      if (fault) return fault
    }
    return null
  }
}

/** Names of any kind, and values of one. */
export const record =
  (name: Shape, shape: Shape, most: number): Shape =>
  (value, where) => {
    if (!isObject(value)) return `${where} is an object`
    const entries = Object.entries(value)
    if (entries.length > most) return `${where} has ${entries.length} entries, and at most ${most} are taken`
    for (const [key, part] of entries) {
      const fault = name(key, `a name in ${where}`) ?? shape(part, `${where}.${key}`)
      if (fault) return fault
    }
    return null
  }

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** Characters of a value in a sentence. */
const SHOWN = 60

function shown(value: unknown): string {
  if (value === undefined) return 'not there'
  const told = typeof value === 'number' ? String(value) : (JSON.stringify(value) ?? typeof value)
  return told.length > SHOWN ? `${told.slice(0, SHOWN)}…` : told
}
