import { describe, expect, test } from 'vitest'
import { csfIds, faultText, guideSectionOf, readCommon, replacePlaybook } from '../../src/index.ts'
import { likeOf, type Plain, treeFrom } from '../tree.ts'
import { commonOf, commonValues, type Loose, option, playbookValues, readFrom, validPlaybook } from './valid.ts'

const faultsOf = (change: (values: Loose) => void): string[] => {
  const values = playbookValues()
  change(values)
  const read = readFrom(values)
  return read.ok ? [] : read.faults.map(faultText)
}

test('what is right is read, complete with what all playbooks share', () => {
  const playbook = validPlaybook()
  expect(playbook.facts.map(({ id }) => id)).toEqual(['G1', 'G5', 'G6', 'F1'])
  expect(playbook.options[1]!.approval.needs).toHaveLength(2)
  expect(playbook.phases.map(({ name }) => name)[0]).toBe('preparation')
})

describe('refused with place and reason', () => {
  const cases: readonly [string, (values: Loose) => void, RegExp][] = [
    [
      'an unknown key',
      v => {
        v.colour = 'red'
      },
      /^test\.yaml:\d+:1: A playbook has no `colour`/,
    ],
    [
      'a command to a plant',
      v => {
        v.options[1].command = 'write 40001 1'
      },
      /has no `command`/,
    ],
    [
      'approval by time',
      v => {
        v.options[1].autoApproveAfter = 'PT10M'
      },
      /has no `autoApproveAfter`/,
    ],
    [
      'a duty that is none',
      v => {
        v.notify[0].duty = 'plant-manager'
      },
      /`duty` is `plant-manager`; did you mean `plant-engineer`/,
    ],
    [
      'a missing part',
      v => {
        delete v.exit
      },
      /A playbook needs `exit`/,
    ],
    [
      'no German',
      v => {
        v.title = 'Test'
      },
      /`title` needs en and de/,
    ],
    [
      'no way to keep running',
      v => {
        v.options.shift()
        v.decisions[0].outcomes[1].next = ['close']
      },
      /no option to keep running and watch/,
    ],
    [
      'keep running without review',
      v => {
        delete v.options[0].reviewEvery
      },
      /needs `reviewEvery`/,
    ],
    [
      'a review once a day',
      v => {
        v.options[0].reviewEvery = 'PT24H'
      },
      /every 240 minutes or sooner/,
    ],
    [
      'the analyst alone for the process',
      v => {
        v.options[1].approval = ['SOC']
        delete v.options[1].approvalIf
      },
      /affects the process: somebody of operations or engineering/,
    ],
    [
      'network alone for the process',
      v => {
        v.options[1].approval = ['IT1']
      },
      /affects the process/,
    ],
    [
      'the analyst alone for running on',
      v => {
        v.options[0].approval = ['SOC']
      },
      /affects the process/,
    ],
    [
      'a harmless option with risk',
      v => {
        v.options[2].risk.availability = 1
      },
      /`effect: none`, but a risk above 0/,
    ],
    [
      'the office side with risk to equipment',
      v => {
        v.options[1] = option('b', {
          effect: 'it',
          approval: ['IT1'],
          risk: { ...v.options[1].risk, safety: 0, equipment: 1 },
        })
      },
      /more than the office side/,
    ],
    [
      'S2 without process safety',
      v => {
        v.safetyClass = 'S2'
      },
      /in class S2 the process-safety-engineer must approve/,
    ],
    [
      'S2 without the call',
      v => {
        v.safetyClass = 'S2'
      },
      /must call the process-safety-engineer by phone within 5 minutes/,
    ],
    [
      'a risk of 5',
      v => {
        v.options[1].risk.safety = 5
      },
      /`safety` must be a whole number from 0 to 4/,
    ],
    [
      'no worst case',
      v => {
        delete v.options[1].risk.worst
      },
      /`risk` needs `worst`/,
    ],
    [
      'two options of one id',
      v => {
        v.options[1].id = 'a'
        v.decisions[0].outcomes[0].next = ['close']
      },
      /two of option `a`/,
    ],
    [
      'a next that is nothing',
      v => {
        v.decisions[0].outcomes[0].next = ['option:z']
      },
      /`next` is `option:z`/,
    ],
    [
      'an input that is no fact',
      v => {
        v.decisions[0].inputs = ['F9']
      },
      /needs F9, which are no facts/,
    ],
    [
      'a withdrawn technique',
      v => {
        v.techniques = ['T0833']
      },
      /T0833 was withdrawn/,
    ],
    [
      'an approval that is none',
      v => {
        v.options[1].approval = ['OT9']
      },
      /There is no approval `OT9`/,
    ],
    [
      'a safety fact that does not block',
      v => {
        v.facts[0].safety = true
      },
      /must block until it is answered/,
    ],
    [
      'an automatic fact without key',
      v => {
        v.facts[0].source = 'auto'
      },
      /say from which `key`/,
    ],
    [
      'a step outside of CSF 2.0',
      v => {
        v.phases.recovery[0].csf = ['RC.RP-99']
      },
      /`RC.RP-99`/,
    ],
    [
      'no duration',
      v => {
        v.exerciseEvery = 'twice a year'
      },
      /must be a duration such as/,
    ],
    [
      'text without end',
      v => {
        v.signs = ['x'.repeat(1501)]
      },
      /may have 1500 characters/,
    ],
    [
      'a list without end',
      v => {
        v.exit = Array.from({ length: 101 }, () => 'x')
      },
      /must have 1 to 100 entries/,
    ],
  ]
  test.each(cases)('%s', (_, change, message) => {
    expect(faultsOf(change).join('\n')).toMatch(message)
  })

  test('many faults are counted', () => {
    const values = playbookValues()
    for (let at = 0; at < 80; at++) values[`x${at}`] = 1
    const read = readFrom(values)
    expect(read.ok).toBe(false)
    if (!read.ok) expect([read.faults.length, read.more]).toEqual([50, 30])
  })

  test('a common fact twice', () => {
    const values = commonValues()
    values.facts.push(values.facts[0])
    const read = readCommon(treeFrom(values as Plain), likeOf)
    expect(read.ok ? '' : read.faults[0]!.message).toMatch(/two of fact `G1`/)
  })
})

describe('a changed playbook', () => {
  const inForce = validPlaybook()
  const replace = (change: (values: Loose) => void) => {
    const values = { ...playbookValues(), version: 2, parent: 'PB-01@1' }
    change(values)
    return replacePlaybook(inForce, treeFrom(values as Plain), { common: commonOf(), likeOf })
  }
  test('takes the place of its parent', () => {
    const replaced = replace(() => {})
    expect(replaced.ok && replaced.inForce.version).toBe(2)
  })
  test.each<[string, (values: Loose) => void, RegExp]>([
    [
      'with a fault',
      v => {
        v.options.shift()
      },
      /keep running/,
    ],
    [
      'of another parent',
      v => {
        v.parent = 'PB-01@7'
      },
      /`parent` must be `PB-01@1`/,
    ],
    [
      'without parent',
      v => {
        v.parent = null
        delete v.parent
      },
      /`parent` must be/,
    ],
    [
      'of the same version',
      v => {
        v.version = 1
      },
      /must be higher than 1/,
    ],
    [
      'of another id',
      v => {
        v.id = 'PB-02'
      },
      /cannot take the place/,
    ],
  ])('%s leaves the old one in force', (_, change, message) => {
    const replaced = replace(change)
    expect(replaced.inForce).toBe(inForce)
    expect(replaced.ok ? '' : replaced.faults.map(one => one.message).join()).toMatch(message)
  })
})

test('CSF 2.0 has 106 outcomes, each with its section of SP 800-82 r3', () => {
  expect(csfIds).toHaveLength(106)
  expect(new Set(csfIds).size).toBe(106)
  expect(['GV.RR-02', 'ID.IM-03', 'PR.AA-06', 'DE.AE-02', 'RS.MA-01', 'RC.RP-05'].map(guideSectionOf)).toEqual([
    '3',
    '6.1',
    '6.2',
    '6.3',
    '6.4',
    '6.5',
  ])
})
