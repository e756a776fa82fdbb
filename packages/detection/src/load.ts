// The rules are the files of one folder: adding one adds a file. The only place of this package that touches files.
import { readdirSync } from 'node:fs'
import type { Rule } from './rule.ts'

const folder = new URL('./rules/', import.meta.url)

/** Every rule, by id in alphabetical order. Throws when a file holds no rule, or one of another name. */
export async function loadRules(): Promise<readonly Rule[]> {
  const names = readdirSync(folder)
    .filter(name => name.endsWith('.ts') || name.endsWith('.js'))
    .sort()
  return Promise.all(names.map(load))
}

async function load(name: string): Promise<Rule> {
  const { rule } = (await import(new URL(name, folder).href)) as { rule?: Rule }
  if (!rule)
    throw new Error(
      `packages/detection/src/rules/${name} exports no rule: write \`export const rule = defineRule({…})\`.`,
    )
  const id = name.replace(/\.[jt]s$/, '')
  if (rule.id !== id)
    throw new Error(`packages/detection/src/rules/${name} says its id is ${rule.id}; it must be ${id}.`)
  return rule
}
