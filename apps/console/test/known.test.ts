// Names that the console shows are those of the detection package, from which it may import nothing.
import { techniques } from '@nautilus/detection'
import { expect, test } from 'vitest'
import known from '../src/features/findings/known.json' with { type: 'json' }

test('names of techniques agree with detection', () => {
  expect(known).toEqual({ techniques })
})
