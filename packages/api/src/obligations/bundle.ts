// The evidence of one incident as files, one after the other: nothing but the one under way is in memory.
import { readFile } from 'node:fs/promises'
import { type Link, lineOf, signoffOf, startedIn } from '@nautilus/response'
import {
  type AuditBody,
  asTenant,
  auditLinks,
  auditSince,
  evidenceOf,
  getFinding,
  listAnchors,
  listSensors,
  listUploads,
  recordOf,
  type Scoped,
  siteFact,
} from '@nautilus/store'
import type { Context } from '../app.ts'
import { brandOf, productOf } from '../brand/brand-book.ts'
import type { BundleAbout, BundleFile } from '../port.ts'
import { type Case, caseOf, obligationIn, type Where } from './case.ts'

/** Links of the record of the tenant that an export holds; further ones are told in the manifest. */
const MOST_LINKS = 200_000
const PIECE = 5000

export type Export = { readonly about: BundleAbout; readonly files: AsyncIterable<BundleFile> }

const json = (value: unknown): Uint8Array => Buffer.from(`${JSON.stringify(value, null, 2)}\n`)

export async function exportOf({ db, platform }: Context, where: Where, now: number): Promise<Export> {
  const { tenant, site, incident } = where
  const within = <T>(use: (scoped: Scoped) => Promise<T>) => asTenant(db, tenant, use)
  const read = await within(async scoped => ({
    one: await caseOf(db, scoped, where, platform.laws),
    sensors: await listSensors(scoped, site),
    coverage: (await siteFact(scoped, site, 'coverage')) ?? [],
  }))
  const { one, sensors, coverage } = read
  const about: BundleAbout = {
    ...{ tenant, site, incident },
    from: Math.min(one.incident.opened, ...one.incident.findings.map(({ finding }) => finding.first)),
    to: now,
    sensors: sensors.map(({ id }) => id),
    unseen: unseenOf(coverage as readonly Coverage[]),
  }
  const product = productOf(await brandOf(db, tenant, site))
  const files = async function* (): AsyncGenerator<BundleFile> {
    const links = await within(scoped => recordOf(scoped, site, incident))
    yield {
      name: 'record.jsonl',
      source: `record of incident ${incident}`,
      bytes: Buffer.from(links.map(link => `${lineOf(link)}\n`).join('')),
    }
    yield { name: 'incident.json', source: 'folded from record.jsonl', bytes: json(one.incident) }
    yield { name: 'sensors.json', source: 'sensors of the site, as they told of themselves', bytes: json(sensors) }
    yield { name: 'coverage.json', source: 'what the sensors do not show', bytes: json(coverage) }
    yield* findingFiles(one, within, site)
    yield* packetFiles(one, within, platform)
    yield* reportFiles(one, platform, product)
    yield* attachedFiles(one, tenant, platform)
    yield await within(scoped => auditFile(scoped, one))
    yield {
      name: 'anchors.json',
      source: 'signed ends of the days of the record of the organisation',
      bytes: json(await within(listAnchors)),
    }
  }
  return { about, files: files() }
}

type Within = <T>(use: (scoped: Scoped) => Promise<T>) => Promise<T>

async function* findingFiles({ incident }: Case, within: Within, site: string): AsyncGenerator<BundleFile> {
  for (const { finding } of incident.findings) {
    const found = await within(scoped => getFinding(scoped, site, finding.id))
    if (found)
      yield { name: `findings/${plain(finding.id)}.json`, source: 'finding, as it is stored', bytes: json(found) }
  }
  // Frames of a finding are numbers in one of these.
  const uploads = await within(scoped => listUploads(scoped, site))
  yield { name: 'captures.json', source: 'captures that were read, with their sums', bytes: json(uploads) }
}

/** Packets of the findings, of which they were kept. */
async function* packetFiles({ incident }: Case, within: Within, platform: Context['platform']) {
  for (const { finding } of incident.findings) {
    const kept = await within(scoped => evidenceOf(scoped, incident.site, finding.id))
    const bytes = kept && (await fileOf(await platform.evidence(kept.sha256)))
    if (bytes)
      yield { name: `packets/${plain(finding.id)}.pcap`, source: `${kept.frames} of ${kept.named} frames named`, bytes }
  }
}

/** Files that people put into the incident, each once. */
async function* attachedFiles({ incident }: Case, tenant: string, platform: Context['platform']) {
  const files = new Map(incident.attachments.map(file => [file.hash, file]))
  for (const { hash, name, type } of files.values()) {
    const bytes = await fileOf(await platform.attachments.path(tenant, hash))
    if (bytes) yield { name: `attachments/${hash}-${plain(name)}`, source: `attached as ${type}`, bytes }
  }
}

/** Null where it is gone. */
const fileOf = async (path: string | null): Promise<Uint8Array | null> =>
  path === null ? null : readFile(path).catch(() => null)

async function* reportFiles(one: Case, platform: Context['platform'], product: string): AsyncGenerator<BundleFile> {
  for (const { act } of startedIn(one.entries)) {
    const { template } = obligationIn(one, act.obligation)
    yield {
      name: `obligations/${plain(template.id)}-${template.version}.json`,
      source: 'the template that the incident began with',
      bytes: json(template),
    }
    for (const draft of one.drafts.filter(each => each.obligation === template.id)) {
      const stage = template.stages.find(({ key }) => key === draft.stage)
      const signoff = stage ? signoffOf(one.entries, template.id, stage) : null
      const signed = signoff?.hash === draft.hash ? signoff.signed.map(({ duty, by }) => `${duty}: ${by}`) : []
      const name = `reports/${plain(template.id)}-${plain(draft.stage)}-${draft.version}`
      const source = `draft ${draft.version} by ${draft.madeBy}`
      yield { name: `${name}.json`, source, bytes: json({ ...draft, signed }) }
      const stamp = { hash: draft.hash, version: draft.version, signed, product: `${product} ${platform.version}` }
      yield { name: `${name}.pdf`, source, bytes: await platform.reportFile(draft.document, 'pdf', stamp) }
    }
  }
}

/** From the opening on. What is about other things stays closed: its hash holds the chain together. */
async function auditFile(scoped: Scoped, { incident }: Case): Promise<BundleFile> {
  const first = await auditSince(scoped, incident.opened)
  const lines: string[] = []
  for (let from = first; from !== null && lines.length < MOST_LINKS; ) {
    const links = await auditLinks(scoped, from, PIECE)
    for (const link of links) lines.push(`${isAbout(link, incident.id) ? lineOf(link) : closed(link)}\n`)
    from = links.length < PIECE ? null : links.at(-1)!.seq + 1
  }
  const cut = lines.length >= MOST_LINKS ? `; the first ${MOST_LINKS} links` : ''
  return {
    name: 'audit.jsonl',
    source: `record of the organisation since the incident was opened; what is about other things as its hash alone${cut}`,
    bytes: Buffer.from(lines.join('')),
  }
}

const isAbout = ({ body }: Link<AuditBody>, incident: string): boolean =>
  body.object === incident || JSON.stringify(body.detail).includes(JSON.stringify(incident))

const closed = ({ seq, prev, hash }: Link<AuditBody>): string =>
  `{"hash":${JSON.stringify(hash)},"prev":${JSON.stringify(prev)},"seq":${seq}}`

type Coverage = {
  readonly sensor: string
  readonly unseen?: readonly { readonly what: string }[]
  readonly silent?: readonly { readonly cidr: string; readonly reason: string }[]
}

/** Said on the first page of everything. */
const unseenOf = (coverage: readonly Coverage[]): string[] =>
  coverage.length === 0
    ? ['No sensor has told what it does not see.']
    : coverage.flatMap(({ sensor, unseen = [], silent = [] }) => [
        ...unseen.map(({ what }) => `${sensor}: ${what}`),
        ...silent.map(({ cidr, reason }) => `${sensor}: ${cidr}: ${reason}`),
      ])

/** A part of the name of a file, on every system. */
export const plain = (name: string): string =>
  name
    .replaceAll(/[^\w.-]/g, '_')
    .replace(/^\.+/, '_')
    .slice(0, 120) || '_'
