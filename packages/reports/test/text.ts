// A report as a person reads it in a golden file.
import type { Block, Cell, Report } from '../src/index.ts'

const cite = (sources: readonly string[] = []): string => (sources.length > 0 ? ` [${sources.join(', ')}]` : '')
const cellText = (cell: Cell): string =>
  (cell === null ? '____' : typeof cell === 'string' ? cell : cell.text + cite(cell.sources)).replaceAll('\n', ' / ')

function linesOf(block: Block): string[] {
  switch (block.kind) {
    case 'heading':
      return ['', `${'#'.repeat(block.level)} ${block.text}`]
    case 'paragraph':
      return [block.text + cite(block.sources)]
    case 'notice':
      return [`! ${block.text}`]
    case 'list':
      return block.items.map(item => `* ${item}`)
    case 'table':
      return block.rows.length === 0
        ? [`(${block.empty})`]
        : [block.columns.map(({ title }) => title).join(' | '), ...block.rows.map(row => row.map(cellText).join(' | '))]
    case 'facts':
      return block.rows.map(([label, value]) => `${label}: ${value ?? '____'}`)
    case 'figures':
      return block.items.map(({ label, value, note, sources }) => `${label}: ${value}${cite(sources)} (${note})`)
    case 'chart': {
      const { title, text, look, x, y, series, sources } = block.chart
      const axis = (of: typeof x) => `${of.label} ${of.ticks.map(tick => tick.text).join(', ')}`
      const points = series.map(one => `${one.name}: ${one.points.length} points`)
      return [`${look}: ${title}${cite(sources)}`, text, axis(x), axis(y), ...points]
    }
    case 'page-break':
      return ['---']
  }
}

export function reportText({ blocks, sources }: Report): string {
  const asked = Object.entries(sources).map(([id, one]) => `${id} ${one.query} ${JSON.stringify(one.parameters)}`)
  const spaces = (text: string) => text.replaceAll('\u00a0', ' ').replaceAll('\u202f', ' ')
  return `${spaces([...blocks.flatMap(linesOf), '', ...asked].join('\n')).trim()}\n`
}
