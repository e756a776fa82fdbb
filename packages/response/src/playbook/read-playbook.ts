// A playbook file as a playbook: read, completed with what all playbooks share, and checked.
import { Faults, type LikeOf } from '../reading/faults.ts'
import type { Fault, Tree } from '../reading/tree.ts'
import { checkFacts, checkPlaybook } from './check.ts'
import { type ApprovalRule, type Option, type Playbook, phaseNames } from './playbook.ts'
import { type Common, commonFile, type PlaybookFile, playbookFile } from './schema.ts'

export type ReadOptions = { readonly common: Common; readonly likeOf: LikeOf }
export type Refused = { readonly ok: false; readonly faults: readonly Fault[]; readonly more: number }
export type PlaybookRead = { readonly ok: true; readonly playbook: Playbook } | Refused

const refusedBy = (faults: Faults): Refused => ({ ok: false, faults: faults.list, more: faults.more })

/** `playbooks/common.yaml`: facts that every playbook asks, and rules of approval by their codes. */
export function readCommon(tree: Tree, likeOf: LikeOf): { readonly ok: true; readonly common: Common } | Refused {
  const faults = new Faults(likeOf)
  const common = commonFile(tree, 'The common file', faults)
  if (common) checkFacts(common.facts, faults)
  return common && faults.count === 0 ? { ok: true, common } : refusedBy(faults)
}

/** One playbook, or everything that is wrong with it. */
export function readPlaybook(tree: Tree, { common, likeOf }: ReadOptions): PlaybookRead {
  const faults = new Faults(likeOf)
  const file = playbookFile(tree, 'A playbook', faults)
  if (!file) return refusedBy(faults)
  const playbook = completed(file, common, faults)
  if (faults.count === 0) checkPlaybook(playbook, faults)
  return faults.count === 0 ? { ok: true, playbook } : refusedBy(faults)
}

function completed(file: PlaybookFile, common: Common, faults: Faults): Playbook {
  const { phases, options, facts, ...same } = file
  return faults.stands(
    {
      ...same,
      facts: [...common.facts, ...facts],
      options: options.map(option => optionOf(option, common, faults)),
      phases: phaseNames.map(name => ({ name, steps: phases[name] })),
    },
    faults.placeOf(file),
  )
}

function optionOf(file: PlaybookFile['options'][number], common: Common, faults: Faults): Option {
  const { approval, approvalIf, ...same } = file
  const rulesOf = (codes: readonly string[]) =>
    codes.flatMap(code => {
      const rule = common.approvals.get(code)
      if (!rule)
        faults.unknown(faults.placeOf(file), `There is no approval \`${code}\``, code, [...common.approvals.keys()])
      return rule ?? []
    })
  const rules = rulesOf(approval)
  const shortest = rules.map(({ expires }) => expires).sort((a, b) => a.minutes - b.minutes)[0]
  const rule: ApprovalRule = {
    needs: rules.flatMap(({ needs }) => needs),
    extra: approvalIf.map(({ when, need }) => ({ when, needs: rulesOf(need).flatMap(({ needs }) => needs) })),
    informs: [...new Set(rules.flatMap(({ informs }) => informs))],
    expires: shortest ?? { months: 0, minutes: 30 },
  }
  return faults.stands({ ...same, approval: rule }, faults.placeOf(file))
}

export type Replaced = { readonly ok: true; readonly inForce: Playbook } | (Refused & { readonly inForce: Playbook })

/**
 * A changed playbook takes the place of the one in force when it passes every check, is a later version, and names the
 * one in force as its parent. Otherwise the old one stays, with the reasons.
 */
export function replacePlaybook(inForce: Playbook, tree: Tree, options: ReadOptions): Replaced {
  const read = readPlaybook(tree, options)
  if (!read.ok) return { ...read, inForce }
  const { playbook } = read
  const faults = new Faults(options.likeOf)
  const parent = `${inForce.id}@${inForce.version}`
  if (playbook.id !== inForce.id)
    faults.tell(tree.place, `This is ${playbook.id}; it cannot take the place of ${inForce.id}.`)
  if (playbook.parent !== parent)
    faults.tell(tree.place, `\`parent\` must be \`${parent}\`, the version in force, so that nobody's change is lost.`)
  if (playbook.version <= inForce.version)
    faults.tell(tree.place, `\`version\` must be higher than ${inForce.version}, which is in force.`)
  return faults.count === 0 ? { ok: true, inForce: playbook } : { ...refusedBy(faults), inForce }
}
