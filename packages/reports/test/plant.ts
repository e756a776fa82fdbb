// Facts of a plant that is none, as the store would tell them.
import { crc32, deflateSync } from 'node:zlib'
import { keptIncident, type Playbook } from '@nautilus/response'
import { generate, type RiskFacts, runBook } from '@nautilus/risk'
import type { Brand, IncidentFacts, Known, ReportAbout, ReportFacts, RiskFigures, SiteFacts } from '../src/index.ts'

const DAY = 86_400_000
export const to = Date.UTC(2026, 2, 1)
export const from = to - 28 * DAY
const made = to + 6 * 3_600_000

/** A PNG of one colour. */
export function pngOf(width: number, height: number, [red, green, blue]: readonly [number, number, number]): string {
  const chunk = (type: string, data: Buffer) => {
    const body = Buffer.concat([Buffer.from(type, 'latin1'), data])
    const [length, sum] = [Buffer.alloc(4), Buffer.alloc(4)]
    length.writeUInt32BE(data.length)
    sum.writeUInt32BE(crc32(body))
    return Buffer.concat([length, body, sum])
  }
  const head = Buffer.alloc(13)
  head.writeUInt32BE(width, 0)
  head.writeUInt32BE(height, 4)
  head.set([8, 2, 0, 0, 0], 8)
  const line = Buffer.concat([
    Buffer.from([0]),
    Buffer.concat(Array.from({ length: width }, () => Buffer.from([red, green, blue]))),
  ])
  const pixels = deflateSync(Buffer.concat(Array.from({ length: height }, () => line)))
  const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a])
  const png = Buffer.concat([signature, chunk('IHDR', head), chunk('IDAT', pixels), chunk('IEND', Buffer.alloc(0))])
  return `data:image/png;base64,${png.toString('base64')}`
}

export const harbour: Brand = { name: 'Harbour Watch', logo: pngOf(60, 20, [15, 118, 110]), accent: '#0f766e' }
export const nordlicht: Brand = { name: 'Nordlicht Sicherheit', logo: pngOf(20, 20, [124, 58, 237]), accent: '#ffe45c' }

const known = <T>(query: string, site: string, value: T): Known<T> => ({
  value,
  asked: { query, parameters: { site, from: '2026-02-01', to: '2026-03-01' }, at: made },
})

const plant = (process: string, cost: number): RiskFacts => ({
  processes: [{ name: process, safetyClass: 'SIL 2', costPerHour: cost, currency: 'EUR', redundant: false }],
  assets: [
    {
      ...{ id: 'plc', label: 'PLC', role: 'controller', criticality: 'high', safety: false },
      ...{ process, vendor: 'Acme', protocols: ['modbus server'] },
    },
  ],
  ...{ paths: [], external: [], reach: [], weaknesses: null, findings: [], blind: 0, detect: null, decide: null },
  ...{ entity: null, today: '2026-03-01' },
})

export function riskOf(process: string, cost: number): RiskFigures {
  const { book } = generate(plant(process, cost))
  const { figures, currency } = runBook(book, { trials: 20_000, seed: 1, measures: [] })
  const planOf = new Map(book.plans.map(plan => [plan.id, plan]))
  return {
    currency,
    ...figures,
    var99: figures.var99,
    scenarios: figures.scenarios.map(({ id, expected, tail }) => {
      const { kind, process: of } = planOf.get(id)!
      return { kind, process: of, expected, tail }
    }),
  }
}

export function siteOf(id: string, name: string, risk: RiskFigures | null): SiteFacts {
  const of = <T>(query: string, value: T) => known(query, id, value)
  return {
    site: { id, name },
    assets: of('assets.count', {
      total: 412,
      owned: 350,
      ranked: 300,
      firmware: 198,
      vendor: 380,
      role: 371,
      added: 7,
    }),
    findings: of('findings.between', {
      found: { critical: 2, high: 9, medium: 21, low: 40 },
      worked: 31,
      open: { high: 4, medium: 9, low: 20 },
      weeks: [12, 30, 8, 22].map((count, at) => ({ from: from + at * 7 * DAY, count })),
      top: [
        { title: 'A device writes that never wrote before', severity: 'high', count: 9 },
        { title: 'Cleartext password', severity: 'medium', count: 14 },
      ],
    }),
    incidents: of('incidents.between', {
      ...{ opened: 3, closed: 2, open: 1, withPlaybook: 3, decided: 2, reviewed: 2 },
      ...{ detect: 12 * 60_000, decide: 5.5 * 3_600_000 },
      awaiting: [{ id: 'i-7', title: 'Program of the filler was changed', severity: 'critical', since: to - 2 * DAY }],
      list: [
        { id: 'i-5', title: 'Unknown device in cell 3', severity: 'medium', state: 'closed', opened: from + 3 * DAY },
        {
          ...{ id: 'i-7', title: 'Program of the filler was changed', severity: 'critical' },
          ...{ state: 'awaiting engineering decision', opened: to - 2 * DAY },
        },
      ],
    }),
    sensors: of('sensors.coverage', {
      ...{ total: 3, silent: 0, partial: 2, recognised: 0.97, encrypted: 0.11 },
      blind: ['The serial bus behind the gateway 10.0.3.9 is not seen.'],
    }),
    control: of('facts.control', {
      rows: [
        {
          ...{ controller: 'Filler PLC', client: 'Engineering station 2', protocol: 's7comm' },
          ...{ verbs: { download: 2, write: 1204 }, refused: { stop: 1 }, last: to - DAY },
        },
        {
          ...{ controller: 'Dryer PLC', client: 'HMI 1', protocol: 'modbus', verbs: { write: 88_210 }, refused: {} },
          last: to - 3_600_000,
        },
      ],
      indirect: [
        {
          ...{ controller: 'Filler PLC', client: 'Jump host', through: 'Engineering station 2', protocol: 'rdp' },
          ...{ kind: 'login', steps: 2 },
        },
      ],
      external: 2,
      ways: 1,
    }),
    boundary: of('facts.conduits', { zones: 9, declared: 6, conduits: 14, undeclared: 2, forbidden: 1 }),
    practice: of('practice.between', { exercises: 1, orders: 8, ordersWaiting: 2, reports: 1 }),
    devices: of('assets.list', [
      {
        ...{ name: 'Filler PLC', address: '10.0.0.7', role: 'controller', vendor: 'Acme', model: 'C-300' },
        ...{ firmware: '2.1', zone: 'Filling', criticality: 'high', owner: 'Team filling', open: 3 },
      },
      {
        ...{ name: '10.0.0.44', address: '10.0.0.44', role: null, vendor: null, model: null },
        ...{ firmware: null, zone: null, criticality: null, owner: null, open: 0 },
      },
    ]),
    weak: null,
    risk: risk && of('risk.run', risk),
    past: of('risk.reports', [{ at: from - 60 * DAY, expected: 310_000, currency: 'EUR' }]),
  }
}

export const aboutOf = (language: 'en' | 'de', brand: Brand, sites: readonly SiteFacts[]): ReportAbout => ({
  ...{ brand, language, made },
  period: { from, to },
  timeZone: 'Europe/Berlin',
  sites: sites.map(({ site }) => site),
})

export const works = siteOf('north', 'North works', riskOf('Filling', 20_000))
export const other = siteOf('south', 'Werk Süd', riskOf('Drying', 5000))

export const factsOf = (...sites: readonly SiteFacts[]): ReportFacts => ({
  sites,
  record: {
    value: { whole: true, links: 12_480, days: 214 },
    asked: { query: 'audit.verify', parameters: {}, at: made },
  },
})

const micros = (hours: number): number => (to - 3 * DAY + hours * 3_600_000) * 1000
const ada = { kind: 'person', person: 'p-ada', duties: ['ot-analyst'] }
const program = { kind: 'system' }
const text = (en: string, de: string) => ({ en, de })
const HASH = '9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08'

const stopped = {
  ...{ id: 'f-1', rule: 'controller-stopped', title: 'A controller was stopped', severity: 'high', count: 2 },
  ...{ first: micros(0), last: micros(0.2), source: 'eng', target: 'plc', assets: ['plc', 'eng'] },
  why: 'Engineering station 2 stopped Filler PLC.',
}

/** As the store keeps it. */
export const incidentOf = (language: 'en' | 'de'): IncidentFacts => ({
  incident: known(
    'incident.record',
    'north',
    keptIncident({
      ...{ id: 'INC-2026-7', site: 'north', exercise: false, title: 'Filler PLC was stopped', opened: micros(0.1) },
      ...{
        changed: micros(30),
        state: 'closed',
        outcome: 'benign',
        severity: 'high',
        assignee: 'p-ada',
        comments: [],
      },
      findings: [{ finding: stopped, at: micros(0.1), by: program, reason: {} }],
      history: [
        { at: micros(0.1), by: program, from: null, to: 'detected', reason: '' },
        { at: micros(30), by: ada, from: 'acting', to: 'closed', reason: 'The download was planned.' },
      ],
      enrichment: {
        statements: [{ topic: 'where', sentence: { key: '{device}', values: { device: 'plc' } }, sources: [] }],
      },
      attachments: [{ at: micros(2), by: ada, name: 'photo.jpg', hash: HASH, size: 48_211, type: 'image/jpeg' }],
      reviews: [
        {
          at: micros(40),
          by: ada,
          text: 'Nobody had told the shift.',
          lessons: ['Tell the shift first.'],
          actions: ['Write it down.'],
        },
      ],
      actions: [],
      reports: [],
      pages: [],
      acknowledgements: [],
      aware: micros(1),
      run: {
        ...{ playbook: 'PB-02', version: '1', outcomes: [], chosen: [], approvals: [], overrides: [] },
        started: { at: micros(0.2), by: program },
        steps: [{ at: micros(1), by: ada, step: 's1', note: 'By telephone.' }],
        answers: [{ at: micros(1.5), by: ada, fact: 'planned', answer: 'yes', note: 'WO-77' }],
      },
      decisions: [
        {
          ...{
            at: micros(3),
            by: ada,
            playbook: 'PB-02',
            version: '1',
            option: 'keep-running',
            reason: 'It was planned.',
          },
          ...{
            answers: [],
            override: null,
            approvals: [{ at: micros(3), option: 'keep-running', person: 'p-bob', duties: [] }],
          },
        },
      ],
    }),
  ),
  record: known('incident.record', 'north', { links: 14, hash: HASH }),
  playbook: known('incident.playbook', 'north', {
    title: text('A controller was changed', 'Eine Steuerung wurde verändert'),
    facts: [
      { id: 'planned', question: text('Was it planned?', 'War es geplant?') },
      { id: 'seen', question: text('Who saw it?', 'Wer hat es gesehen?') },
    ],
    options: [{ id: 'keep-running', title: text('Keep running and watch', 'Weiterfahren und beobachten') }],
    phases: [
      {
        name: 'identification',
        steps: [{ id: 's1', text: text('Call the shift', 'Die Schicht anrufen'), who: 'analyst', csf: [] }],
      },
    ],
  } as unknown as Playbook),
  stages: known('incident.obligations', 'north', [
    {
      ...{
        obligation: text('NIS2 Article 23', 'NIS2 Artikel 23'),
        stage: text('Early warning', 'Frühwarnung'),
        state: 'submitted',
      },
      ...{
        due: micros(25) / 1000,
        submitted: micros(20) / 1000,
        receipt: 'BSI-4711',
        draft: { version: 2, hash: HASH },
      },
    },
  ]),
  files: known('evidence.list', 'north', [{ finding: 'f-1', sha256: HASH, bytes: 10_240, frames: 6 }]),
  names: {
    plc: 'Filler PLC',
    eng: 'Engineering station 2',
    'p-ada': 'Ada <ada@example.com>',
    'p-bob': 'Bob <bob@example.com>',
  },
  titles: language === 'de' ? { 'controller-stopped': 'Eine Steuerung wurde angehalten' } : {},
})
