// What most depends on, with why: the devices to look after first.
import type { Asset, Criticality } from '@nautilus/model'
import { type Page, rest } from './page.ts'
import { table } from './table.ts'

const MOST = 8
const shownGrades: readonly Criticality['grade'][] = ['critical', 'high']

export function dependencePart(page: Page): string[] {
  const { report, style, width, names } = page
  const rank = ({ criticality }: Asset): number => (criticality ? shownGrades.indexOf(criticality.grade) : -1)
  const grave = report.assets.filter(asset => rank(asset) >= 0).sort((a, b) => rank(a) - rank(b))
  if (grave.length === 0) return []
  const shown = grave.slice(0, MOST)
  const rows = shown.map(({ id, criticality }) => [
    names.get(id) ?? id,
    criticality!.grade,
    criticality!.reasons.join('; '),
  ])
  const columns = [{ title: 'Device', least: 16, paint: style.strong }, { title: 'Grade' }, { title: 'Why', least: 30 }]
  return [...table(columns, rows, { width, style }), ...rest(page, grave.length, shown.length, 'of these')]
}
