// What needs attention: each finding with what a person needs to act on it.
import { playbooks } from '@nautilus/detection'
import type { Finding } from '@nautilus/model'
import { blindSentences, reasonsOf, tally } from '../text/findings.ts'
import { plural } from '../text/numbers.ts'
import { MAX_FINDINGS, MAX_FRAMES, MAX_LISTED } from './limits.ts'
import { html, type Markup, nothing } from './markup.ts'
import { periodOf, type Site } from './site.ts'
import { leftOut } from './table.ts'

export function findingsPart(site: Site): Markup {
  const { findings, rules, blind } = site.report.detection
  if (rules === 0) return html`<p class="quiet">No rule looked at these captures.</p>\n`
  const unable = blindSentences(blind)
  const shown = findings.slice(0, MAX_FINDINGS)
  return html`<p>${findings.length === 0 ? `${plural(rules, 'rule')} found nothing.` : `${tally(findings)}.`}</p>
${shown.map(finding => findingOf(site, finding))}${leftOut(findings.length - shown.length, 'findings')}${unable.length > 0 ? html`<p class="quiet">${unable.join('; ')}.</p>\n` : nothing}`
}

/** Also reached from the devices that it concerns. */
const findingOf = (
  site: Site,
  finding: Finding,
): Markup => html`<article class="finding ${finding.severity}" id="${finding.id}">
<h3><span class="severity ${finding.severity}">${finding.severity}</span> ${finding.title}</h3>
<p>${finding.why}</p>
${finding.baseline === null ? nothing : html`<p>${finding.baseline}</p>\n`}${changesOf(finding)}<dl>
<dt>Why ${finding.severity}</dt>
<dd>${reasonsOf(finding)}</dd>
${
  finding.playbook === ''
    ? nothing
    : html`<dt>Next step</dt>
<dd>${`${finding.playbook} ${playbooks[finding.playbook] ?? ''}`}</dd>
`
}<dt>Seen</dt>
<dd>${`${plural(finding.count, 'time')}, ${periodOf(site, finding.first, finding.last)} UTC`}</dd>
<dt>Devices</dt>
<dd>${devicesOf(site, finding)}</dd>
<dt>Evidence</dt>
<dd>${evidenceOf(finding)}<span class="whole">${finding.id}</span></dd>
</dl>
</article>
`

function changesOf({ changes }: Finding): Markup {
  if (changes.length === 0) return nothing
  const shown = changes.slice(0, MAX_LISTED)
  const items = shown.map(
    ({ object, before, after }) => html`<li>${object}: ${before ?? 'not seen'} → ${after ?? 'not seen'}</li>\n`,
  )
  return html`<ul>\n${items}</ul>\n${leftOut(changes.length - shown.length, 'changes')}`
}

function devicesOf(site: Site, { source, target, assets }: Finding): Markup {
  const ids = [...new Set([source, target, ...assets].filter(id => id !== null))]
  const links = ids.slice(0, MAX_LISTED).map((id, at) => html`${at > 0 ? ', ' : ''}${site.link(id)}`)
  return html`${links}${ids.length > MAX_LISTED ? ` and ${ids.length - MAX_LISTED} more` : ''}`
}

function evidenceOf({ evidence: { file, frames }, explains, techniques }: Finding): string {
  const named = frames.slice(0, MAX_FRAMES).join(', ')
  const more = frames.length > MAX_FRAMES ? ` and ${frames.length - MAX_FRAMES} more` : ''
  return [
    ...(frames.length > 0
      ? [`${frames.length > 1 ? 'frames' : 'frame'} ${named}${more}${file ? ` of ${file}` : ''}`]
      : []),
    ...(explains.length > 0 ? [`explains ${explains.map(({ rule, count }) => `${rule} (${count})`).join(', ')}`] : []),
    ...(techniques.length > 0 ? [`ATT&CK for ICS ${techniques.join(' ')}`] : []),
  ]
    .map(text => `${text} · `)
    .join('')
}
