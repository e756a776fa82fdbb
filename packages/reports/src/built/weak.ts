// Which vulnerabilities advisories name for the devices that are there.
import type { Block } from '../pdf/index.ts'
import type { SiteFacts } from '../report/facts.ts'
import { countIn } from '../report/moments.ts'
import { reportWords } from '../report/words.ts'
import { cell, columns, type Making } from './parts.ts'
import { weakWords } from './weak-words.ts'

/** Rows of all sites together. */
const MOST = 25

export function weakBlocks(making: Making): Block[] {
  const { about, facts, sources } = making
  const { language } = about
  const say = weakWords[language]
  const known = facts.sites.flatMap(({ site, weak }): Weak[] => (weak ? [{ site, weak }] : []))
  const sum = (of: 'total' | 'now' | 'exploited' | 'devices') =>
    known.reduce((all, { weak }) => all + weak.value[of], 0)
  const all = sources.of(...known.map(({ weak }) => weak))
  const figure = (label: string, of: 'total' | 'now' | 'exploited' | 'devices') => ({
    ...{ label, note: '', sources: all },
    value: countIn(sum(of), language),
  })
  return [
    { kind: 'heading', level: 2, text: say.title },
    {
      kind: 'figures',
      items: [
        figure(say.total, 'total'),
        figure(say.devices, 'devices'),
        figure(say.now, 'now'),
        figure(say.exploited, 'exploited'),
      ],
    },
    tableOf(making, known),
    ...known.map(
      ({ site, weak }): Block => ({
        ...{ kind: 'paragraph', look: 'small' },
        text: `${site.name}: ${say.rests} ${weak.value.age.join(' ')}`,
      }),
    ),
  ]
}

type Weak = Pick<SiteFacts, 'site'> & { readonly weak: NonNullable<SiteFacts['weak']> }

function tableOf({ about: { language }, sources }: Making, known: readonly Weak[]): Block {
  const say = weakWords[language]
  return {
    kind: 'table',
    name: say.title,
    columns: columns(
      [say.urgency, 2],
      [say.device, 3],
      [reportWords[language].site, 2],
      [say.vulnerability, 3],
      [say.what, 5],
      [say.verdict, 2],
      ['CVSS', 1],
    ),
    rows: known
      .flatMap(({ site, weak }) => weak.value.top.map(row => ({ ...row, site, weak })))
      .slice(0, MOST)
      .map(row => [
        row.urgency === null ? '–' : (say.urgencies[row.urgency] ?? row.urgency),
        row.device,
        row.site.name,
        cell(row.exploited ? `${row.vulnerability} ${say.known}` : row.vulnerability, sources.of(row.weak)),
        row.title,
        say.verdicts[row.verdict] ?? row.verdict,
        row.score === null ? '–' : String(row.score),
      ]),
    empty: say.none,
  }
}
