// An obligation file as a template: read, its rules understood, and checked.
import { Faults, type LikeOf } from '../reading/faults.ts'
import type { Fault, Tree } from '../reading/tree.ts'
import { checkObligation } from './check.ts'
import { type Rule, ruleOf } from './rule.ts'
import { type Common, commonFile, type ObligationFile, obligationFile } from './schema.ts'
import type { Criterion, ObligationTemplate, Stage } from './template.ts'

type Refused = { readonly ok: false; readonly faults: readonly Fault[]; readonly more: number }
export type ObligationRead = { readonly ok: true; readonly template: ObligationTemplate } | Refused
export type ObligationOptions = { readonly common: Common; readonly likeOf: LikeOf }

const refusedBy = (faults: Faults): Refused => ({ ok: false, faults: faults.list, more: faults.more })

/** `obligations/common.yaml`: the facts that rules may use, and the questions that fill them. */
export function readObligationCommon(
  tree: Tree,
  likeOf: LikeOf,
): { readonly ok: true; readonly common: Common } | Refused {
  const faults = new Faults(likeOf)
  const common = commonFile(tree, 'The common file', faults)
  for (const question of common?.questions ?? []) {
    const unknown = question.fills.filter(name => !common!.facts.has(name))
    if (unknown.length > 0)
      faults.of(question, `Question ${question.id} fills ${unknown.join(', ')}, which is no fact.`)
  }
  return common && faults.count === 0 ? { ok: true, common } : refusedBy(faults)
}

/** One template, or everything that is wrong with it. */
export function readObligation(tree: Tree, { common, likeOf }: ObligationOptions): ObligationRead {
  const faults = new Faults(likeOf)
  const file = obligationFile(tree, 'An obligation', faults)
  if (!file) return refusedBy(faults)
  const template = understood(file, common, faults)
  if (template && faults.count === 0) checkObligation(template, faults)
  return template && faults.count === 0 ? { ok: true, template } : refusedBy(faults)
}

function understood(file: ObligationFile, common: Common, faults: Faults): ObligationTemplate | null {
  const names = [...common.facts.keys(), ...[...file.thresholds.keys()].map(name => `threshold.${name}`)]
  const read = (tree: Tree): Rule | null => ruleOf(tree, { faults, names })
  const appliesIf = read(file.appliesIf)
  const criteriaOf = (all: NonNullable<ObligationFile['significance']>['criteria']): Criterion[] =>
    all.flatMap(({ rule, ...same }) => {
      const found = read(rule)
      return found ? [{ ...same, rule: found }] : []
    })
  const stages = file.stages.map((stage): Stage => {
    const { when } = stage
    return faults.stands({ ...stage, when: when && read(when) }, faults.placeOf(stage))
  })
  if (!appliesIf) return null
  const { significance } = file
  return faults.stands(
    {
      ...file,
      appliesIf,
      thresholds: [...file.thresholds].map(([name, { per, value, ...same }]) => ({
        ...same,
        name,
        value: value / per,
      })),
      significance: significance && {
        ...significance,
        criteria: criteriaOf(significance.criteria),
        exclusions: criteriaOf(significance.exclusions),
      },
      stages,
    },
    faults.placeOf(file),
  )
}

export type ObligationReplaced =
  | { readonly ok: true; readonly inForce: ObligationTemplate }
  | (Refused & { readonly inForce: ObligationTemplate })

/** A changed template takes the place of the one in force when it passes every check and is a later version of it. */
export function replaceObligation(
  inForce: ObligationTemplate,
  tree: Tree,
  options: ObligationOptions,
): ObligationReplaced {
  const read = readObligation(tree, options)
  if (!read.ok) return { ...read, inForce }
  const { template } = read
  const faults = new Faults(options.likeOf)
  if (template.id !== inForce.id)
    faults.tell(tree.place, `This is ${template.id}; it cannot take the place of ${inForce.id}.`)
  if (template.version <= inForce.version)
    faults.tell(tree.place, `\`version\` must be higher than ${inForce.version}, which is in force.`)
  return faults.count === 0 ? { ok: true, inForce: template } : { ...refusedBy(faults), inForce }
}
