import type { Rule } from '@nautilus/detection'
import type { Node } from 'yaml'
import type { SiteDocument } from './document.ts'
import { likeOf, type Yaml } from './yaml.ts'

/** Thresholds by rule and name. */
export function settingsOf(yaml: Yaml, node: Node | undefined, rules: readonly Rule[]): SiteDocument['settings'] {
  const settings: Record<string, Record<string, number>> = {}
  for (const { name, key, value } of yaml.named(node, 'rules')) {
    const rule = rules.find(({ id }) => id === name)
    if (!rule) {
      yaml.fault(
        key,
        `There is no rule \`${name}\`; ${likeOf(
          name,
          rules.map(({ id }) => id),
        )}`,
      )
      continue
    }
    const own: Record<string, number> = {}
    for (const [setting, figure] of yaml.fields(value, `Rule \`${name}\``, Object.keys(rule.settings ?? {}))) {
      const number = yaml.number(figure, `\`${setting}\``)
      if (number !== null) own[setting] = number
    }
    settings[name] = own
  }
  return settings
}
