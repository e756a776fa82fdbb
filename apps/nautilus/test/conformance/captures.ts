// Real captures beside the repository, and whether the comparison can be made here.
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { installed } from './tshark.ts'

const folder = fileURLToPath(new URL('../../../../../shared/captures', import.meta.url))
const present = existsSync(folder)
const demanded = Boolean(process.env.CI)

export const pathOf = (capture: string): string => `${folder}/${capture}`

export const capturesIn = (...folders: readonly string[]): string[] =>
  present
    ? folders.flatMap(name =>
        readdirSync(`${folder}/${name}`)
          .sort()
          .map(file => `${name}/${file}`),
      )
    : []

/** What was counted in a capture when it was collected, by the protocol names of that tool. */
export function expectedOf(capture: string): Record<string, Record<string, never>> {
  const text = readFileSync(`${folder}/expected/${capture.replaceAll('/', '__')}.json`, 'utf8')
  return JSON.parse(text).protocols
}

/** A suite that needs captures and tshark. Without captures it is skipped; without tshark too, but where it is demanded. */
export function conformance(title: string, suite: () => void): void {
  if (!present) describe(title, () => it.skip('needs shared/captures beside the repository', () => {}))
  else if (installed) describe(title, suite)
  else if (demanded) it(title, () => expect.fail('tshark is not installed'))
  else describe(title, () => it.skip('tshark is not installed', () => {}))
}
