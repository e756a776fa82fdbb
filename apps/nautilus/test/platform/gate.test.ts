import { expect, test } from 'vitest'
import { newGate } from '../../src/platform/gate.ts'

test('what is under way ends, what comes waits in its order, until all who closed it open it', async () => {
  const gate = newGate()
  const told: string[] = []
  const slow = Promise.withResolvers<void>()
  const one = gate.pass(async () => {
    await slow.promise
    told.push('one')
  })
  const closing = [gate.close(), gate.close()]
  const rest = [2, 3].map(number => gate.pass(async () => void told.push(String(number))))
  await Promise.resolve()
  expect(told).toEqual([])
  slow.resolve()
  const [first, second] = await Promise.all(closing)
  await one
  expect(told).toEqual(['one'])
  first!()
  await Promise.resolve()
  expect(told).toEqual(['one'])
  second!()
  await Promise.all(rest)
  expect(told).toEqual(['one', '2', '3'])
})

test('what fails opens nothing and holds nothing', async () => {
  const gate = newGate()
  await expect(gate.pass(() => Promise.reject(new Error('no')))).rejects.toThrow('no')
  const open = await gate.close()
  open()
  expect(await gate.pass(async () => 5)).toBe(5)
})
