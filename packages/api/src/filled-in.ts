// What people fill in of a system that is told or asked: shown without what only the platform knows of a field, refused
// with what is wrong at which field, and what is secret kept apart.
import type { DestinationField } from './outward-port.ts'
import { Problem } from './problem.ts'

type Settings = Readonly<Record<string, string>>

export const shownFields = (fields: readonly DestinationField[]) =>
  fields.map(({ name, type, isSecret, isRequired, choices, otherwise }) => ({
    ...{ name, type, isSecret, isRequired, otherwise },
    choices: [...choices],
  }))

/** A secret that is left out stays as it is; an empty one goes. */
export const filledOver = (secrets: Settings, settings: Settings): Settings =>
  Object.fromEntries(Object.entries({ ...secrets, ...settings }).filter(([, value]) => value !== ''))

/** Throws where anything is wrong. `what`: as in "The source". */
export function refuseFaults(what: string, faults: Settings): void {
  const [first] = Object.entries(faults)
  if (!first) return
  const fields = Object.entries(faults).map(([name, why]) => [name === 'kind' ? name : `settings.${name}`, why])
  throw new Problem(400, `${what} was not taken: ${first.join(' ')}.`, Object.fromEntries(fields))
}

/** In two parts: what may be shown, and what is secret. */
export function partsOf(fields: readonly DestinationField[], given: Settings): { open: Settings; secret: Settings } {
  const secrets = new Set(fields.filter(({ isSecret }) => isSecret).map(({ name }) => name))
  const part = (wanted: boolean) =>
    Object.fromEntries(Object.entries(given).filter(([name]) => secrets.has(name) === wanted))
  return { open: part(false), secret: part(true) }
}
