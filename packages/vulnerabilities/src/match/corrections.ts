import type { CsafVulnerability } from '../csaf/advisory.ts'
import { compareParts, compareVersions, partsOf } from '../version/compare.ts'
import type { Entry } from './catalogue.ts'

/** Corrected versions that one remediation can name. */
const MAX_CORRECTIONS = 32

/** Versions that the remediations for a product call corrected: `corrected in V34.014, V35.013 and later`. */
export function correctionsOf({ product }: Pick<Entry, 'product'>, { remedies }: CsafVulnerability): string[] {
  const texts = remedies
    .filter(
      ({ category, products }) => category === 'vendor_fix' && (products.length === 0 || products.includes(product.id)),
    )
    .map(
      ({ text }) =>
        /\b(?:corrected|fixed|resolved|update|upgrade|patched)\b[^.;]*?\b(?:in|to)\b(.*)/is.exec(text)?.[1] ?? '',
    )
  const versions = texts.flatMap(text => text.match(/\bV?\d+(?:\.\d+)+(?:\s(?:SP|HF|Update)\s?\d+)*/gi) ?? [])
  return [...new Set(versions)].slice(0, MAX_CORRECTIONS)
}

/**
 * Some advisories list single versions although those between them and the correction are not known to be sound. True
 * for a version that is not in such a list and older than the correction of its own major version.
 */
export function hasCorrection(version: string, entry: Entry, vulnerability: CsafVulnerability): boolean {
  const { rule } = entry
  const isList =
    rule.kind === 'set' &&
    rule.intervals.length > 0 &&
    rule.intervals.every(({ low, high }) => low && high && low.version === high.version)
  if (!isList || version === '') return false
  const major = partsOf(version).slice(0, 1)
  return correctionsOf(entry, vulnerability).some(
    corrected =>
      compareParts(partsOf(corrected).slice(0, 1), major) === 0 &&
      compareVersions(version, corrected) < 0 &&
      isAboveList(version, rule),
  )
}

const isAboveList = (version: string, rule: Entry['rule']): boolean =>
  rule.kind === 'set' && rule.intervals.some(({ low }) => low !== null && compareVersions(low.version, version) < 0)
