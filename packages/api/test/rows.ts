// Rows as the worker of a site writes them.
import type { Asset, Finding } from '@nautilus/model'
import { asTenant, type Database, writeChanges } from '@nautilus/store'

export type FindingPart = Partial<Pick<Finding, 'rule' | 'source' | 'target' | 'verb' | 'severity' | 'last'>>

export const findingOf = (id: string, part: FindingPart = {}): Finding => ({
  id,
  rule: 'first-write',
  title: 'A title',
  severity: 'high',
  terms: [],
  techniques: [],
  consequences: [],
  playbook: '',
  confidence: 1,
  first: 1,
  last: 2,
  count: 1,
  source: 'ews',
  target: 'plc',
  assets: ['ews', 'plc'],
  protocol: 'modbus',
  verb: 'write',
  why: '=HYPERLINK("http://evil")',
  baseline: null,
  changes: [],
  window: { kind: 'none', order: null, dimensions: { asset: null, verb: null, source: null, tool: null, time: null } },
  evidence: { file: null, frames: [] },
  explains: [],
  ...part,
})

export const assetOf = (id: string, last: number): Asset =>
  ({
    id,
    formerly: [],
    mac: [],
    ip: ['10.0.0.1'],
    vendor: null,
    model: null,
    firmware: null,
    name: `Name, "quoted" ${id}`,
    role: null,
    roles: [],
    level: null,
    zone: null,
    criticality: null,
    protocols: [],
    first: 1,
    last,
  }) as unknown as Asset

export async function write(
  db: Database,
  tenant: string,
  { assets = [], findings = [] }: { readonly assets?: readonly Asset[]; readonly findings?: readonly Finding[] },
): Promise<void> {
  const nothing = { goneAssets: [], links: [], goneLinks: [], points: [], goneFindings: [], notices: [], facts: {} }
  await asTenant(db, tenant, scoped => writeChanges(scoped, { tenant, site: 's' }, { ...nothing, assets, findings }))
}
