// What this mirror port does not show: without it, "nothing was found" is no news.
import { grouped } from '../text/numbers.ts'
import { MAX_ROWS_SHOWN } from './limits.ts'
import { html, type Markup, nothing } from './markup.ts'
import type { Site } from './site.ts'
import { leftOut } from './table.ts'

export function coveragePart({ report: { coverage } }: Site): Markup {
  const { unseen, recognised, encrypted } = coverage
  const items = unseen.slice(0, MAX_ROWS_SHOWN).map(
    ({
      grade,
      what,
      ask,
    }) => html`<li><strong>${grade}</strong>: ${what}${ask === '' ? nothing : html` <span class="quiet">Ask: ${ask}</span>`}</li>
`,
  )
  return html`<p>${percent(recognised)} of the packets belong to a protocol that is known here; ${percent(encrypted)} are encrypted.</p>
${items.length > 0 ? html`<ul>\n${items}</ul>\n` : nothing}${leftOut(unseen.length - items.length, 'gaps')}`
}

const percent = (share: number): string => `${(100 * share).toFixed(share > 0 && share < 0.1 ? 1 : 0)} %`

/** What could not be read, or was left out, in the words of whoever noticed. */
export function noticesPart({ report: { notices } }: Site): Markup {
  if (notices.length === 0) return nothing
  const items = notices
    .slice(0, MAX_ROWS_SHOWN)
    .map(
      ({ file, message, count }) =>
        html`<li>${file === null ? '' : `${file}: `}${message}${count > 1 ? ` (${grouped(count)} times)` : ''}</li>\n`,
    )
  return html`<ul>\n${items}</ul>\n${leftOut(notices.length - items.length, 'notices')}`
}
