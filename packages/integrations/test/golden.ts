// Files that a person can read: `NAUTILUS_GOLDENS=write` writes them anew.
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { expect } from 'vitest'

export function expectGolden(name: string, text: string): void {
  const file = new URL(`./goldens/${name}`, import.meta.url)
  if (process.env.NAUTILUS_GOLDENS === 'write') writeFileSync(file, text)
  expect(existsSync(file), `${name} is missing`).toBe(true)
  expect(text).toBe(readFileSync(file, 'utf8'))
}

export const pretty = (values: readonly object[]): string =>
  `${values.map(value => JSON.stringify(value, null, 2)).join('\n')}\n`
