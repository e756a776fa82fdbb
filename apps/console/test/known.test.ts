// Names that the console shows are those of the detection package, from which it may import nothing.
import { playbooks, techniques } from '@nautilus/detection'
import { expect, test } from 'vitest'
import known from '../src/features/findings/known.json' with { type: 'json' }

test('names of techniques and playbooks agree with detection', () => {
  expect(known).toEqual({ techniques, playbooks })
})
