import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { compareVersions, parseExpression, placeOf, sayExpression } from '../src/index.ts'
import { expressions } from './expressions.ts'

test.each(expressions)('%s', (text, meaning) => {
  expect(sayExpression(parseExpression(text))).toBe(meaning)
})

describe('the order of versions', () => {
  test.each([
    ['V2.8', 'V2.10'],
    ['V7.4', 'V7.4 SP1'],
    ['V15 Update 2', 'V15 Update 10'],
    ['FW9', 'FW14'],
    ['R4.2', 'R4.10'],
    ['15.2(5)EA', '15.2(6)E0a'],
    ['34.011', '34.14'],
    ['1.0-rc1', '1.0'],
    ['1.0 beta 2', '1.0 rc1'],
    ['V15 Update 4', 'V15 SP1'],
    ['V4.5', 'V4.5 HF1'],
    ['V4.5 HF1', 'V4.5.1'],
    ['0.9', '1'],
    ['B', 'W'],
  ])('%s < %s', (lesser, greater) => {
    expect(compareVersions(lesser, greater)).toBeLessThan(0)
    expect(compareVersions(greater, lesser)).toBeGreaterThan(0)
  })

  test.each([
    ['V4.0.0', '4.0'],
    ['34.011', '34.11'],
    ['v2.60', '2.60'],
    ['Version 3.1', 'v3.1'],
    ['V5 Service Pack 1', 'V5 SP1'],
    ['V5 Hotfix 2', 'V5_HF2'],
  ])('%s = %s', (one, other) => expect(compareVersions(one, other)).toBe(0))

  /** Mostly things that look like versions, now and then anything at all. */
  const version = fc.oneof(
    {
      weight: 4,
      arbitrary: fc
        .array(fc.constantFrom('V', '1', '0', '10', '.', ' SP', 'a', 'rc', ' Update ', '(', '-', '2'))
        .map(p => p.join('')),
    },
    { weight: 1, arbitrary: fc.string({ unit: 'binary' }) },
  )

  test('antisymmetric and total on any text', () => {
    fc.assert(
      fc.property(version, version, (a, b) => {
        expect(Math.sign(compareVersions(a, b)) + Math.sign(compareVersions(b, a))).toBe(0)
        expect(compareVersions(a, a)).toBe(0)
      }),
      { numRuns: 1000 },
    )
  })

  test('transitive', () => {
    fc.assert(
      fc.property(version, version, version, (...three) => {
        const [a, b, c] = three.sort(compareVersions) as [string, string, string]
        expect(compareVersions(a, b)).toBeLessThanOrEqual(0)
        expect(compareVersions(b, c)).toBeLessThanOrEqual(0)
        expect(compareVersions(a, c)).toBeLessThanOrEqual(0)
        if (compareVersions(a, b) === 0) expect(Math.sign(compareVersions(a, c))).toBe(Math.sign(compareVersions(b, c)))
      }),
      { numRuns: 2000 },
    )
  })
})

describe('where a version lies', () => {
  test.each([
    ['<V7.0.3', 'V7.0.2', 'inside'],
    ['<V7.0.3', 'V7.0.3', 'outside'],
    ['<=V7.0.3', 'V7.0.3', 'inside'],
    ['>=V2.0 <V2.1.6', 'V1.9', 'outside'],
    ['>=V2.0 <V2.1.6', 'V2.1.5', 'inside'],
    // The device tells less than the rule asks for.
    ['<V3.2.5', 'V3.2', 'coarse'],
    ['<V3.2.5', 'V3.1', 'inside'],
    ['<V4.1', 'V4.0', 'inside'],
    ['<=2.3', '2.3 build 55', 'coarse'],
    ['2.3', '2.3 build 55', 'coarse'],
    ['V34.011', '34.011', 'inside'],
    ['V34.011', '34.014', 'outside'],
    // Trains: each major has its own correction.
    ['<v36.011_v35.013_v34.014', '34.011', 'inside'],
    ['<v36.011_v35.013_v34.014', '35.012', 'inside'],
    ['<v36.011_v35.013_v34.014', '35.013', 'outside'],
    ['<v36.011_v35.013_v34.014', '37.001', 'outside'],
    ['<v36.011_v35.013_v34.014', '33.011', 'unknown'],
    // Unlike things are not compared.
    ['<=W', '3.2', 'unknown'],
    ['<=W', 'C', 'inside'],
    ['<= 2021-03-15', 'V2.8', 'unknown'],
    ['<= 2021-03-15', '2020-11-02', 'inside'],
    ['2.x', '2.9.1', 'inside'],
    ['2.x', '3.0', 'outside'],
    ['<= V3.x', '3.9', 'inside'],
    ['< 2.x', '2.1', 'outside'],
    ['!= 3.2', '3.2', 'outside'],
    ['!= 3.2', '3.3', 'inside'],
    ['vers:all/*', 'anything', 'inside'],
    ['serial number < 5', '1.0', 'unknown'],
    ['< 3', '', 'unknown'],
  ])('%s holds %s: %s', (expression, version, place) => {
    expect(placeOf(parseExpression(expression), version)).toBe(place)
  })

  test('any text gives an answer', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.string({ unit: 'binary' }), (expression, version) => {
        expect(['inside', 'coarse', 'outside', 'unknown']).toContain(placeOf(parseExpression(expression), version))
        expect(sayExpression(parseExpression(expression))).not.toBe('')
      }),
      { numRuns: 1000 },
    )
  })

  test('hostile expressions take no time worth telling', () => {
    for (const piece of ['1.', '< 1 ', 'a-', '_', '1 - ', 'v', '((', 'and or ', '1 SP', '1.0-1.0'])
      expect(sayExpression(parseExpression(piece.repeat(200)))).not.toBe('')
  })
})
