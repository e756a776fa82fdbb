import { keyFrom } from '../../advisories/bundle.ts'
import { type Intelligence, load } from '../../advisories/load.ts'
import { type Arguments, Refusal } from '../../world.ts'

/** An option that may be given several times. */
export const listOf = ({ values }: Arguments, name: string): string[] => {
  const given = values[name]
  return Array.isArray(given) ? given.map(String) : []
}

export const textOf = ({ values }: Arguments, name: string): string | null => {
  const given = values[name]
  if (given === '') throw new Refusal(`--${name} needs a value.`)
  return typeof given === 'string' ? given : null
}

/** KEV and EPSS are known by what is in them; the options only say where they are. */
export function loadNamed(given: Arguments, paths: readonly string[], into: Intelligence): Intelligence {
  const trust = textOf(given, 'trust')
  const more = ['kev', 'epss'].flatMap(name => textOf(given, name) ?? [])
  load(paths, into, trust === null ? null : keyFrom(trust, 'public'))
  load(more, into)
  if (textOf(given, 'kev') !== null && into.kev === null)
    throw new Refusal(`--kev ${given.values.kev} is no KEV catalogue; name known_exploited_vulnerabilities.json.`)
  if (textOf(given, 'epss') !== null && into.epss === null)
    throw new Refusal(`--epss ${given.values.epss} is no EPSS file; name epss_scores-current.csv.gz.`)
  return into
}

export function dayOption(given: Arguments, otherwise: string): string {
  const day = textOf(given, 'today')
  if (day === null || /^\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$/.test(day)) return day ?? otherwise
  throw new Refusal(`--today ${day} is no day; type it as \`--today 2026-01-31\`.`)
}
