import { describe, expect, test } from 'vitest'
import { replacePlaybook } from '../../src/index.ts'
import { likeOf, type Plain, treeFrom } from '../tree.ts'
import { commonOf, type Loose, playbookValues, validPlaybook } from './valid.ts'

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
