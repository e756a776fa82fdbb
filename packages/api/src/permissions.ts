// What each role may do. A route names the permission it needs; nothing else decides.

export const permissions = [
  'site.read', // assets, findings, map, activity
  'site.write', // the site's model, imports, uploads of captures
  'asset.write', // owner, criticality, notes
  'packet.read', // what was said around a finding: contents, whoever was in it
  'finding.work', // status, assignee
  'incident.work', // what duties at the site allow
  'response.write', // who is called when something happens, and how; playbooks
  'finding.accept', // accept as normal, suppress
  'baseline.write', // pin, accept, forget
  'hunt.run',
  'rule.write', // rules of one's own
  'sensor.write', // enrol, revoke
  'people.write', // members, invitations
  'key.write', // API keys
  'tenant.write', // branding, retention
  'audit.read',
  'work.write', // work orders and visits
  'work.approve', // what others wrote of them
  'feed.write', // threat feeds
  'destination.write', // other systems that are told
  'source.write', // other systems that are asked
  'directory.write', // people and groups, by a directory (SCIM); which group has which role
  'exercise.run',
  'risk.read', // what may be lost, in money
  'risk.write', // the numbers behind it
  'report.write', // reports are made
  'demo.run', // stories of the demonstration plant
] as const
export type Permission = (typeof permissions)[number]

export const roles = [
  'provider-admin',
  'analyst',
  'plant-engineer',
  'operations-manager',
  'management',
  'auditor',
  'read-only',
] as const
export type Role = (typeof roles)[number]

const reading: readonly Permission[] = ['site.read', 'hunt.run']

const working: readonly Permission[] = ['work.write', 'exercise.run', 'risk.read', 'report.write']

export const grants: Readonly<Record<Role, ReadonlySet<Permission>>> = {
  'provider-admin': new Set(permissions),
  analyst: new Set([
    ...reading,
    ...working,
    'feed.write',
    'asset.write',
    'packet.read',
    'finding.work',
    'finding.accept',
    'incident.work',
    'baseline.write',
    'site.write',
    'rule.write',
    'demo.run',
  ]),
  'plant-engineer': new Set([
    ...reading,
    ...working,
    'work.approve',
    'asset.write',
    'packet.read',
    'finding.work',
    'finding.accept',
    'incident.work',
    'response.write',
    'baseline.write',
    'site.write',
    'rule.write',
    'demo.run',
  ]),
  'operations-manager': new Set([
    ...reading,
    ...working,
    'work.approve',
    'asset.write',
    'finding.work',
    'incident.work',
    'response.write',
    'risk.write',
  ]),
  management: new Set(['site.read', 'incident.work', 'risk.read', 'risk.write', 'report.write']),
  auditor: new Set([...reading, 'audit.read', 'risk.read', 'report.write']),
  'read-only': new Set(['site.read']),
}

export const isRole = (text: string): text is Role => (roles as readonly string[]).includes(text)
export const isPermission = (text: string): text is Permission => (permissions as readonly string[]).includes(text)
