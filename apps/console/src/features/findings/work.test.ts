import { expect, test } from 'vitest'
import { statuses } from '../../shared/wire.ts'
import { needsReason } from './work.ts'

test('what ends a finding needs a reason', () => {
  expect(statuses.filter(needsReason)).toEqual(['accepted', 'suppressed', 'closed'])
})
