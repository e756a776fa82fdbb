// A document as one page of HTML that stands alone and runs nothing.
import { logoOf, readableAccent } from '../brand/index.ts'
import { svgOf } from '../chart/svg.ts'
import { Notes } from '../notes.ts'
import type { Block, Cell, PdfDocument } from '../pdf/index.ts'
import { pdfLimits } from '../pdf/index.ts'
import { words } from '../pdf/words.ts'
import { escaped } from './escape.ts'
import { styleOf } from './style.ts'

export function htmlOf(document: PdfDocument): Uint8Array {
  const { title, language, header = title, footer = '', brand, blocks } = document
  const accent = readableAccent(brand?.accent ?? '')
  const notes = new Notes()
  const say = words[language]
  const shown = blocks.slice(0, pdfLimits.blocks)
  const body = shown.map(block => of(block, { notes, accent, cut: say.cut })).join('\n')
  const logo = brand && logoOf(brand.logo)
  const picture = logo ? `<img alt="" src="data:image/png;base64,${Buffer.from(logo.bytes).toString('base64')}">` : ''
  const sources = notes.all.map((source, at) => `<li id="s${at + 1}">${escaped(source)}</li>`).join('')
  return Buffer.from(`<!doctype html>
<html lang="${language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width,initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; img-src data:">
<title>${escaped(title)}</title>
<style>${styleOf(accent)}</style>
</head>
<body>
<header>${picture}<strong>${escaped(brand?.name ?? '')}</strong><span>${escaped(header)}</span></header>
<main>
${body}
${blocks.length > shown.length ? `<p class="notice">${escaped(say.cut(blocks.length - shown.length))}</p>` : ''}
${sources === '' ? '' : `<h2>${say.sources}</h2><ol class="sources">${sources}</ol>`}
</main>
<footer>${escaped(footer)}</footer>
</body>
</html>
`)
}

type Page = { readonly notes: Notes; readonly accent: string; readonly cut: (more: number) => string }

function of(block: Block, page: Page): string {
  switch (block.kind) {
    case 'heading':
      return `<h${block.level}>${text(block.text)}</h${block.level}>`
    case 'paragraph':
      return `<p class="${block.look ?? 'body'}">${text(block.text)}${cite(block.sources ?? [], page)}</p>`
    case 'notice':
      return `<p class="notice">${text(block.text)}</p>`
    case 'list':
      return listOf(block, page)
    case 'table':
      return tableOf(block, page)
    case 'facts':
      return `<dl class="facts">${block.rows
        .slice(0, pdfLimits.rows)
        .map(([label, value]) => `<dt>${text(label)}</dt><dd>${value === null ? '&nbsp;' : text(value)}</dd>`)
        .join('')}</dl>`
    case 'figures':
      return `<dl class="figures">${block.items
        .map(
          ({ label, value, note, sources }) =>
            `<div><dt>${text(label)}</dt><dd>${text(value)}${cite(sources, page)}<small>${text(note)}</small></dd></div>`,
        )
        .join('')}</dl>`
    case 'chart': {
      const { title, text: said, sources } = block.chart
      const caption = `<figcaption class="strong">${text(title)}${cite(sources, page)}</figcaption>`
      return `<figure>${caption}${svgOf(block.chart, page.accent)}<p class="small">${text(said)}</p></figure>`
    }
    case 'page-break':
      return ''
  }
}

const text = (value: string): string => escaped(value.slice(0, pdfLimits.text)).replaceAll('\n', '<br>')

function cite(sources: readonly string[], { notes }: Page): string {
  if (sources.length === 0) return ''
  const links = notes.numbersOf(sources).map(number => `<a href="#s${number}">${number}</a>`)
  return ` <sup>${links.join(', ')}</sup>`
}

function listOf({ items, marks }: Extract<Block, { kind: 'list' }>, { cut }: Page): string {
  const tag = marks === 'number' ? 'ol' : 'ul'
  const shown = items.slice(0, pdfLimits.rows)
  const box = marks === 'box' ? '☐ ' : ''
  const more = items.length - shown.length
  const rest = more > 0 ? `<p class="small">${text(cut(more))}</p>` : ''
  return `<${tag}>${shown.map(item => `<li>${box}${text(item)}</li>`).join('')}</${tag}>${rest}`
}

function tableOf({ columns, rows, empty }: Extract<Block, { kind: 'table' }>, page: Page): string {
  if (rows.length === 0) return `<p class="small">${text(empty)}</p>`
  const head = columns.map(({ title }) => `<th scope="col">${text(title)}</th>`).join('')
  const cell = (one: Cell) =>
    one === null ? '' : typeof one === 'string' ? text(one) : text(one.text) + cite(one.sources, page)
  const body = rows
    .slice(0, pdfLimits.rows)
    .map(row => `<tr>${row.map(one => `<td>${cell(one)}</td>`).join('')}</tr>`)
    .join('')
  const more = rows.length - pdfLimits.rows
  const rest = more > 0 ? `<p class="small">${text(page.cut(more))}</p>` : ''
  return `<div class="frame" tabindex="0"><table><thead><tr>${head}</tr></thead><tbody>${body}</tbody></table></div>${rest}`
}
