// The table of signatures: what each must have, and that each finds its own attack and leaves its neighbour alone.
import { describe, expect, test } from 'vitest'
import { plc, stranger, who } from '../src/examples.ts'
import { nothingKnown, undeclared } from '../src/index.ts'
import { signaturesOf } from '../src/signatures/compile.ts'
import { type Signature, sampleEvent } from '../src/signatures/signature.ts'
import { signatures } from '../src/signatures/table.ts'
import { runsProduct } from '../src/signatures/verdict.ts'

const context = { known: nothingKnown, site: undeclared, setting: () => 0 }
const runner = ({ runs }: Signature) =>
  who('10.0.0.30', { asset: { id: 'a', vendor: runs[0] ?? null, ip: [], tools: [], name: null } as never })

test('there are enough, each with an id of its own and an advisory to read', () => {
  expect(signatures.filter(({ cve }) => cve !== null).length).toBeGreaterThanOrEqual(40)
  expect(new Set(signatures.map(({ id }) => id)).size).toBe(signatures.length)
  const cves = signatures.flatMap(({ cve }) => cve ?? [])
  expect(new Set(cves).size).toBe(cves.length)
  for (const { cve, source, runs, id } of signatures) {
    expect(cve === null || /^CVE-(19|20)\d\d-\d{4,}$/.test(cve), id).toBe(true)
    expect(source, id).toMatch(/^https:\/\//)
    expect(source.includes('CVE-') ? source.endsWith(cve!) : true, id).toBe(true)
    expect(runs.every(part => part === part.toLowerCase()) || id, id).toBe(true)
  }
})

describe.each(signatures.map(signature => [signature.id, signature] as const))('%s', (_, signature) => {
  const only = signaturesOf([signature])
  test('fits its attack and not its neighbour', () => {
    expect(only(sampleEvent(signature.attack, stranger, runner(signature)), context)).toEqual([signature])
    expect(only(sampleEvent(signature.benign, stranger, runner(signature)), context)).toEqual([])
  })
})

test('a signature that is wrong is told, and does not become one that never fits', () => {
  const wrong = { ...signatures[0]!, condition: [{ protocol: 'http', objekt: 'x' }] }
  expect(() => signaturesOf([wrong])).toThrow(/objekt/)
})

test('who runs the product is known from what the inventory says, and unknown without', () => {
  const [signature] = signatures
  expect(runsProduct(plc, signature!)).toBeNull()
  const other = who('10.0.0.30', { asset: { id: 'a', vendor: 'Siemens', ip: [], tools: [], name: null } as never })
  expect(runsProduct(other, signature!)).toBe(false)
  expect(runsProduct(runner(signature!), signature!)).toBe(true)
})
