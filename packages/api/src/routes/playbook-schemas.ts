// Parts that the routes of playbooks share.
import { Type } from 'typebox'
import { Document, nullable, TenantPath, Time } from './schemas.ts'

export const PlaybookPath = Type.Object({
  ...TenantPath.properties,
  playbook: Type.String({ pattern: '^[A-Z][A-Z0-9]{0,7}-\\d{2,4}$', description: '`PB-01`' }),
})
export const Version = Type.Integer({ minimum: 1, maximum: 1_000_000 })
export const VersionPath = Type.Object({ ...PlaybookPath.properties, version: Version })
const text = nullable(Type.String())

const row = {
  id: Type.String(),
  title: Document,
  safetyClass: Type.String(),
  version: nullable(Type.Integer({ description: 'In force. Null: withdrawn, and nothing came along.' })),
  isOwn: Type.Boolean({ description: 'The tenant wrote it.' }),
  cameAlong: Type.Boolean({ description: 'One of this id comes with the product.' }),
  basis: nullable(Type.String({ description: 'The one that came along, from which it was made: `PB-01@1`' })),
  original: nullable(Type.String({ description: 'What comes along in its place by now; null where it is the same.' })),
  by: text,
  at: nullable(Time),
  note: text,
  exercised: nullable(Time),
}
export const Row = Type.Object(row)
export const Whole = Type.Object({ ...row, playbook: Document, source: Type.String({ description: 'YAML' }) })
export const OneVersion = Type.Object({
  name: Type.String(),
  version: Type.Integer(),
  isOwn: Type.Boolean(),
  isWithdrawal: Type.Boolean({ description: 'From then on it was no more in force.' }),
  isInForce: Type.Boolean(),
  basis: text,
  by: text,
  at: nullable(Time),
  note: text,
})

export const base = '/api/tenants/:tenant/playbooks'
export const tags = ['playbooks']
