// A playbook file as a playbook: read, completed with what all playbooks share, and checked.
import { leastSpan } from '../reading/duration.ts'
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

/** One playbook, or everything that is wrong with it. `check`: what it must hold to besides. */
export function readPlaybook(
  tree: Tree,
  { common, likeOf }: ReadOptions,
  check: (playbook: Playbook, faults: Faults) => void = () => {},
): PlaybookRead {
  const faults = new Faults(likeOf)
  const file = playbookFile(tree, 'A playbook', faults)
  if (!file) return refusedBy(faults)
  const playbook = completed(file, common, faults)
  if (faults.count === 0) checkPlaybook(playbook, faults)
  if (faults.count === 0) check(playbook, faults)
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
  const shortest = rules.map(({ expires }) => expires).sort((a, b) => leastSpan(a) - leastSpan(b))[0]
  const rule: ApprovalRule = {
    needs: rules.flatMap(({ needs }) => needs),
    extra: approvalIf.map(({ when, need }) => ({ when, needs: rulesOf(need).flatMap(({ needs }) => needs) })),
    informs: [...new Set(rules.flatMap(({ informs }) => informs))],
    expires: shortest ?? { months: 0, minutes: 30 },
  }
  return faults.stands({ ...same, approval: rule }, faults.placeOf(file))
}
