import { expect, test } from 'vitest'
import { changesOf, fieldsOf } from './edit.ts'

test('only what was changed is sent; what was emptied is taken back', () => {
  const before = { ...fieldsOf(null), owner: 'Ada', note: 'old' }
  expect(changesOf(before, { ...before })).toEqual({})
  expect(changesOf(before, { ...before, owner: ' ', note: ' new ', zone: 'Cell 1' })).toEqual({
    owner: null,
    note: 'new',
    zone: 'Cell 1',
  })
})
