// "Who can change my process": every device that was seen to change a controller, and those who can act on these.
import type { Block } from '../pdf/index.ts'
import { countIn, dayIn } from '../report/moments.ts'
import { reportWords } from '../report/words.ts'
import { accessWords } from './access-words.ts'
import { type Builder, cell, columns, type Making, sumOf, tile, total } from './parts.ts'

/** Rows of one site. */
const MOST = 400

export const accessSections: Builder<'access'> = making => ({
  figures: () => summary(making),
  sites: () => making.facts.sites.flatMap(one => ofSite(making, one)),
})

function summary(making: Making): Block[] {
  const { about } = making
  const say = accessWords[about.language]
  const distinct = (names: readonly string[]) => new Set(names).size
  const controllers = total(
    making,
    site => site.control,
    ({ rows }) => distinct(rows.map(row => row.controller)),
  )
  const clients = total(
    making,
    site => site.control,
    ({ rows }) => distinct(rows.map(row => row.client)),
  )
  const steps = total(
    making,
    site => site.control,
    ({ indirect }) => distinct(indirect.map(row => row.client)),
  )
  const refused = total(
    making,
    site => site.control,
    ({ rows }) => rows.reduce((sum, row) => sum + sumOf(row.refused), 0),
  )
  return [
    { kind: 'paragraph', text: say.intro },
    {
      kind: 'figures',
      items: [
        tile(making, say.controllers, controllers),
        tile(making, say.clients, clients),
        tile(making, say.indirectly, steps),
        tile(making, say.refusals, refused),
      ],
    },
  ]
}

type Site = Making['facts']['sites'][number]

function ofSite(making: Making, one: Site): Block[] {
  const { about, facts, sources } = making
  const say = accessWords[about.language]
  const { site, control } = one
  const { rows, indirect, external, ways } = control.value
  const named = (title: string) => (facts.sites.length > 1 ? `${title}: ${site.name}` : title)
  const count = (value: number) => countIn(value, about.language)
  return [
    { kind: 'heading', level: 2, text: named(say.direct) },
    directTable(making, one),
    { kind: 'heading', level: 2, text: named(say.indirect) },
    indirectTable(making, one),
    ...[rows.length - MOST, indirect.length - MOST]
      .filter(left => left > 0)
      .map(
        (left): Block => ({ kind: 'paragraph', text: reportWords[about.language].left(count(left)), look: 'small' }),
      ),
    { kind: 'heading', level: 2, text: named(say.outside) },
    { kind: 'paragraph', text: say.outsideText(count(external), count(ways)), sources: sources.of(control) },
  ]
}

function directTable({ about: { language, timeZone }, sources }: Making, { control }: Site): Block {
  const say = accessWords[language]
  const counts = (verbs: Readonly<Record<string, number>>) =>
    Object.entries(verbs)
      .map(([verb, count]) => `${say.verbs[verb] ?? verb} ${countIn(count, language)}`)
      .join('\n')
  return {
    kind: 'table',
    columns: columns(
      [say.controller, 4],
      [say.client, 4],
      [say.protocol, 2],
      [say.did, 4],
      [say.refused, 3],
      [say.last, 3],
    ),
    rows: control.value.rows
      .slice(0, MOST)
      .map(row => [
        row.controller,
        cell(row.client, sources.of(control)),
        row.protocol,
        counts(row.verbs),
        counts(row.refused),
        dayIn(row.last, timeZone, language),
      ]),
    empty: say.noDirect,
  }
}

function indirectTable({ about: { language }, sources }: Making, { control }: Site): Block {
  const say = accessWords[language]
  return {
    kind: 'table',
    columns: columns([say.controller, 4], [say.client, 4], [say.through, 4], [say.how, 4], [say.steps, 2]),
    rows: control.value.indirect
      .slice(0, MOST)
      .map(row => [
        row.controller,
        cell(row.client, sources.of(control)),
        row.through,
        `${say.kinds[row.kind] ?? row.kind}, ${row.protocol}`,
        countIn(row.steps, language),
      ]),
    empty: say.noIndirect,
  }
}
