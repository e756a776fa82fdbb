// What routes take and answer. Written by scripts/generate.mjs from the API itself: not to be edited.

export type Routes = {
  readonly 'DELETE /api/me/passkeys/{passkey}': {
    readonly path: { readonly passkey: string }
    readonly answer: undefined
  }
  readonly 'DELETE /api/me/sessions/{session}': {
    readonly path: { readonly session: string }
    readonly answer: undefined
  }
  readonly 'DELETE /api/provider/break-glass/{tenant}/{access}': {
    readonly path: { readonly tenant: string; readonly access: string }
    readonly answer: undefined
  }
  readonly 'DELETE /api/provider/feeds/{feed}': { readonly path: { readonly feed: string }; readonly answer: undefined }
  readonly 'DELETE /api/provider/members/{user}': {
    readonly path: { readonly user: string }
    readonly answer: undefined
  }
  readonly 'DELETE /api/tenants/{tenant}/break-glass/{access}': {
    readonly path: { readonly tenant: string; readonly access: string }
    readonly answer: undefined
  }
  readonly 'DELETE /api/tenants/{tenant}/destinations/{destination}': {
    readonly path: { readonly tenant: string; readonly destination: string }
    readonly answer: undefined
  }
  readonly 'DELETE /api/tenants/{tenant}/entities/{entity}': {
    readonly path: { readonly tenant: string; readonly entity: string }
    readonly answer: undefined
  }
  readonly 'DELETE /api/tenants/{tenant}/feeds/{feed}': {
    readonly path: { readonly tenant: string; readonly feed: string }
    readonly answer: undefined
  }
  readonly 'DELETE /api/tenants/{tenant}/intelligence/{intelligence}': {
    readonly path: { readonly tenant: string; readonly intelligence: string }
    readonly answer: undefined
  }
  readonly 'DELETE /api/tenants/{tenant}/invitations/{invitation}': {
    readonly path: { readonly tenant: string; readonly invitation: string }
    readonly answer: undefined
  }
  readonly 'DELETE /api/tenants/{tenant}/keys/{key}': {
    readonly path: { readonly tenant: string; readonly key: string }
    readonly answer: undefined
  }
  readonly 'DELETE /api/tenants/{tenant}/members/{user}': {
    readonly path: { readonly tenant: string; readonly user: string }
    readonly query?: { readonly site?: string }
    readonly answer: undefined
  }
  readonly 'DELETE /api/tenants/{tenant}/report-schedules/{schedule}': {
    readonly path: { readonly tenant: string; readonly schedule: string }
    readonly answer: undefined
  }
  readonly 'DELETE /api/tenants/{tenant}/role-mappings/{mapping}': {
    readonly path: { readonly tenant: string; readonly mapping: string }
    readonly answer: undefined
  }
  readonly 'DELETE /api/tenants/{tenant}/rules/{rule}': {
    readonly path: { readonly tenant: string; readonly rule: string }
    readonly answer: undefined
  }
  readonly 'DELETE /api/tenants/{tenant}/saved/{saved}': {
    readonly path: { readonly tenant: string; readonly saved: string }
    readonly answer: undefined
  }
  readonly 'DELETE /api/tenants/{tenant}/scim/v2/Groups/{group}': {
    readonly path: { readonly tenant: string; readonly group: string }
    readonly answer: undefined
  }
  readonly 'DELETE /api/tenants/{tenant}/scim/v2/Users/{user}': {
    readonly path: { readonly tenant: string; readonly user: string }
    readonly answer: undefined
  }
  readonly 'DELETE /api/tenants/{tenant}/sites/{site}/acceptances/{acceptance}': {
    readonly path: { readonly tenant: string; readonly site: string; readonly acceptance: string }
    readonly answer: {
      readonly id: string
      readonly kind: 'accept' | 'suppress'
      readonly rule: string
      readonly source: string | null
      readonly target: string | null
      readonly verb: string | null
      readonly reason: string
      readonly expires_at: string | null
      readonly made_by: string | null
      readonly made_at: string
      readonly ended_at: string | null
    }
  }
  readonly 'DELETE /api/tenants/{tenant}/sites/{site}/contacts/{person}/{channel}': {
    readonly path: {
      readonly tenant: string
      readonly site: string
      readonly person: string
      readonly channel: 'phone' | 'sms' | 'push' | 'mail' | 'chat' | 'pager' | 'webhook'
    }
    readonly answer: undefined
  }
  readonly 'DELETE /api/tenants/{tenant}/sites/{site}/enrolments/{enrolment}': {
    readonly path: { readonly tenant: string; readonly site: string; readonly enrolment: string }
    readonly answer: undefined
  }
  readonly 'DELETE /api/tenants/{tenant}/sites/{site}/expected/{file}': {
    readonly path: { readonly tenant: string; readonly site: string; readonly file: string }
    readonly answer: undefined
  }
  readonly 'DELETE /api/tenants/{tenant}/sites/{site}/lists/{list}': {
    readonly path: { readonly tenant: string; readonly site: string; readonly list: string }
    readonly answer: undefined
  }
  readonly 'DELETE /api/tenants/{tenant}/sites/{site}/rosters/{duty}': {
    readonly path: {
      readonly tenant: string
      readonly site: string
      readonly duty:
        | 'analyst'
        | 'provider-duty-manager'
        | 'security-lead'
        | 'shift-supervisor'
        | 'plant-engineer'
        | 'process-safety-engineer'
        | 'maintenance-lead'
        | 'network-on-call'
        | 'operations-manager'
        | 'site-manager'
        | 'ciso'
        | 'legal'
        | 'communications'
        | 'vendor'
    }
    readonly answer: undefined
  }
  readonly 'DELETE /api/tenants/{tenant}/sites/{site}/sensors/{sensor}/key': {
    readonly path: { readonly tenant: string; readonly site: string; readonly sensor: string }
    readonly answer: undefined
  }
  readonly 'DELETE /api/tenants/{tenant}/sources/{source}': {
    readonly path: { readonly tenant: string; readonly source: string }
    readonly answer: undefined
  }
  readonly 'GET /api/brand': { readonly answer: Readonly<Record<string, unknown>> }
  readonly 'GET /api/hunt-fields': {
    readonly answer: {
      readonly fields: readonly { readonly name: string; readonly type: string }[]
      readonly tables: Readonly<Record<string, readonly string[]>>
    }
  }
  readonly 'GET /api/me': {
    readonly answer: {
      readonly person: { readonly id: string; readonly email: string; readonly name: string }
      readonly provider: boolean
      readonly queue: boolean
      readonly memberships: readonly {
        readonly tenant: string
        readonly site: string
        readonly role:
          | 'provider-admin'
          | 'analyst'
          | 'plant-engineer'
          | 'operations-manager'
          | 'management'
          | 'auditor'
          | 'read-only'
        readonly name: string
        readonly branding: Readonly<Record<string, unknown>>
        readonly permissions: readonly string[]
      }[]
    }
  }
  readonly 'GET /api/me/passkeys': {
    readonly answer: {
      readonly items: readonly {
        readonly id: string
        readonly name: string
        readonly synced: boolean
        readonly made_at: string
        readonly used_at: string | null
      }[]
    }
  }
  readonly 'GET /api/me/sessions': {
    readonly answer: {
      readonly items: readonly {
        readonly id: string
        readonly began_at: string
        readonly expires_at: string
        readonly address: string | null
        readonly agent: string | null
        readonly current: boolean
      }[]
    }
  }
  readonly 'GET /api/provider/brand': { readonly answer: Readonly<Record<string, unknown>> }
  readonly 'GET /api/provider/customers': {
    readonly answer: { readonly items: readonly { readonly id: string; readonly name: string }[] }
  }
  readonly 'GET /api/provider/feeds': {
    readonly answer: {
      readonly items: readonly {
        readonly id: string
        readonly name: string
        readonly owner: 'tenant' | 'provider'
        readonly bytes: number
        readonly indicators: number
        readonly others: number
        readonly faults: readonly { readonly line: number; readonly message: string }[]
        readonly last_until: number | null
        readonly changed_by: string | null
        readonly changed_at: string
        readonly expires_at: string | null
        readonly over: boolean
      }[]
    }
  }
  readonly 'GET /api/provider/members': {
    readonly answer: {
      readonly items: readonly {
        readonly user: string
        readonly name: string | null
        readonly email: string | null
        readonly role: string
        readonly customers: readonly string[] | null
        readonly added_by: string | null
        readonly added_at: string
      }[]
    }
  }
  readonly 'GET /api/provider/queue/findings': {
    readonly query?: {
      readonly limit?: number
      readonly after?: string
      readonly customer?: string
      readonly severity?: readonly ('recorded' | 'low' | 'medium' | 'high' | 'critical')[]
      readonly status?: readonly ('open' | 'confirmed' | 'accepted' | 'suppressed' | 'closed')[]
    }
    readonly answer: {
      readonly items: readonly {
        readonly tenant: string
        readonly customer: string
        readonly site: string
        readonly siteName: string
        readonly id: string
        readonly severity: string
        readonly assignee: string | null
        readonly rule: string
        readonly first: number
        readonly last: number
        readonly count: number
        readonly status: string
      }[]
      readonly next: string | null
    }
  }
  readonly 'GET /api/provider/queue/incidents': {
    readonly query?: {
      readonly limit?: number
      readonly after?: string
      readonly customer?: string
      readonly severity?: readonly ('recorded' | 'low' | 'medium' | 'high' | 'critical')[]
      readonly state?: readonly string[]
    }
    readonly answer: {
      readonly items: readonly {
        readonly tenant: string
        readonly customer: string
        readonly site: string
        readonly siteName: string
        readonly id: string
        readonly severity: string
        readonly assignee: string | null
        readonly playbook: string | null
        readonly opened: number
        readonly changed: number
        readonly state: string
        readonly findings: number
      }[]
      readonly next: string | null
    }
  }
  readonly 'GET /api/provider/reach': {
    readonly answer: {
      readonly own: {
        readonly domain: string | null
        readonly mailName: string | null
        readonly mailAddress: string | null
      }
      readonly used: {
        readonly domain: string | null
        readonly mailName: string | null
        readonly mailAddress: string | null
      }
      readonly dns: string | null
    }
  }
  readonly 'GET /api/provider/tenants': {
    readonly answer: {
      readonly items: readonly {
        readonly id: string
        readonly name: string
        readonly branding: Readonly<Record<string, unknown>>
      }[]
    }
  }
  readonly 'GET /api/provider/usage': {
    readonly query: { readonly from: string; readonly to: string }
    readonly answer: {
      readonly items: readonly {
        readonly tenant: string
        readonly customer: string
        readonly month: string
        readonly sites: number
        readonly sensors: number
        readonly assets: number
        readonly assets_peak: number
        readonly activities: number
        readonly findings: number
        readonly incidents: number
        readonly storage: number
        readonly users: number
        readonly counted_at: string
      }[]
    }
  }
  readonly 'GET /api/provider/usage.csv': {
    readonly query: { readonly from: string; readonly to: string }
    readonly answer: unknown
  }
  readonly 'GET /api/report-letters/{token}': { readonly path: { readonly token: string }; readonly answer: string }
  readonly 'GET /api/setup': { readonly answer: { readonly open: boolean } }
  readonly 'GET /api/sign-in': {
    readonly answer: {
      readonly providers: readonly { readonly id: string; readonly label: string }[]
      readonly mail: boolean
    }
  }
  readonly 'GET /api/sign-on/{provider}': {
    readonly path: { readonly provider: string }
    readonly query?: { readonly back?: string }
    readonly answer: unknown
  }
  readonly 'GET /api/sign-on/{provider}/callback': {
    readonly path: { readonly provider: string }
    readonly answer: unknown
  }
  readonly 'GET /api/tenants/{tenant}': {
    readonly path: { readonly tenant: string }
    readonly answer: {
      readonly id: string
      readonly name: string
      readonly branding: Readonly<Record<string, unknown>>
      readonly retention: Readonly<Record<string, unknown>>
      readonly created_at: string
      readonly outside_reports: boolean
    }
  }
  readonly 'GET /api/tenants/{tenant}/audit': {
    readonly path: { readonly tenant: string }
    readonly query?: { readonly limit?: number; readonly after?: string }
    readonly answer: {
      readonly items: readonly {
        readonly id: number
        readonly at: string
        readonly who: string
        readonly site: string | null
        readonly action: string
        readonly object: string | null
        readonly detail: Readonly<Record<string, unknown>>
      }[]
      readonly next: string | null
    }
  }
  readonly 'GET /api/tenants/{tenant}/audit-chain': {
    readonly path: { readonly tenant: string }
    readonly answer: {
      readonly verdict: Readonly<Record<string, unknown>>
      readonly anchors: readonly Readonly<Record<string, unknown>>[]
      readonly key: string
      readonly publicKey: string
    }
  }
  readonly 'GET /api/tenants/{tenant}/break-glass': {
    readonly path: { readonly tenant: string }
    readonly answer: {
      readonly items: readonly {
        readonly id: string
        readonly user_id: string
        readonly who: string
        readonly role: string
        readonly reason: string
        readonly began_at: string
        readonly until: string
        readonly ended_at: string | null
      }[]
    }
  }
  readonly 'GET /api/tenants/{tenant}/destinations': {
    readonly path: { readonly tenant: string }
    readonly answer: {
      readonly items: readonly {
        readonly id: string
        readonly kind: string
        readonly name: string
        readonly settings: Readonly<Record<string, string>>
        readonly secrets: readonly string[]
        readonly filter: {
          readonly topics: readonly ('finding' | 'incident' | 'asset' | 'sensor' | 'audit')[]
          readonly severity: 'recorded' | 'low' | 'medium' | 'high' | 'critical'
          readonly sites: readonly string[]
          readonly exercises: boolean
        }
        readonly mapping: {
          readonly rename: Readonly<Record<string, string>>
          readonly add: Readonly<Record<string, string>>
        }
        readonly enabled: boolean
        readonly version: number
        readonly changed_by: string | null
        readonly changed_at: string
        readonly state: 'ok' | 'waiting' | 'broken' | 'fault'
        readonly next_at: string
        readonly last_error: string | null
        readonly last_error_at: string | null
        readonly last_sent_at: string | null
        readonly sent: number
        readonly refused: number
        readonly dropped: number
        readonly failures: number
        readonly replaying: boolean
        readonly waiting: number
        readonly oldest: number | null
        readonly dead: number
      }[]
      readonly kinds: readonly {
        readonly id: string
        readonly fields: readonly {
          readonly name: string
          readonly type: 'text' | 'lines' | 'url' | 'number' | 'flag' | 'choice'
          readonly isSecret: boolean
          readonly isRequired: boolean
          readonly choices: readonly string[]
          readonly otherwise: string
        }[]
        readonly topics: readonly ('finding' | 'incident' | 'asset' | 'sensor' | 'audit')[]
        readonly keeps: 'events' | 'states'
        readonly guarantee: string
      }[]
    }
  }
  readonly 'GET /api/tenants/{tenant}/destinations/{destination}': {
    readonly path: { readonly tenant: string; readonly destination: string }
    readonly answer: {
      readonly id: string
      readonly kind: string
      readonly name: string
      readonly settings: Readonly<Record<string, string>>
      readonly secrets: readonly string[]
      readonly filter: {
        readonly topics: readonly ('finding' | 'incident' | 'asset' | 'sensor' | 'audit')[]
        readonly severity: 'recorded' | 'low' | 'medium' | 'high' | 'critical'
        readonly sites: readonly string[]
        readonly exercises: boolean
      }
      readonly mapping: {
        readonly rename: Readonly<Record<string, string>>
        readonly add: Readonly<Record<string, string>>
      }
      readonly enabled: boolean
      readonly version: number
      readonly changed_by: string | null
      readonly changed_at: string
      readonly state: 'ok' | 'waiting' | 'broken' | 'fault'
      readonly next_at: string
      readonly last_error: string | null
      readonly last_error_at: string | null
      readonly last_sent_at: string | null
      readonly sent: number
      readonly refused: number
      readonly dropped: number
      readonly failures: number
      readonly replaying: boolean
      readonly waiting: number
      readonly oldest: number | null
      readonly dead: number
    }
  }
  readonly 'GET /api/tenants/{tenant}/destinations/{destination}/dead-letters': {
    readonly path: { readonly tenant: string; readonly destination: string }
    readonly query?: { readonly limit?: number; readonly after?: string }
    readonly answer: {
      readonly items: readonly {
        readonly id: string
        readonly event: Readonly<Record<string, unknown>>
        readonly reason: string
        readonly made_at: string
        readonly again_at: string | null
      }[]
      readonly next: string | null
    }
  }
  readonly 'GET /api/tenants/{tenant}/entities': {
    readonly path: { readonly tenant: string }
    readonly answer: {
      readonly items: readonly Readonly<Record<string, unknown>>[]
      readonly sites: readonly Readonly<Record<string, unknown>>[]
    }
  }
  readonly 'GET /api/tenants/{tenant}/feeds': {
    readonly path: { readonly tenant: string }
    readonly answer: {
      readonly items: readonly {
        readonly id: string
        readonly name: string
        readonly owner: 'tenant' | 'provider'
        readonly bytes: number
        readonly indicators: number
        readonly others: number
        readonly faults: readonly { readonly line: number; readonly message: string }[]
        readonly last_until: number | null
        readonly changed_by: string | null
        readonly changed_at: string
        readonly expires_at: string | null
        readonly over: boolean
      }[]
    }
  }
  readonly 'GET /api/tenants/{tenant}/findings-count': {
    readonly path: { readonly tenant: string }
    readonly answer: Readonly<Record<string, number>>
  }
  readonly 'GET /api/tenants/{tenant}/incidents': {
    readonly path: { readonly tenant: string }
    readonly query?: {
      readonly limit?: number
      readonly after?: string
      readonly state?: readonly string[]
      readonly severity?: readonly ('recorded' | 'low' | 'medium' | 'high' | 'critical')[]
      readonly playbook?: readonly string[]
      readonly assignee?: string
      readonly unassigned?: boolean
      readonly exercise?: boolean
      readonly since?: number
      readonly order?: 'urgent' | 'grave' | 'new' | 'old' | 'changed' | 'waiting'
      readonly site?: readonly string[]
    }
    readonly answer: {
      readonly items: readonly {
        readonly site: string
        readonly id: string
        readonly state: string
        readonly outcome: string | null
        readonly severity: string
        readonly rank: number
        readonly title: string
        readonly exercise: boolean
        readonly assignee: string | null
        readonly playbook: string | null
        readonly opened: number
        readonly changed: number
        readonly since: number
        readonly seq: number
        readonly wake: number | null
        readonly findings: number
        readonly unanswered: number
      }[]
      readonly next: string | null
    }
  }
  readonly 'GET /api/tenants/{tenant}/incidents-counts': {
    readonly path: { readonly tenant: string }
    readonly query?: {
      readonly state?: readonly string[]
      readonly severity?: readonly ('recorded' | 'low' | 'medium' | 'high' | 'critical')[]
      readonly playbook?: readonly string[]
      readonly assignee?: string
      readonly unassigned?: boolean
      readonly exercise?: boolean
      readonly site?: readonly string[]
    }
    readonly answer: {
      readonly state: Readonly<Record<string, number>>
      readonly severity: Readonly<Record<string, number>>
      readonly playbook: Readonly<Record<string, number>>
      readonly assignee: Readonly<Record<string, number>>
      readonly exercise: Readonly<Record<string, number>>
    }
  }
  readonly 'GET /api/tenants/{tenant}/intelligence': {
    readonly path: { readonly tenant: string }
    readonly answer: {
      readonly items: readonly {
        readonly id: string
        readonly kind: string
        readonly name: string
        readonly source: string | null
        readonly version: string
        readonly released: string
        readonly entries: number
        readonly faults: readonly string[]
        readonly bytes: number
        readonly changed_by: string
        readonly changed_at: string
        readonly checked_at: string
      }[]
      readonly kinds: readonly {
        readonly kind: string
        readonly files: number
        readonly entries: number
        readonly released: string | null
        readonly checked_at: string | null
        readonly changed_at: string | null
      }[]
    }
  }
  readonly 'GET /api/tenants/{tenant}/invitations': {
    readonly path: { readonly tenant: string }
    readonly answer: {
      readonly items: readonly {
        readonly id: string
        readonly email: string
        readonly site: string
        readonly role:
          | 'provider-admin'
          | 'analyst'
          | 'plant-engineer'
          | 'operations-manager'
          | 'management'
          | 'auditor'
          | 'read-only'
        readonly made_by: string | null
        readonly made_at: string
        readonly expires_at: string
        readonly used_at: string | null
        readonly revoked_at: string | null
      }[]
    }
  }
  readonly 'GET /api/tenants/{tenant}/keys': {
    readonly path: { readonly tenant: string }
    readonly answer: {
      readonly items: readonly {
        readonly id: string
        readonly name: string
        readonly scopes: readonly string[]
        readonly site: string
        readonly made_by: string | null
        readonly made_at: string
        readonly expires_at: string | null
        readonly revoked_at: string | null
        readonly used_at: string | null
      }[]
    }
  }
  readonly 'GET /api/tenants/{tenant}/live': { readonly path: { readonly tenant: string }; readonly answer: unknown }
  readonly 'GET /api/tenants/{tenant}/members': {
    readonly path: { readonly tenant: string }
    readonly answer: {
      readonly items: readonly {
        readonly user: string
        readonly name: string | null
        readonly email: string | null
        readonly site: string
        readonly role:
          | 'provider-admin'
          | 'analyst'
          | 'plant-engineer'
          | 'operations-manager'
          | 'management'
          | 'auditor'
          | 'read-only'
        readonly added_by: string | null
        readonly added_at: string
      }[]
    }
  }
  readonly 'GET /api/tenants/{tenant}/obligation-templates': {
    readonly path: { readonly tenant: string }
    readonly answer: {
      readonly items: readonly Readonly<Record<string, unknown>>[]
      readonly facts: Readonly<Record<string, unknown>>
    }
  }
  readonly 'GET /api/tenants/{tenant}/obligations': {
    readonly path: { readonly tenant: string }
    readonly answer: { readonly items: readonly Readonly<Record<string, unknown>>[]; readonly more: boolean }
  }
  readonly 'GET /api/tenants/{tenant}/playbooks': {
    readonly path: { readonly tenant: string }
    readonly answer: {
      readonly items: readonly {
        readonly id: string
        readonly title: Readonly<Record<string, unknown>>
        readonly safetyClass: string
        readonly version: number | null
        readonly isOwn: boolean
        readonly cameAlong: boolean
        readonly basis: string | null
        readonly original: string | null
        readonly by: string | null
        readonly at: string | null
        readonly note: string | null
        readonly exercised: string | null
      }[]
    }
  }
  readonly 'GET /api/tenants/{tenant}/playbooks/{playbook}': {
    readonly path: { readonly tenant: string; readonly playbook: string }
    readonly answer: {
      readonly id: string
      readonly title: Readonly<Record<string, unknown>>
      readonly safetyClass: string
      readonly version: number | null
      readonly isOwn: boolean
      readonly cameAlong: boolean
      readonly basis: string | null
      readonly original: string | null
      readonly by: string | null
      readonly at: string | null
      readonly note: string | null
      readonly exercised: string | null
      readonly playbook: Readonly<Record<string, unknown>>
      readonly source: string
    }
  }
  readonly 'GET /api/tenants/{tenant}/playbooks/{playbook}/difference': {
    readonly path: { readonly tenant: string; readonly playbook: string }
    readonly query: { readonly from: number; readonly to: number }
    readonly answer: { readonly items: readonly Readonly<Record<string, unknown>>[] }
  }
  readonly 'GET /api/tenants/{tenant}/playbooks/{playbook}/draft': {
    readonly path: { readonly tenant: string; readonly playbook: string }
    readonly query?: { readonly basis?: string }
    readonly answer: { readonly source: string; readonly version: number; readonly basis: string | null }
  }
  readonly 'GET /api/tenants/{tenant}/playbooks/{playbook}/versions': {
    readonly path: { readonly tenant: string; readonly playbook: string }
    readonly answer: {
      readonly items: readonly {
        readonly name: string
        readonly version: number
        readonly isOwn: boolean
        readonly isWithdrawal: boolean
        readonly isInForce: boolean
        readonly basis: string | null
        readonly by: string | null
        readonly at: string | null
        readonly note: string | null
      }[]
    }
  }
  readonly 'GET /api/tenants/{tenant}/playbooks/{playbook}/versions/{version}': {
    readonly path: { readonly tenant: string; readonly playbook: string; readonly version: number }
    readonly answer: { readonly playbook: Readonly<Record<string, unknown>>; readonly source: string }
  }
  readonly 'GET /api/tenants/{tenant}/reach': {
    readonly path: { readonly tenant: string }
    readonly answer: {
      readonly own: {
        readonly domain: string | null
        readonly mailName: string | null
        readonly mailAddress: string | null
      }
      readonly used: {
        readonly domain: string | null
        readonly mailName: string | null
        readonly mailAddress: string | null
      }
      readonly dns: string | null
    }
  }
  readonly 'GET /api/tenants/{tenant}/report-library': {
    readonly path: { readonly tenant: string }
    readonly answer: {
      readonly items: readonly {
        readonly kind: string
        readonly money: boolean
        readonly of: 'period' | 'incident'
        readonly sections: readonly string[]
      }[]
    }
  }
  readonly 'GET /api/tenants/{tenant}/report-runs': {
    readonly path: { readonly tenant: string }
    readonly query?: { readonly limit?: number; readonly after?: string }
    readonly answer: {
      readonly items: readonly {
        readonly id: string
        readonly schedule: string
        readonly name: string
        readonly due: number
        readonly form: string
        readonly asked_by: string | null
        readonly state: string
        readonly report: string | null
        readonly tries: number
        readonly error: string | null
        readonly made_at: string
        readonly done_at: string | null
        readonly letters: readonly {
          readonly email: string
          readonly state: string
          readonly tries: number
          readonly error: string | null
          readonly linked: boolean
          readonly sent_at: string | null
        }[]
      }[]
      readonly next: string | null
    }
  }
  readonly 'GET /api/tenants/{tenant}/report-schedules': {
    readonly path: { readonly tenant: string }
    readonly answer: {
      readonly items: readonly {
        readonly name: string
        readonly kind: string
        readonly language: 'en' | 'de'
        readonly form: string
        readonly sites: readonly string[]
        readonly every: 'week' | 'month' | 'quarter'
        readonly day: number
        readonly hour: number
        readonly timeZone: string
        readonly paused: boolean
        readonly recipients: readonly {
          readonly email: string
          readonly outside: boolean
          readonly confirmed: boolean
        }[]
        readonly id: string
        readonly nextAt: number
        readonly by: string
      }[]
    }
  }
  readonly 'GET /api/tenants/{tenant}/reports': {
    readonly path: { readonly tenant: string }
    readonly query?: { readonly limit?: number; readonly after?: string }
    readonly answer: {
      readonly items: readonly {
        readonly id: string
        readonly kind: string
        readonly language: string
        readonly sites: readonly string[]
        readonly money: boolean
        readonly period_from: number
        readonly period_to: number
        readonly hash: string
        readonly made_by: string | null
        readonly made_at: string
      }[]
      readonly next: string | null
    }
  }
  readonly 'GET /api/tenants/{tenant}/reports/{report}/files/{form}': {
    readonly path: {
      readonly tenant: string
      readonly report: string
      readonly form: 'pdf' | 'html' | 'docx' | 'csv' | 'json'
    }
    readonly answer: string
  }
  readonly 'GET /api/tenants/{tenant}/risk': {
    readonly path: { readonly tenant: string }
    readonly answer: {
      readonly items: readonly {
        readonly site: string
        readonly currency: string
        readonly expected: number
        readonly any_loss: number
        readonly var99: number
        readonly trials: number
        readonly made_at: string
      }[]
    }
  }
  readonly 'GET /api/tenants/{tenant}/role-mappings': {
    readonly path: { readonly tenant: string }
    readonly answer: {
      readonly items: readonly {
        readonly id: string
        readonly provider: string
        readonly claim: string
        readonly value: string
        readonly site: string
        readonly role:
          | 'provider-admin'
          | 'analyst'
          | 'plant-engineer'
          | 'operations-manager'
          | 'management'
          | 'auditor'
          | 'read-only'
        readonly made_by: string
        readonly made_at: string
      }[]
      readonly providers: readonly { readonly id: string; readonly label: string }[]
      readonly directory: { readonly url: string; readonly users: number; readonly groups: readonly string[] }
    }
  }
  readonly 'GET /api/tenants/{tenant}/rules': {
    readonly path: { readonly tenant: string }
    readonly answer: {
      readonly items: readonly {
        readonly id: string
        readonly name: string
        readonly enabled: boolean
        readonly made_by: string | null
        readonly made_at: string
        readonly changed_by: string | null
        readonly changed_at: string
        readonly faults: readonly { readonly line: number; readonly message: string }[]
        readonly rules: readonly {
          readonly id: string
          readonly title: string
          readonly level: string
          readonly silent: boolean
        }[]
      }[]
    }
  }
  readonly 'GET /api/tenants/{tenant}/rules/{rule}': {
    readonly path: { readonly tenant: string; readonly rule: string }
    readonly answer: {
      readonly id: string
      readonly name: string
      readonly enabled: boolean
      readonly made_by: string | null
      readonly made_at: string
      readonly changed_by: string | null
      readonly changed_at: string
      readonly faults: readonly { readonly line: number; readonly message: string }[]
      readonly rules: readonly {
        readonly id: string
        readonly title: string
        readonly level: string
        readonly silent: boolean
      }[]
      readonly source: string
    }
  }
  readonly 'GET /api/tenants/{tenant}/saved': {
    readonly path: { readonly tenant: string }
    readonly query?: { readonly kind?: 'view' | 'hunt' | 'sql' }
    readonly answer: {
      readonly items: readonly {
        readonly id: string
        readonly kind: 'view' | 'hunt' | 'sql'
        readonly name: string
        readonly owner: string | null
        readonly shared: boolean
        readonly data: Readonly<Record<string, unknown>>
        readonly changed_at: string
      }[]
    }
  }
  readonly 'GET /api/tenants/{tenant}/saved/{saved}': {
    readonly path: { readonly tenant: string; readonly saved: string }
    readonly answer: {
      readonly id: string
      readonly kind: 'view' | 'hunt' | 'sql'
      readonly name: string
      readonly owner: string | null
      readonly shared: boolean
      readonly data: Readonly<Record<string, unknown>>
      readonly changed_at: string
    }
  }
  readonly 'GET /api/tenants/{tenant}/scim/v2/Groups': {
    readonly path: { readonly tenant: string }
    readonly query?: {
      readonly filter?: string
      readonly startIndex?: number
      readonly count?: number
      readonly attributes?: string
      readonly excludedAttributes?: string
    }
    readonly answer: unknown
  }
  readonly 'GET /api/tenants/{tenant}/scim/v2/Groups/{group}': {
    readonly path: { readonly tenant: string; readonly group: string }
    readonly query?: {
      readonly filter?: string
      readonly startIndex?: number
      readonly count?: number
      readonly attributes?: string
      readonly excludedAttributes?: string
    }
    readonly answer: unknown
  }
  readonly 'GET /api/tenants/{tenant}/scim/v2/ResourceTypes': {
    readonly path: { readonly tenant: string }
    readonly answer: unknown
  }
  readonly 'GET /api/tenants/{tenant}/scim/v2/Schemas': {
    readonly path: { readonly tenant: string }
    readonly answer: unknown
  }
  readonly 'GET /api/tenants/{tenant}/scim/v2/Schemas/{schema}': {
    readonly path: { readonly tenant: string; readonly schema: string }
    readonly answer: unknown
  }
  readonly 'GET /api/tenants/{tenant}/scim/v2/ServiceProviderConfig': {
    readonly path: { readonly tenant: string }
    readonly answer: unknown
  }
  readonly 'GET /api/tenants/{tenant}/scim/v2/Users': {
    readonly path: { readonly tenant: string }
    readonly query?: {
      readonly filter?: string
      readonly startIndex?: number
      readonly count?: number
      readonly attributes?: string
      readonly excludedAttributes?: string
    }
    readonly answer: unknown
  }
  readonly 'GET /api/tenants/{tenant}/scim/v2/Users/{user}': {
    readonly path: { readonly tenant: string; readonly user: string }
    readonly answer: unknown
  }
  readonly 'GET /api/tenants/{tenant}/sites': {
    readonly path: { readonly tenant: string }
    readonly answer: {
      readonly items: readonly {
        readonly tenant: string
        readonly id: string
        readonly name: string
        readonly time_zone: string
        readonly demo: boolean
        readonly branding: Readonly<Record<string, unknown>>
      }[]
    }
  }
  readonly 'GET /api/tenants/{tenant}/sites/{site}': {
    readonly path: { readonly tenant: string; readonly site: string }
    readonly answer: {
      readonly tenant: string
      readonly id: string
      readonly name: string
      readonly time_zone: string
      readonly demo: boolean
      readonly assets: number
      readonly links: number
      readonly findings: Readonly<Record<string, number>>
      readonly detection: Readonly<Record<string, unknown>> | null
      readonly sensors: readonly Readonly<Record<string, unknown>>[]
      readonly stories: readonly Readonly<Record<string, unknown>>[] | null
    }
  }
  readonly 'GET /api/tenants/{tenant}/sites/{site}/acceptances': {
    readonly path: { readonly tenant: string; readonly site: string }
    readonly answer: {
      readonly items: readonly {
        readonly id: string
        readonly kind: 'accept' | 'suppress'
        readonly rule: string
        readonly source: string | null
        readonly target: string | null
        readonly verb: string | null
        readonly reason: string
        readonly expires_at: string | null
        readonly made_by: string | null
        readonly made_at: string
        readonly ended_at: string | null
        readonly findings: number
      }[]
    }
  }
  readonly 'GET /api/tenants/{tenant}/sites/{site}/asset-names': {
    readonly path: { readonly tenant: string; readonly site: string }
    readonly answer: { readonly names: Readonly<Record<string, string>>; readonly cut: boolean }
  }
  readonly 'GET /api/tenants/{tenant}/sites/{site}/assets': {
    readonly path: { readonly tenant: string; readonly site: string }
    readonly query?: {
      readonly limit?: number
      readonly after?: string
      readonly text?: string
      readonly role?: string
      readonly vendor?: string
      readonly zone?: string
      readonly protocol?: string
      readonly criticality?: string
    }
    readonly answer: {
      readonly items: readonly {
        readonly site: string
        readonly id: string
        readonly name: string | null
        readonly ip: readonly string[]
        readonly mac: readonly string[]
        readonly vendor: string | null
        readonly model: string | null
        readonly firmware: string | null
        readonly role: string | null
        readonly confidence: number | null
        readonly level: number | null
        readonly zone: string | null
        readonly criticality: string | null
        readonly owner: string | null
        readonly protocols: readonly string[]
        readonly first: number | null
        readonly last: number | null
      }[]
      readonly next: string | null
      readonly total: { readonly count: number; readonly exact: boolean } | null
    }
  }
  readonly 'GET /api/tenants/{tenant}/sites/{site}/assets-facets': {
    readonly path: { readonly tenant: string; readonly site: string }
    readonly answer: Readonly<Record<string, readonly { readonly value: string; readonly count: number }[]>>
  }
  readonly 'GET /api/tenants/{tenant}/sites/{site}/assets.csv': {
    readonly path: { readonly tenant: string; readonly site: string }
    readonly answer: unknown
  }
  readonly 'GET /api/tenants/{tenant}/sites/{site}/assets/{asset}': {
    readonly path: { readonly tenant: string; readonly site: string; readonly asset: string }
    readonly answer: {
      readonly asset: Readonly<Record<string, unknown>>
      readonly edits: {
        readonly owner: string | null
        readonly note: string | null
        readonly criticality: string | null
        readonly zone: string | null
        readonly process: string | null
        readonly label: string | null
        readonly changed_by: string | null
        readonly changed_at: string
      } | null
      readonly links: readonly Readonly<Record<string, unknown>>[]
      readonly points: readonly Readonly<Record<string, unknown>>[]
      readonly findings: readonly {
        readonly site: string
        readonly id: string
        readonly rule: string
        readonly title: string
        readonly severity: string
        readonly rank: number
        readonly first: number
        readonly last: number
        readonly count: number
        readonly source: string | null
        readonly target: string | null
        readonly source_name: string | null
        readonly target_name: string | null
        readonly assets: readonly string[]
        readonly protocol: string | null
        readonly verb: string | null
        readonly status: string
        readonly assignee: string | null
        readonly why: string | null
      }[]
    }
  }
  readonly 'GET /api/tenants/{tenant}/sites/{site}/assets/{asset}/history': {
    readonly path: { readonly tenant: string; readonly site: string; readonly asset: string }
    readonly query: { readonly object: string; readonly from: number; readonly to: number }
    readonly answer: {
      readonly values: readonly {
        readonly at: number
        readonly last: number
        readonly min: number
        readonly max: number
        readonly written: boolean
      }[]
    }
  }
  readonly 'GET /api/tenants/{tenant}/sites/{site}/assets/{asset}/told': {
    readonly path: { readonly tenant: string; readonly site: string; readonly asset: string }
    readonly answer: {
      readonly claims: readonly {
        readonly list: string
        readonly name: string
        readonly kind: string
        readonly changed_at: string
        readonly line: number
        readonly ip: readonly string[]
        readonly mac: readonly string[]
        readonly values: Readonly<Record<string, string>>
        readonly rule: string | null
        readonly conflicts: readonly { readonly attribute: string; readonly expected: string; readonly heard: string }[]
      }[]
      readonly ports: readonly {
        readonly mac: string
        readonly switch: string
        readonly port: string
        readonly vlan: string | null
        readonly list: string
      }[]
      readonly vulnerabilities: readonly {
        readonly site: string
        readonly id: string
        readonly asset: string
        readonly asset_name: string
        readonly vulnerability: string
        readonly verdict: string
        readonly urgency: string | null
        readonly rank: number
        readonly score: number | null
        readonly likelihood: number | null
        readonly known: boolean
        readonly known_at: string | null
        readonly seen_by: string | null
        readonly seen_at: string | null
        readonly first_at: string
        readonly data: Readonly<Record<string, unknown>>
      }[]
    }
  }
  readonly 'GET /api/tenants/{tenant}/sites/{site}/baseline': {
    readonly path: { readonly tenant: string; readonly site: string }
    readonly answer: {
      readonly taught: boolean
      readonly site: {
        readonly ready: boolean
        readonly unseen: number
        readonly observations: number
        readonly since: number
      }
      readonly segments: readonly {
        readonly segment: string
        readonly devices: number
        readonly ready: number
        readonly observations: number
        readonly unseen: number
      }[]
      readonly devices: readonly Readonly<Record<string, unknown>>[]
    }
  }
  readonly 'GET /api/tenants/{tenant}/sites/{site}/baseline/decisions': {
    readonly path: { readonly tenant: string; readonly site: string }
    readonly answer: {
      readonly items: readonly {
        readonly number: number
        readonly data: Readonly<Record<string, unknown>>
        readonly made_by: string
        readonly made_at: string
      }[]
    }
  }
  readonly 'GET /api/tenants/{tenant}/sites/{site}/baseline/devices/{device}': {
    readonly path: { readonly tenant: string; readonly site: string; readonly device: string }
    readonly answer: Readonly<Record<string, unknown>>
  }
  readonly 'GET /api/tenants/{tenant}/sites/{site}/branding': {
    readonly path: { readonly tenant: string; readonly site: string }
    readonly answer: {
      readonly own: Readonly<Record<string, unknown>>
      readonly used: Readonly<Record<string, unknown>>
    }
  }
  readonly 'GET /api/tenants/{tenant}/sites/{site}/call-sheet.pdf': {
    readonly path: { readonly tenant: string; readonly site: string }
    readonly query?: { readonly language?: 'en' | 'de' }
    readonly answer: unknown
  }
  readonly 'GET /api/tenants/{tenant}/sites/{site}/contacts': {
    readonly path: { readonly tenant: string; readonly site: string }
    readonly answer: {
      readonly items: readonly {
        readonly person: string
        readonly channel: string
        readonly kind: string
        readonly shown: string
        readonly version: number
        readonly changed_by: string | null
        readonly changed_at: string
      }[]
      readonly kinds: readonly Readonly<Record<string, unknown>>[]
    }
  }
  readonly 'GET /api/tenants/{tenant}/sites/{site}/coverage': {
    readonly path: { readonly tenant: string; readonly site: string }
    readonly answer: {
      readonly items: readonly {
        readonly sensor: string
        readonly file: string | null
        readonly at: number
        readonly recognised: number
        readonly encrypted: number
        readonly unseen: readonly {
          readonly code: string
          readonly grade: string
          readonly what: string
          readonly ask: string
          readonly values?: Readonly<Record<string, string | number>>
        }[]
        readonly silent: readonly { readonly cidr: string; readonly addresses: number; readonly reason: string }[]
      }[]
    }
  }
  readonly 'GET /api/tenants/{tenant}/sites/{site}/duties': {
    readonly path: { readonly tenant: string; readonly site: string }
    readonly answer: {
      readonly items: readonly {
        readonly person: string
        readonly name: string
        readonly email: string
        readonly duties: readonly string[]
        readonly given: readonly string[]
      }[]
    }
  }
  readonly 'GET /api/tenants/{tenant}/sites/{site}/enrolments': {
    readonly path: { readonly tenant: string; readonly site: string }
    readonly answer: {
      readonly items: readonly {
        readonly id: string
        readonly name: string
        readonly created_by: string | null
        readonly made_at: string
        readonly expires_at: string
        readonly used_at: string | null
        readonly revoked_at: string | null
      }[]
    }
  }
  readonly 'GET /api/tenants/{tenant}/sites/{site}/escalation-policy': {
    readonly path: { readonly tenant: string; readonly site: string }
    readonly answer: {
      readonly policy: Readonly<Record<string, unknown>>
      readonly version: number
      readonly isDefault: boolean
      readonly notReady: readonly Readonly<Record<string, unknown>>[]
    }
  }
  readonly 'GET /api/tenants/{tenant}/sites/{site}/escalation-policy/versions': {
    readonly path: { readonly tenant: string; readonly site: string }
    readonly answer: {
      readonly items: readonly {
        readonly version: number
        readonly changed_by: string | null
        readonly changed_at: string
        readonly data: Readonly<Record<string, unknown>>
      }[]
    }
  }
  readonly 'GET /api/tenants/{tenant}/sites/{site}/exercises': {
    readonly path: { readonly tenant: string; readonly site: string }
    readonly answer: {
      readonly items: readonly {
        readonly id: string
        readonly story: string
        readonly title: string
        readonly playbook: string | null
        readonly state: 'running' | 'ended'
        readonly incident: string
        readonly people: readonly string[]
        readonly goals: Readonly<Record<string, unknown>>
        readonly note: string | null
        readonly started_by: string
        readonly started_at: string
        readonly ended_by: string | null
        readonly ended_at: string | null
        readonly report: Readonly<Record<string, unknown>> | null
      }[]
      readonly stories: readonly Readonly<Record<string, unknown>>[]
      readonly due: readonly {
        readonly playbook: string
        readonly title: string
        readonly last: string | null
        readonly due: string | null
        readonly over: boolean
      }[]
      readonly spread: Readonly<Record<string, unknown>>
    }
  }
  readonly 'GET /api/tenants/{tenant}/sites/{site}/exercises/{exercise}': {
    readonly path: { readonly tenant: string; readonly site: string; readonly exercise: string }
    readonly answer: {
      readonly id: string
      readonly story: string
      readonly title: string
      readonly playbook: string | null
      readonly state: 'running' | 'ended'
      readonly incident: string
      readonly people: readonly string[]
      readonly goals: Readonly<Record<string, unknown>>
      readonly note: string | null
      readonly started_by: string
      readonly started_at: string
      readonly ended_by: string | null
      readonly ended_at: string | null
      readonly report: Readonly<Record<string, unknown>>
    }
  }
  readonly 'GET /api/tenants/{tenant}/sites/{site}/expectation': {
    readonly path: { readonly tenant: string; readonly site: string }
    readonly answer: Readonly<Record<string, unknown>>
  }
  readonly 'GET /api/tenants/{tenant}/sites/{site}/expected': {
    readonly path: { readonly tenant: string; readonly site: string }
    readonly answer: {
      readonly items: readonly {
        readonly file: string
        readonly format: string | null
        readonly devices: number
        readonly types: number
        readonly faults: number
        readonly added_by: string | null
        readonly added_at: string
      }[]
    }
  }
  readonly 'GET /api/tenants/{tenant}/sites/{site}/facts/{fact}': {
    readonly path: {
      readonly tenant: string
      readonly site: string
      readonly fact:
        | 'zones'
        | 'conduits'
        | 'subnets'
        | 'neighbours'
        | 'paths'
        | 'external'
        | 'reach'
        | 'control'
        | 'detection'
    }
    readonly answer: { readonly data: unknown | null }
  }
  readonly 'GET /api/tenants/{tenant}/sites/{site}/findings': {
    readonly path: { readonly tenant: string; readonly site: string }
    readonly query?: {
      readonly limit?: number
      readonly after?: string
      readonly severity?: readonly ('recorded' | 'low' | 'medium' | 'high' | 'critical')[]
      readonly status?: readonly ('open' | 'confirmed' | 'accepted' | 'suppressed' | 'closed')[]
      readonly rule?: string
      readonly asset?: string
      readonly since?: number
    }
    readonly answer: {
      readonly items: readonly {
        readonly site: string
        readonly id: string
        readonly rule: string
        readonly title: string
        readonly severity: string
        readonly rank: number
        readonly first: number
        readonly last: number
        readonly count: number
        readonly source: string | null
        readonly target: string | null
        readonly source_name: string | null
        readonly target_name: string | null
        readonly assets: readonly string[]
        readonly protocol: string | null
        readonly verb: string | null
        readonly status: string
        readonly assignee: string | null
        readonly why: string | null
      }[]
      readonly next: string | null
      readonly total: { readonly count: number; readonly exact: boolean } | null
    }
  }
  readonly 'GET /api/tenants/{tenant}/sites/{site}/findings.csv': {
    readonly path: { readonly tenant: string; readonly site: string }
    readonly answer: unknown
  }
  readonly 'GET /api/tenants/{tenant}/sites/{site}/findings/{finding}': {
    readonly path: { readonly tenant: string; readonly site: string; readonly finding: string }
    readonly answer: {
      readonly finding: Readonly<Record<string, unknown>>
      readonly work: {
        readonly status: string
        readonly reason: string | null
        readonly assignee: string | null
        readonly changed_by: string | null
        readonly changed_at: string | null
        readonly acceptance: string | null
      }
      readonly incident: string | null
    }
  }
  readonly 'GET /api/tenants/{tenant}/sites/{site}/findings/{finding}/evidence': {
    readonly path: { readonly tenant: string; readonly site: string; readonly finding: string }
    readonly answer: {
      readonly sha256: string
      readonly bytes: number
      readonly frames: number
      readonly named: number
      readonly made_at: string
    }
  }
  readonly 'GET /api/tenants/{tenant}/sites/{site}/findings/{finding}/evidence.pcap': {
    readonly path: { readonly tenant: string; readonly site: string; readonly finding: string }
    readonly answer: unknown
  }
  readonly 'GET /api/tenants/{tenant}/sites/{site}/findings/{finding}/packet-question': {
    readonly path: { readonly tenant: string; readonly site: string; readonly finding: string }
    readonly answer: {
      readonly question: {
        readonly sensor: string
        readonly name: string
        readonly state: 'asked' | 'waiting' | 'kept' | 'gone' | 'none' | 'refused'
        readonly why: string | null
        readonly reach: number | null
        readonly asked_at: string
        readonly tried_at: string
        readonly last_seen: string | null
        readonly revoked_at: string | null
      } | null
    }
  }
  readonly 'GET /api/tenants/{tenant}/sites/{site}/findings/{finding}/packets.pcap': {
    readonly path: { readonly tenant: string; readonly site: string; readonly finding: string }
    readonly query?: { readonly before?: number; readonly after?: number; readonly of?: 'flow' | 'hosts' }
    readonly answer: unknown
  }
  readonly 'GET /api/tenants/{tenant}/sites/{site}/firewall-use': {
    readonly path: { readonly tenant: string; readonly site: string }
    readonly answer: {
      readonly rules: readonly {
        readonly list: string
        readonly line: number
        readonly name: string | null
        readonly source: string
        readonly destination: string
        readonly service: string
        readonly action: string
        readonly seen: number
        readonly last: number | null
        readonly unknown: readonly string[]
      }[]
      readonly unallowed: readonly {
        readonly client: string
        readonly server: string
        readonly protocol: string
        readonly port: number
        readonly last: number | null
        readonly list: string | null
        readonly line: number | null
      }[]
    }
  }
  readonly 'GET /api/tenants/{tenant}/sites/{site}/incidents': {
    readonly path: { readonly tenant: string; readonly site: string }
    readonly query?: {
      readonly limit?: number
      readonly after?: string
      readonly state?: readonly string[]
      readonly severity?: readonly ('recorded' | 'low' | 'medium' | 'high' | 'critical')[]
      readonly playbook?: readonly string[]
      readonly assignee?: string
      readonly unassigned?: boolean
      readonly exercise?: boolean
      readonly since?: number
      readonly order?: 'urgent' | 'grave' | 'new' | 'old' | 'changed' | 'waiting'
    }
    readonly answer: {
      readonly items: readonly {
        readonly site: string
        readonly id: string
        readonly state: string
        readonly outcome: string | null
        readonly severity: string
        readonly rank: number
        readonly title: string
        readonly exercise: boolean
        readonly assignee: string | null
        readonly playbook: string | null
        readonly opened: number
        readonly changed: number
        readonly since: number
        readonly seq: number
        readonly wake: number | null
        readonly findings: number
        readonly unanswered: number
      }[]
      readonly next: string | null
    }
  }
  readonly 'GET /api/tenants/{tenant}/sites/{site}/incidents/{incident}': {
    readonly path: { readonly tenant: string; readonly site: string; readonly incident: string }
    readonly answer: {
      readonly incident: Readonly<Record<string, unknown>>
      readonly seq: number
      readonly hash: string
      readonly timeline: Readonly<Record<string, unknown>>
      readonly options: readonly Readonly<Record<string, unknown>>[]
      readonly ways: readonly Readonly<Record<string, unknown>>[]
      readonly duties: readonly string[]
      readonly playbook: Readonly<Record<string, unknown>> | null
      readonly seen: Readonly<Record<string, Readonly<Record<string, unknown>>>>
    }
  }
  readonly 'GET /api/tenants/{tenant}/sites/{site}/incidents/{incident}/attachments/{hash}': {
    readonly path: { readonly tenant: string; readonly site: string; readonly incident: string; readonly hash: string }
    readonly answer: unknown
  }
  readonly 'GET /api/tenants/{tenant}/sites/{site}/incidents/{incident}/bundle': {
    readonly path: { readonly tenant: string; readonly site: string; readonly incident: string }
    readonly answer: unknown
  }
  readonly 'GET /api/tenants/{tenant}/sites/{site}/incidents/{incident}/elsewhere': {
    readonly path: { readonly tenant: string; readonly site: string; readonly incident: string }
    readonly answer: {
      readonly items: readonly {
        readonly destination: string
        readonly kind: string
        readonly text: string
        readonly at: string
      }[]
    }
  }
  readonly 'GET /api/tenants/{tenant}/sites/{site}/incidents/{incident}/loss': {
    readonly path: { readonly tenant: string; readonly site: string; readonly incident: string }
    readonly answer: {
      readonly currency: string
      readonly processes: readonly string[]
      readonly process: string | null
      readonly kind: string | null
      readonly stood_from: number | null
      readonly stood_until: number | null
      readonly changed_by: string | null
      readonly loss: Readonly<Record<string, unknown>> | null
    }
  }
  readonly 'GET /api/tenants/{tenant}/sites/{site}/incidents/{incident}/obligations': {
    readonly path: { readonly tenant: string; readonly site: string; readonly incident: string }
    readonly answer: Readonly<Record<string, unknown>>
  }
  readonly 'GET /api/tenants/{tenant}/sites/{site}/incidents/{incident}/obligations/{obligation}/stages/{stage}/draft': {
    readonly path: {
      readonly tenant: string
      readonly site: string
      readonly incident: string
      readonly obligation: string
      readonly stage: string
    }
    readonly query?: { readonly language?: 'en' | 'de' }
    readonly answer: {
      readonly latest: Readonly<Record<string, unknown>> | null
      readonly now: Readonly<Record<string, unknown>>
      readonly fields: readonly Readonly<Record<string, unknown>>[]
    }
  }
  readonly 'GET /api/tenants/{tenant}/sites/{site}/incidents/{incident}/obligations/{obligation}/stages/{stage}/files/{form}': {
    readonly path: {
      readonly tenant: string
      readonly site: string
      readonly incident: string
      readonly obligation: string
      readonly stage: string
      readonly form: 'pdf' | 'docx' | 'json' | 'txt' | 'sheet'
    }
    readonly query?: { readonly version?: number }
    readonly answer: string
  }
  readonly 'GET /api/tenants/{tenant}/sites/{site}/incidents/{incident}/record': {
    readonly path: { readonly tenant: string; readonly site: string; readonly incident: string }
    readonly answer: { readonly items: readonly Readonly<Record<string, unknown>>[] }
  }
  readonly 'GET /api/tenants/{tenant}/sites/{site}/incidents/{incident}/stix': {
    readonly path: { readonly tenant: string; readonly site: string; readonly incident: string }
    readonly query?: {
      readonly tlp?: 'clear' | 'green' | 'amber' | 'amber+strict' | 'red'
      readonly addresses?: boolean
    }
    readonly answer: unknown
  }
  readonly 'GET /api/tenants/{tenant}/sites/{site}/known-unheard': {
    readonly path: { readonly tenant: string; readonly site: string }
    readonly answer: {
      readonly devices: readonly {
        readonly mac: string
        readonly ip: readonly string[]
        readonly switch: string | null
        readonly port: string | null
        readonly vlan: string | null
        readonly lists: readonly string[]
      }[]
      readonly ports: readonly {
        readonly switch: string
        readonly port: string
        readonly devices: number
        readonly heard: number
        readonly uplink: boolean
      }[]
    }
  }
  readonly 'GET /api/tenants/{tenant}/sites/{site}/links': {
    readonly path: { readonly tenant: string; readonly site: string }
    readonly answer: { readonly items: readonly Readonly<Record<string, unknown>>[] }
  }
  readonly 'GET /api/tenants/{tenant}/sites/{site}/lists': {
    readonly path: { readonly tenant: string; readonly site: string }
    readonly answer: {
      readonly items: readonly {
        readonly id: string
        readonly kind: 'assets' | 'macs' | 'arp' | 'rules'
        readonly name: string
        readonly source: string | null
        readonly mapping: Readonly<Record<string, number>>
        readonly rows: number
        readonly matched: number
        readonly faults: readonly { readonly line: number; readonly message: string }[]
        readonly more: number
        readonly changed_by: string
        readonly changed_at: string
        readonly matched_at: string
      }[]
      readonly kinds: readonly {
        readonly kind: 'assets' | 'macs' | 'arp' | 'rules'
        readonly fields: readonly string[]
        readonly needed: readonly (readonly string[])[]
      }[]
    }
  }
  readonly 'GET /api/tenants/{tenant}/sites/{site}/lists/{list}/rows': {
    readonly path: { readonly tenant: string; readonly site: string; readonly list: string }
    readonly query?: {
      readonly limit?: number
      readonly after?: string
      readonly which?: 'all' | 'heard' | 'unheard' | 'conflicts'
      readonly text?: string
    }
    readonly answer: {
      readonly items: readonly {
        readonly line: number
        readonly ip: readonly string[]
        readonly mac: readonly string[]
        readonly values: Readonly<Record<string, string>>
        readonly asset: string | null
        readonly rule: string | null
        readonly conflicts: readonly { readonly attribute: string; readonly expected: string; readonly heard: string }[]
      }[]
      readonly next: string | null
    }
  }
  readonly 'GET /api/tenants/{tenant}/sites/{site}/lists/{list}/rows.csv': {
    readonly path: { readonly tenant: string; readonly site: string; readonly list: string }
    readonly query?: { readonly which?: 'all' | 'heard' | 'unheard' | 'conflicts' }
    readonly answer: unknown
  }
  readonly 'GET /api/tenants/{tenant}/sites/{site}/model': {
    readonly path: { readonly tenant: string; readonly site: string }
    readonly answer: { readonly source: string; readonly version: number }
  }
  readonly 'GET /api/tenants/{tenant}/sites/{site}/model/versions': {
    readonly path: { readonly tenant: string; readonly site: string }
    readonly answer: {
      readonly items: readonly {
        readonly version: number
        readonly changed_by: string | null
        readonly changed_at: string
      }[]
    }
  }
  readonly 'GET /api/tenants/{tenant}/sites/{site}/model/versions/{version}': {
    readonly path: { readonly tenant: string; readonly site: string; readonly version: number }
    readonly answer: {
      readonly source: string
      readonly version: number
      readonly changed_by: string | null
      readonly changed_at: string
    }
  }
  readonly 'GET /api/tenants/{tenant}/sites/{site}/not-in-lists': {
    readonly path: { readonly tenant: string; readonly site: string }
    readonly query?: { readonly limit?: number; readonly after?: string }
    readonly answer: {
      readonly items: readonly {
        readonly id: string
        readonly name: string | null
        readonly ip: readonly string[]
        readonly mac: readonly string[]
        readonly vendor: string | null
        readonly model: string | null
        readonly role: string | null
        readonly last: number | null
      }[]
      readonly next: string | null
    }
  }
  readonly 'GET /api/tenants/{tenant}/sites/{site}/not-in-lists.csv': {
    readonly path: { readonly tenant: string; readonly site: string }
    readonly answer: unknown
  }
  readonly 'GET /api/tenants/{tenant}/sites/{site}/offline-pack.pdf': {
    readonly path: { readonly tenant: string; readonly site: string }
    readonly query?: { readonly language?: 'en' | 'de' }
    readonly answer: unknown
  }
  readonly 'GET /api/tenants/{tenant}/sites/{site}/on-call': {
    readonly path: { readonly tenant: string; readonly site: string }
    readonly answer: {
      readonly items: readonly {
        readonly duty: string
        readonly person: string | null
        readonly name: string | null
        readonly deputy: string | null
        readonly deputyName: string | null
        readonly why: string
      }[]
    }
  }
  readonly 'GET /api/tenants/{tenant}/sites/{site}/outbox': {
    readonly path: { readonly tenant: string; readonly site: string }
    readonly query?: {
      readonly limit?: number
      readonly after?: string
      readonly state?: readonly ('waiting' | 'sent' | 'by-hand' | 'failed' | 'dead')[]
    }
    readonly answer: {
      readonly items: readonly {
        readonly id: string
        readonly incident: string | null
        readonly person: string
        readonly channel: string
        readonly payload: Readonly<Record<string, unknown>>
        readonly state: string
        readonly tries: number
        readonly next_at: number
        readonly last_error: string | null
        readonly made_at: number
        readonly done_at: number | null
        readonly acknowledged_at: number | null
      }[]
      readonly next: string | null
    }
  }
  readonly 'GET /api/tenants/{tenant}/sites/{site}/point-holders': {
    readonly path: { readonly tenant: string; readonly site: string }
    readonly answer: {
      readonly items: readonly { readonly asset: string; readonly points: number; readonly written: number }[]
    }
  }
  readonly 'GET /api/tenants/{tenant}/sites/{site}/risk': {
    readonly path: { readonly tenant: string; readonly site: string }
    readonly answer: {
      readonly currency: string
      readonly hash: string
      readonly inputs: readonly Readonly<Record<string, unknown>>[]
      readonly plans: readonly Readonly<Record<string, unknown>>[]
      readonly shocks: readonly Readonly<Record<string, unknown>>[]
      readonly measures: readonly Readonly<Record<string, unknown>>[]
      readonly missing: readonly Readonly<Record<string, unknown>>[]
    }
  }
  readonly 'GET /api/tenants/{tenant}/sites/{site}/risk/input-versions': {
    readonly path: { readonly tenant: string; readonly site: string }
    readonly query: { readonly input: string }
    readonly answer: {
      readonly items: readonly {
        readonly version: number
        readonly data: Readonly<Record<string, unknown>> | null
        readonly reason: string
        readonly changed_by: string | null
        readonly changed_at: string
      }[]
    }
  }
  readonly 'GET /api/tenants/{tenant}/sites/{site}/risk/reports': {
    readonly path: { readonly tenant: string; readonly site: string }
    readonly answer: {
      readonly items: readonly {
        readonly id: string
        readonly kind: 'look' | 'report'
        readonly seed: number
        readonly trials: number
        readonly code: string
        readonly hash: string
        readonly measures: readonly string[]
        readonly made_by: string | null
        readonly made_at: string
      }[]
    }
  }
  readonly 'GET /api/tenants/{tenant}/sites/{site}/risk/reports/{run}': {
    readonly path: { readonly tenant: string; readonly site: string; readonly run: string }
    readonly answer: {
      readonly id: string
      readonly kind: 'look' | 'report'
      readonly seed: number
      readonly trials: number
      readonly code: string
      readonly hash: string
      readonly measures: readonly string[]
      readonly made_by: string | null
      readonly made_at: string
      readonly result: Readonly<Record<string, unknown>>
      readonly book: Readonly<Record<string, unknown>> | null
    }
  }
  readonly 'GET /api/tenants/{tenant}/sites/{site}/rosters': {
    readonly path: { readonly tenant: string; readonly site: string }
    readonly answer: {
      readonly items: readonly {
        readonly duty: string
        readonly version: number
        readonly roster: Readonly<Record<string, unknown>>
        readonly changed_by: string | null
        readonly changed_at: string | null
      }[]
    }
  }
  readonly 'GET /api/tenants/{tenant}/sites/{site}/sensors': {
    readonly path: { readonly tenant: string; readonly site: string }
    readonly answer: {
      readonly items: readonly {
        readonly id: string
        readonly name: string
        readonly kind: string
        readonly last_seen: string | null
        readonly version: string | null
        readonly health: Readonly<Record<string, unknown>>
        readonly enrolled_at: string
        readonly revoked_at: string | null
        readonly troubles: readonly {
          readonly code: string
          readonly grade: 'bad' | 'warn' | 'note'
          readonly values: Readonly<Record<string, string | number>>
        }[]
      }[]
    }
  }
  readonly 'GET /api/tenants/{tenant}/sites/{site}/sensors/{sensor}/packet-questions': {
    readonly path: { readonly tenant: string; readonly site: string; readonly sensor: string }
    readonly query?: { readonly wait?: number }
    readonly answer: {
      readonly items: readonly { readonly finding: string; readonly question: Readonly<Record<string, unknown>> }[]
    }
  }
  readonly 'GET /api/tenants/{tenant}/sites/{site}/sensors/{sensor}/settings': {
    readonly path: { readonly tenant: string; readonly site: string; readonly sensor: string }
    readonly answer: {
      readonly version: number
      readonly settings: {
        readonly learnUntil: number | null
        readonly ignoreVlans: readonly number[]
        readonly switchedOff: readonly string[]
        readonly filter: string | null
        readonly ignoreNetworks: readonly string[]
      }
      readonly at_sensor: {
        readonly version: number
        readonly since: number | null
        readonly refused: string | null
      } | null
      readonly history: readonly {
        readonly version: number
        readonly settings: {
          readonly learnUntil: number | null
          readonly ignoreVlans: readonly number[]
          readonly switchedOff: readonly string[]
          readonly filter: string | null
          readonly ignoreNetworks: readonly string[]
        }
        readonly changed_by: string
        readonly changed_at: string
      }[]
      readonly protocols: readonly { readonly name: string; readonly title: string }[]
      readonly bus: boolean
    }
  }
  readonly 'GET /api/tenants/{tenant}/sites/{site}/stix': {
    readonly path: { readonly tenant: string; readonly site: string }
    readonly query: {
      readonly tlp?: 'clear' | 'green' | 'amber' | 'amber+strict' | 'red'
      readonly addresses?: boolean
      readonly from: number
      readonly to: number
    }
    readonly answer: unknown
  }
  readonly 'GET /api/tenants/{tenant}/sites/{site}/uploads': {
    readonly path: { readonly tenant: string; readonly site: string }
    readonly answer: {
      readonly items: readonly {
        readonly id: string
        readonly name: string
        readonly bytes: number
        readonly sha256: string | null
        readonly state: string
        readonly progress: number
        readonly message: string | null
        readonly made_by: string | null
        readonly made_at: string
      }[]
    }
  }
  readonly 'GET /api/tenants/{tenant}/sites/{site}/vulnerabilities': {
    readonly path: { readonly tenant: string; readonly site: string }
    readonly query?: {
      readonly limit?: number
      readonly after?: string
      readonly asset?: string
      readonly urgency?: string
      readonly known?: boolean
      readonly unseen?: boolean
      readonly text?: string
    }
    readonly answer: {
      readonly items: readonly {
        readonly site: string
        readonly id: string
        readonly asset: string
        readonly asset_name: string
        readonly vulnerability: string
        readonly verdict: string
        readonly urgency: string | null
        readonly rank: number
        readonly score: number | null
        readonly likelihood: number | null
        readonly known: boolean
        readonly known_at: string | null
        readonly seen_by: string | null
        readonly seen_at: string | null
        readonly first_at: string
        readonly data: Readonly<Record<string, unknown>>
      }[]
      readonly next: string | null
      readonly run: {
        readonly at: string
        readonly counts: Readonly<Record<string, number>>
        readonly age: readonly string[]
        readonly total: number
        readonly now: number
        readonly known: number
        readonly unseen: number
        readonly devices: number
      } | null
    }
  }
  readonly 'GET /api/tenants/{tenant}/sites/{site}/work': {
    readonly path: { readonly tenant: string; readonly site: string }
    readonly query?: { readonly state?: 'waiting' | 'approved' | 'cancelled' }
    readonly answer: {
      readonly approval: boolean
      readonly items: readonly {
        readonly site: string
        readonly id: string
        readonly version: number
        readonly state: 'waiting' | 'approved' | 'cancelled'
        readonly force_version: number | null
        readonly work: {
          readonly title: string
          readonly assets: readonly string[]
          readonly verbs:
            | null
            | readonly (
                | 'read'
                | 'write'
                | 'force'
                | 'start'
                | 'stop'
                | 'mode'
                | 'reset'
                | 'download'
                | 'upload'
                | 'edit'
                | 'delete'
                | 'firmware'
                | 'configure'
                | 'clock'
                | 'authenticate'
                | 'connect'
                | 'discover'
                | 'diagnose'
                | 'file'
                | 'subscribe'
                | 'report'
                | 'alarm'
                | 'acknowledge'
                | 'call'
                | 'other'
              )[]
          readonly sources: null | readonly string[]
          readonly tools: null | readonly string[]
          readonly person: null | string
          readonly company: null | string
          readonly laptop: null | string
          readonly contact: null | string
          readonly note: null | string
          readonly timeZone: string
          readonly windows: readonly {
            readonly from: string
            readonly to: string
            readonly repeat: null | string
            readonly except: readonly string[]
          }[]
        }
        readonly made_by: string | null
        readonly made_at: string
        readonly changed_by: string | null
        readonly changed_at: string
        readonly approved_by: string | null
        readonly approved_at: string | null
      }[]
    }
  }
  readonly 'GET /api/tenants/{tenant}/sites/{site}/work-calendar': {
    readonly path: { readonly tenant: string; readonly site: string }
    readonly query: { readonly from: number; readonly to: number }
    readonly answer: {
      readonly items: readonly {
        readonly id: string
        readonly version: number
        readonly from: number
        readonly to: number
      }[]
    }
  }
  readonly 'GET /api/tenants/{tenant}/sites/{site}/work.ics': {
    readonly path: { readonly tenant: string; readonly site: string }
    readonly answer: unknown
  }
  readonly 'GET /api/tenants/{tenant}/sites/{site}/work/{order}': {
    readonly path: { readonly tenant: string; readonly site: string; readonly order: string }
    readonly answer: {
      readonly site: string
      readonly id: string
      readonly version: number
      readonly state: 'waiting' | 'approved' | 'cancelled'
      readonly force_version: number | null
      readonly work: {
        readonly title: string
        readonly assets: readonly string[]
        readonly verbs:
          | null
          | readonly (
              | 'read'
              | 'write'
              | 'force'
              | 'start'
              | 'stop'
              | 'mode'
              | 'reset'
              | 'download'
              | 'upload'
              | 'edit'
              | 'delete'
              | 'firmware'
              | 'configure'
              | 'clock'
              | 'authenticate'
              | 'connect'
              | 'discover'
              | 'diagnose'
              | 'file'
              | 'subscribe'
              | 'report'
              | 'alarm'
              | 'acknowledge'
              | 'call'
              | 'other'
            )[]
        readonly sources: null | readonly string[]
        readonly tools: null | readonly string[]
        readonly person: null | string
        readonly company: null | string
        readonly laptop: null | string
        readonly contact: null | string
        readonly note: null | string
        readonly timeZone: string
        readonly windows: readonly {
          readonly from: string
          readonly to: string
          readonly repeat: null | string
          readonly except: readonly string[]
        }[]
      }
      readonly made_by: string | null
      readonly made_at: string
      readonly changed_by: string | null
      readonly changed_at: string
      readonly approved_by: string | null
      readonly approved_at: string | null
    }
  }
  readonly 'GET /api/tenants/{tenant}/sites/{site}/work/{order}/history': {
    readonly path: { readonly tenant: string; readonly site: string; readonly order: string }
    readonly answer: {
      readonly items: readonly {
        readonly seq: number
        readonly version: number
        readonly step: 'created' | 'changed' | 'approved' | 'cancelled' | 'imported'
        readonly reason: string | null
        readonly who: string
        readonly at: string
        readonly work: {
          readonly title: string
          readonly assets: readonly string[]
          readonly verbs:
            | null
            | readonly (
                | 'read'
                | 'write'
                | 'force'
                | 'start'
                | 'stop'
                | 'mode'
                | 'reset'
                | 'download'
                | 'upload'
                | 'edit'
                | 'delete'
                | 'firmware'
                | 'configure'
                | 'clock'
                | 'authenticate'
                | 'connect'
                | 'discover'
                | 'diagnose'
                | 'file'
                | 'subscribe'
                | 'report'
                | 'alarm'
                | 'acknowledge'
                | 'call'
                | 'other'
              )[]
          readonly sources: null | readonly string[]
          readonly tools: null | readonly string[]
          readonly person: null | string
          readonly company: null | string
          readonly laptop: null | string
          readonly contact: null | string
          readonly note: null | string
          readonly timeZone: string
          readonly windows: readonly {
            readonly from: string
            readonly to: string
            readonly repeat: null | string
            readonly except: readonly string[]
          }[]
        }
      }[]
    }
  }
  readonly 'GET /api/tenants/{tenant}/sources': {
    readonly path: { readonly tenant: string }
    readonly answer: {
      readonly items: readonly {
        readonly id: string
        readonly site: string | null
        readonly kind: string
        readonly name: string
        readonly settings: Readonly<Record<string, string>>
        readonly secrets: readonly string[]
        readonly hours: number
        readonly enabled: boolean
        readonly version: number
        readonly changed_by: string
        readonly changed_at: string
        readonly next_at: string
        readonly last_at: string | null
        readonly last_ok_at: string | null
        readonly last_error: string | null
        readonly last_result: Readonly<Record<string, unknown>> | null
      }[]
      readonly kinds: readonly {
        readonly id: string
        readonly ofSite: boolean
        readonly fields: readonly {
          readonly name: string
          readonly type: 'text' | 'lines' | 'url' | 'number' | 'flag' | 'choice'
          readonly isSecret: boolean
          readonly isRequired: boolean
          readonly choices: readonly string[]
          readonly otherwise: string
        }[]
      }[]
    }
  }
  readonly 'PATCH /api/me/passkeys/{passkey}': {
    readonly path: { readonly passkey: string }
    readonly body: { readonly name: string }
    readonly answer: {
      readonly id: string
      readonly name: string
      readonly synced: boolean
      readonly made_at: string
      readonly used_at: string | null
    }
  }
  readonly 'PATCH /api/tenants/{tenant}': {
    readonly path: { readonly tenant: string }
    readonly body: {
      readonly name?: string
      readonly branding?: {
        readonly product?: string
        readonly logo?: string
        readonly colours?: { readonly accent?: string }
        readonly language?: 'en' | 'de'
        readonly report?: {
          readonly accent?: string
          readonly cover?: { readonly en?: string; readonly de?: string }
          readonly footer?: { readonly en?: string; readonly de?: string }
          readonly contact?: readonly { readonly label: string; readonly value: string }[]
          readonly sections?: Readonly<Record<string, readonly string[]>>
        }
      }
      readonly retention?: {
        readonly activity?: number
        readonly values?: number
        readonly findings?: number
        readonly uploads?: number
        readonly audit?: number
      }
      readonly outsideReports?: boolean
    }
    readonly answer: {
      readonly id: string
      readonly name: string
      readonly branding: Readonly<Record<string, unknown>>
      readonly retention: Readonly<Record<string, unknown>>
      readonly created_at: string
      readonly outside_reports: boolean
    }
  }
  readonly 'PATCH /api/tenants/{tenant}/members/{user}': {
    readonly path: { readonly tenant: string; readonly user: string }
    readonly query?: { readonly site?: string }
    readonly body: {
      readonly role:
        | 'provider-admin'
        | 'analyst'
        | 'plant-engineer'
        | 'operations-manager'
        | 'management'
        | 'auditor'
        | 'read-only'
    }
    readonly answer: {
      readonly user: string
      readonly site: string
      readonly role:
        | 'provider-admin'
        | 'analyst'
        | 'plant-engineer'
        | 'operations-manager'
        | 'management'
        | 'auditor'
        | 'read-only'
    }
  }
  readonly 'PATCH /api/tenants/{tenant}/rules/{rule}': {
    readonly path: { readonly tenant: string; readonly rule: string }
    readonly body: { readonly enabled: boolean }
    readonly answer: {
      readonly id: string
      readonly name: string
      readonly enabled: boolean
      readonly made_by: string | null
      readonly made_at: string
      readonly changed_by: string | null
      readonly changed_at: string
      readonly faults: readonly { readonly line: number; readonly message: string }[]
      readonly rules: readonly {
        readonly id: string
        readonly title: string
        readonly level: string
        readonly silent: boolean
      }[]
      readonly source: string
    }
  }
  readonly 'PATCH /api/tenants/{tenant}/saved/{saved}': {
    readonly path: { readonly tenant: string; readonly saved: string }
    readonly body: {
      readonly name?: string
      readonly shared?: boolean
      readonly data?: Readonly<Record<string, unknown>>
    }
    readonly answer: {
      readonly id: string
      readonly kind: 'view' | 'hunt' | 'sql'
      readonly name: string
      readonly owner: string | null
      readonly shared: boolean
      readonly data: Readonly<Record<string, unknown>>
      readonly changed_at: string
    }
  }
  readonly 'PATCH /api/tenants/{tenant}/scim/v2/Groups/{group}': {
    readonly path: { readonly tenant: string; readonly group: string }
    readonly body: {
      readonly schemas?: readonly string[]
      readonly Operations: readonly { readonly op: string; readonly path?: string; readonly value?: unknown }[]
    }
    readonly answer: unknown
  }
  readonly 'PATCH /api/tenants/{tenant}/scim/v2/Users/{user}': {
    readonly path: { readonly tenant: string; readonly user: string }
    readonly body: {
      readonly schemas?: readonly string[]
      readonly Operations: readonly { readonly op: string; readonly path?: string; readonly value?: unknown }[]
    }
    readonly answer: unknown
  }
  readonly 'PATCH /api/tenants/{tenant}/sites/{site}': {
    readonly path: { readonly tenant: string; readonly site: string }
    readonly body: { readonly name?: string; readonly timeZone?: string }
    readonly answer: {
      readonly tenant: string
      readonly id: string
      readonly name: string
      readonly time_zone: string
      readonly demo: boolean
    }
  }
  readonly 'PATCH /api/tenants/{tenant}/sites/{site}/assets/{asset}': {
    readonly path: { readonly tenant: string; readonly site: string; readonly asset: string }
    readonly body: {
      readonly owner?: string | null
      readonly note?: string | null
      readonly label?: string | null
      readonly zone?: string | null
      readonly process?: string | null
      readonly criticality?: 'low' | 'medium' | 'high' | 'critical' | null
    }
    readonly answer: {
      readonly owner: string | null
      readonly note: string | null
      readonly criticality: string | null
      readonly zone: string | null
      readonly process: string | null
      readonly label: string | null
      readonly changed_by: string | null
      readonly changed_at: string
    }
  }
  readonly 'PATCH /api/tenants/{tenant}/sites/{site}/findings': {
    readonly path: { readonly tenant: string; readonly site: string }
    readonly body: {
      readonly ids: readonly string[]
      readonly status?: 'open' | 'confirmed' | 'accepted' | 'suppressed' | 'closed'
      readonly reason?: string
      readonly assignee?: string | null
    }
    readonly answer: {
      readonly items: readonly { readonly id: string; readonly done: boolean; readonly why: string | null }[]
    }
  }
  readonly 'PATCH /api/tenants/{tenant}/sites/{site}/findings/{finding}': {
    readonly path: { readonly tenant: string; readonly site: string; readonly finding: string }
    readonly body: {
      readonly status?: 'open' | 'confirmed' | 'accepted' | 'suppressed' | 'closed'
      readonly reason?: string
      readonly assignee?: string | null
    }
    readonly answer: {
      readonly status: string
      readonly reason: string | null
      readonly assignee: string | null
      readonly changed_by: string | null
      readonly changed_at: string | null
      readonly acceptance: string | null
    }
  }
  readonly 'POST /api/acknowledge': {
    readonly body: { readonly token: string }
    readonly answer: { readonly title: string }
  }
  readonly 'POST /api/enrol': {
    readonly body: { readonly token: string }
    readonly answer: {
      readonly tenant: string
      readonly site: string
      readonly sensor: string
      readonly key: string
      readonly bus: { readonly servers: readonly string[]; readonly credentials: string } | null
    }
  }
  readonly 'POST /api/invitations/accept': {
    readonly body: { readonly token: string; readonly name: string; readonly password: string }
    readonly answer: { readonly email: string; readonly tenant: string }
  }
  readonly 'POST /api/invitations/look': {
    readonly body: { readonly token: string }
    readonly answer: {
      readonly email: string
      readonly role:
        | 'provider-admin'
        | 'analyst'
        | 'plant-engineer'
        | 'operations-manager'
        | 'management'
        | 'auditor'
        | 'read-only'
      readonly organisation: string
      readonly branding: Readonly<Record<string, unknown>>
      readonly known: boolean
    }
  }
  readonly 'POST /api/me/invitations': {
    readonly body: { readonly token: string }
    readonly answer: { readonly tenant: string }
  }
  readonly 'POST /api/me/passkeys': {
    readonly body: {
      readonly ceremony: string
      readonly name: string
      readonly response: {
        readonly id: string
        readonly rawId: string
        readonly type: 'public-key'
        readonly response: Readonly<Record<string, string | number | readonly string[] | null>>
        readonly clientExtensionResults: Readonly<Record<string, unknown>>
        readonly authenticatorAttachment?: string | null
      }
    }
    readonly answer: {
      readonly id: string
      readonly name: string
      readonly synced: boolean
      readonly made_at: string
      readonly used_at: string | null
    }
  }
  readonly 'POST /api/me/passkeys/options': {
    readonly body: { readonly password?: string }
    readonly answer: { readonly ceremony: string; readonly options: Readonly<Record<string, unknown>> }
  }
  readonly 'POST /api/passkeys/options': {
    readonly answer: { readonly ceremony: string; readonly options: Readonly<Record<string, unknown>> }
  }
  readonly 'POST /api/passkeys/sign-in': {
    readonly body: {
      readonly ceremony: string
      readonly response: {
        readonly id: string
        readonly rawId: string
        readonly type: 'public-key'
        readonly response: Readonly<Record<string, string | number | readonly string[] | null>>
        readonly clientExtensionResults: Readonly<Record<string, unknown>>
        readonly authenticatorAttachment?: string | null
      }
    }
    readonly answer: { readonly email: string }
  }
  readonly 'POST /api/provider/members': {
    readonly body: {
      readonly email: string
      readonly role?: 'admin' | 'analyst'
      readonly customers?: readonly string[] | null
    }
    readonly answer: undefined
  }
  readonly 'POST /api/report-recipients/answer': {
    readonly body: { readonly token: string; readonly wanted: boolean }
    readonly answer: { readonly email: string; readonly wanted: boolean }
  }
  readonly 'POST /api/setup': {
    readonly body: { readonly token: string; readonly name: string; readonly email: string; readonly password: string }
    readonly answer: { readonly email: string }
  }
  readonly 'POST /api/tenants': {
    readonly body: { readonly id: string; readonly name: string; readonly admin?: string }
    readonly answer: { readonly id: string; readonly invitation: Readonly<Record<string, unknown>> | null }
  }
  readonly 'POST /api/tenants/{tenant}/break-glass': {
    readonly path: { readonly tenant: string }
    readonly body: {
      readonly reason: string
      readonly hours: number
      readonly role?: 'analyst' | 'plant-engineer' | 'operations-manager' | 'management' | 'auditor' | 'read-only'
    }
    readonly answer: {
      readonly id: string
      readonly user_id: string
      readonly who: string
      readonly role: string
      readonly reason: string
      readonly began_at: string
      readonly until: string
      readonly ended_at: string | null
    }
  }
  readonly 'POST /api/tenants/{tenant}/destinations': {
    readonly path: { readonly tenant: string }
    readonly body: {
      readonly kind: string
      readonly name: string
      readonly settings: Readonly<Record<string, string>>
      readonly filter: {
        readonly topics: readonly ('finding' | 'incident' | 'asset' | 'sensor' | 'audit')[]
        readonly severity: 'recorded' | 'low' | 'medium' | 'high' | 'critical'
        readonly sites: readonly string[]
        readonly exercises: boolean
      }
      readonly mapping: {
        readonly rename: Readonly<Record<string, string>>
        readonly add: Readonly<Record<string, string>>
      }
      readonly enabled: boolean
    }
    readonly answer: {
      readonly id: string
      readonly kind: string
      readonly name: string
      readonly settings: Readonly<Record<string, string>>
      readonly secrets: readonly string[]
      readonly filter: {
        readonly topics: readonly ('finding' | 'incident' | 'asset' | 'sensor' | 'audit')[]
        readonly severity: 'recorded' | 'low' | 'medium' | 'high' | 'critical'
        readonly sites: readonly string[]
        readonly exercises: boolean
      }
      readonly mapping: {
        readonly rename: Readonly<Record<string, string>>
        readonly add: Readonly<Record<string, string>>
      }
      readonly enabled: boolean
      readonly version: number
      readonly changed_by: string | null
      readonly changed_at: string
      readonly state: 'ok' | 'waiting' | 'broken' | 'fault'
      readonly next_at: string
      readonly last_error: string | null
      readonly last_error_at: string | null
      readonly last_sent_at: string | null
      readonly sent: number
      readonly refused: number
      readonly dropped: number
      readonly failures: number
      readonly replaying: boolean
      readonly waiting: number
      readonly oldest: number | null
      readonly dead: number
    }
  }
  readonly 'POST /api/tenants/{tenant}/destinations/preview': {
    readonly path: { readonly tenant: string }
    readonly body: {
      readonly kind: string
      readonly settings: Readonly<Record<string, string>>
      readonly filter: {
        readonly topics: readonly ('finding' | 'incident' | 'asset' | 'sensor' | 'audit')[]
        readonly severity: 'recorded' | 'low' | 'medium' | 'high' | 'critical'
        readonly sites: readonly string[]
        readonly exercises: boolean
      }
      readonly mapping: {
        readonly rename: Readonly<Record<string, string>>
        readonly add: Readonly<Record<string, string>>
      }
    }
    readonly answer: {
      readonly of: 'sent' | 'held' | 'none'
      readonly topic: 'finding' | 'incident' | 'asset' | 'sensor' | 'audit'
      readonly object: string
      readonly title: string
      readonly text: string
    }
  }
  readonly 'POST /api/tenants/{tenant}/destinations/{destination}/dead-letters/again': {
    readonly path: { readonly tenant: string; readonly destination: string }
    readonly body: { readonly ids: readonly string[] | null }
    readonly answer: { readonly count: number }
  }
  readonly 'POST /api/tenants/{tenant}/destinations/{destination}/dead-letters/discard': {
    readonly path: { readonly tenant: string; readonly destination: string }
    readonly body: { readonly ids: readonly string[] | null }
    readonly answer: { readonly count: number }
  }
  readonly 'POST /api/tenants/{tenant}/destinations/{destination}/inventory': {
    readonly path: { readonly tenant: string; readonly destination: string }
    readonly answer: {
      readonly id: string
      readonly kind: string
      readonly name: string
      readonly settings: Readonly<Record<string, string>>
      readonly secrets: readonly string[]
      readonly filter: {
        readonly topics: readonly ('finding' | 'incident' | 'asset' | 'sensor' | 'audit')[]
        readonly severity: 'recorded' | 'low' | 'medium' | 'high' | 'critical'
        readonly sites: readonly string[]
        readonly exercises: boolean
      }
      readonly mapping: {
        readonly rename: Readonly<Record<string, string>>
        readonly add: Readonly<Record<string, string>>
      }
      readonly enabled: boolean
      readonly version: number
      readonly changed_by: string | null
      readonly changed_at: string
      readonly state: 'ok' | 'waiting' | 'broken' | 'fault'
      readonly next_at: string
      readonly last_error: string | null
      readonly last_error_at: string | null
      readonly last_sent_at: string | null
      readonly sent: number
      readonly refused: number
      readonly dropped: number
      readonly failures: number
      readonly replaying: boolean
      readonly waiting: number
      readonly oldest: number | null
      readonly dead: number
    }
  }
  readonly 'POST /api/tenants/{tenant}/destinations/{destination}/pause': {
    readonly path: { readonly tenant: string; readonly destination: string }
    readonly answer: {
      readonly id: string
      readonly kind: string
      readonly name: string
      readonly settings: Readonly<Record<string, string>>
      readonly secrets: readonly string[]
      readonly filter: {
        readonly topics: readonly ('finding' | 'incident' | 'asset' | 'sensor' | 'audit')[]
        readonly severity: 'recorded' | 'low' | 'medium' | 'high' | 'critical'
        readonly sites: readonly string[]
        readonly exercises: boolean
      }
      readonly mapping: {
        readonly rename: Readonly<Record<string, string>>
        readonly add: Readonly<Record<string, string>>
      }
      readonly enabled: boolean
      readonly version: number
      readonly changed_by: string | null
      readonly changed_at: string
      readonly state: 'ok' | 'waiting' | 'broken' | 'fault'
      readonly next_at: string
      readonly last_error: string | null
      readonly last_error_at: string | null
      readonly last_sent_at: string | null
      readonly sent: number
      readonly refused: number
      readonly dropped: number
      readonly failures: number
      readonly replaying: boolean
      readonly waiting: number
      readonly oldest: number | null
      readonly dead: number
    }
  }
  readonly 'POST /api/tenants/{tenant}/destinations/{destination}/replay': {
    readonly path: { readonly tenant: string; readonly destination: string }
    readonly body: { readonly from: number; readonly to?: number }
    readonly answer: {
      readonly id: string
      readonly kind: string
      readonly name: string
      readonly settings: Readonly<Record<string, string>>
      readonly secrets: readonly string[]
      readonly filter: {
        readonly topics: readonly ('finding' | 'incident' | 'asset' | 'sensor' | 'audit')[]
        readonly severity: 'recorded' | 'low' | 'medium' | 'high' | 'critical'
        readonly sites: readonly string[]
        readonly exercises: boolean
      }
      readonly mapping: {
        readonly rename: Readonly<Record<string, string>>
        readonly add: Readonly<Record<string, string>>
      }
      readonly enabled: boolean
      readonly version: number
      readonly changed_by: string | null
      readonly changed_at: string
      readonly state: 'ok' | 'waiting' | 'broken' | 'fault'
      readonly next_at: string
      readonly last_error: string | null
      readonly last_error_at: string | null
      readonly last_sent_at: string | null
      readonly sent: number
      readonly refused: number
      readonly dropped: number
      readonly failures: number
      readonly replaying: boolean
      readonly waiting: number
      readonly oldest: number | null
      readonly dead: number
    }
  }
  readonly 'POST /api/tenants/{tenant}/destinations/{destination}/resume': {
    readonly path: { readonly tenant: string; readonly destination: string }
    readonly answer: {
      readonly id: string
      readonly kind: string
      readonly name: string
      readonly settings: Readonly<Record<string, string>>
      readonly secrets: readonly string[]
      readonly filter: {
        readonly topics: readonly ('finding' | 'incident' | 'asset' | 'sensor' | 'audit')[]
        readonly severity: 'recorded' | 'low' | 'medium' | 'high' | 'critical'
        readonly sites: readonly string[]
        readonly exercises: boolean
      }
      readonly mapping: {
        readonly rename: Readonly<Record<string, string>>
        readonly add: Readonly<Record<string, string>>
      }
      readonly enabled: boolean
      readonly version: number
      readonly changed_by: string | null
      readonly changed_at: string
      readonly state: 'ok' | 'waiting' | 'broken' | 'fault'
      readonly next_at: string
      readonly last_error: string | null
      readonly last_error_at: string | null
      readonly last_sent_at: string | null
      readonly sent: number
      readonly refused: number
      readonly dropped: number
      readonly failures: number
      readonly replaying: boolean
      readonly waiting: number
      readonly oldest: number | null
      readonly dead: number
    }
  }
  readonly 'POST /api/tenants/{tenant}/destinations/{destination}/test': {
    readonly path: { readonly tenant: string; readonly destination: string }
    readonly answer: {
      readonly kind: 'delivered' | 'refused' | 'retry' | 'fault'
      readonly why: string
      readonly field: string | null
    }
  }
  readonly 'POST /api/tenants/{tenant}/intelligence': {
    readonly path: { readonly tenant: string }
    readonly query: { readonly name: string }
    readonly answer: {
      readonly taken: readonly { readonly kind: string; readonly name: string; readonly entries: number }[]
      readonly faults: readonly { readonly file: string; readonly message: string }[]
      readonly more: number
    }
  }
  readonly 'POST /api/tenants/{tenant}/invitations': {
    readonly path: { readonly tenant: string }
    readonly body: {
      readonly email: string
      readonly role:
        | 'provider-admin'
        | 'analyst'
        | 'plant-engineer'
        | 'operations-manager'
        | 'management'
        | 'auditor'
        | 'read-only'
      readonly site?: string
    }
    readonly answer: {
      readonly invitation: {
        readonly id: string
        readonly email: string
        readonly site: string
        readonly role:
          | 'provider-admin'
          | 'analyst'
          | 'plant-engineer'
          | 'operations-manager'
          | 'management'
          | 'auditor'
          | 'read-only'
        readonly made_by: string | null
        readonly made_at: string
        readonly expires_at: string
        readonly used_at: string | null
        readonly revoked_at: string | null
      }
      readonly token: string | null
      readonly path: string | null
      readonly mailed: 'ok' | 'temporary' | 'permanent' | null
    }
  }
  readonly 'POST /api/tenants/{tenant}/keys': {
    readonly path: { readonly tenant: string }
    readonly body: {
      readonly name: string
      readonly scopes: readonly (
        | 'site.read'
        | 'site.write'
        | 'asset.write'
        | 'packet.read'
        | 'finding.work'
        | 'incident.work'
        | 'response.write'
        | 'finding.accept'
        | 'baseline.write'
        | 'hunt.run'
        | 'rule.write'
        | 'sensor.write'
        | 'tenant.write'
        | 'audit.read'
        | 'work.write'
        | 'work.approve'
        | 'feed.write'
        | 'destination.write'
        | 'source.write'
        | 'directory.write'
        | 'exercise.run'
        | 'risk.read'
        | 'risk.write'
        | 'report.write'
        | 'demo.run'
      )[]
      readonly site?: string
      readonly days?: number
    }
    readonly answer: {
      readonly key: {
        readonly id: string
        readonly name: string
        readonly scopes: readonly string[]
        readonly site: string
        readonly made_by: string | null
        readonly made_at: string
        readonly expires_at: string | null
        readonly revoked_at: string | null
        readonly used_at: string | null
      }
      readonly secret: string
    }
  }
  readonly 'POST /api/tenants/{tenant}/obligation-templates': {
    readonly path: { readonly tenant: string }
    readonly body: { readonly source: string }
    readonly answer: {
      readonly template: Readonly<Record<string, unknown>> | null
      readonly faults: readonly Readonly<Record<string, unknown>>[]
    }
  }
  readonly 'POST /api/tenants/{tenant}/playbooks/{playbook}/check': {
    readonly path: { readonly tenant: string; readonly playbook: string }
    readonly body: { readonly source: string; readonly basis?: string }
    readonly answer: {
      readonly faults: readonly { readonly line: number; readonly column: number; readonly message: string }[]
      readonly more: number
      readonly playbook: Readonly<Record<string, unknown>> | null
    }
  }
  readonly 'POST /api/tenants/{tenant}/playbooks/{playbook}/withdraw': {
    readonly path: { readonly tenant: string; readonly playbook: string }
    readonly body: { readonly reason: string }
    readonly answer: {
      readonly id: string
      readonly title: Readonly<Record<string, unknown>>
      readonly safetyClass: string
      readonly version: number | null
      readonly isOwn: boolean
      readonly cameAlong: boolean
      readonly basis: string | null
      readonly original: string | null
      readonly by: string | null
      readonly at: string | null
      readonly note: string | null
      readonly exercised: string | null
    }
  }
  readonly 'POST /api/tenants/{tenant}/report-schedules': {
    readonly path: { readonly tenant: string }
    readonly body: {
      readonly name: string
      readonly kind: string
      readonly language: 'en' | 'de'
      readonly form: 'pdf' | 'html' | 'docx' | 'csv' | 'json'
      readonly sites: readonly string[]
      readonly every: 'week' | 'month' | 'quarter'
      readonly day: number
      readonly hour: number
      readonly timeZone: string
      readonly paused: boolean
      readonly recipients: readonly string[]
    }
    readonly answer: {
      readonly name: string
      readonly kind: string
      readonly language: 'en' | 'de'
      readonly form: string
      readonly sites: readonly string[]
      readonly every: 'week' | 'month' | 'quarter'
      readonly day: number
      readonly hour: number
      readonly timeZone: string
      readonly paused: boolean
      readonly recipients: readonly { readonly email: string; readonly outside: boolean; readonly confirmed: boolean }[]
      readonly id: string
      readonly nextAt: number
      readonly by: string
    }
  }
  readonly 'POST /api/tenants/{tenant}/report-schedules/{schedule}/send': {
    readonly path: { readonly tenant: string; readonly schedule: string }
    readonly answer: undefined
  }
  readonly 'POST /api/tenants/{tenant}/reports': {
    readonly path: { readonly tenant: string }
    readonly body: {
      readonly kind: string
      readonly language: 'en' | 'de'
      readonly from: string
      readonly to: string
      readonly incident?: string
      readonly sites?: readonly string[]
    }
    readonly answer: {
      readonly id: string
      readonly kind: string
      readonly language: string
      readonly sites: readonly string[]
      readonly money: boolean
      readonly period_from: number
      readonly period_to: number
      readonly hash: string
      readonly made_by: string | null
      readonly made_at: string
    }
  }
  readonly 'POST /api/tenants/{tenant}/risk/runs': {
    readonly path: { readonly tenant: string }
    readonly body: { readonly sites: readonly string[]; readonly seed: number }
    readonly answer: {
      readonly currency: string
      readonly sites: readonly {
        readonly site: string
        readonly name: string
        readonly expected: number
        readonly tail: number
      }[]
      readonly left_out: readonly string[]
      readonly shared: readonly {
        readonly key: string
        readonly values: Readonly<Record<string, unknown>>
        readonly sites: readonly string[]
      }[]
      readonly figures: Readonly<Record<string, unknown>>
    }
  }
  readonly 'POST /api/tenants/{tenant}/role-mappings': {
    readonly path: { readonly tenant: string }
    readonly body: {
      readonly provider: string
      readonly claim: string
      readonly value: string
      readonly site: string
      readonly role:
        | 'provider-admin'
        | 'analyst'
        | 'plant-engineer'
        | 'operations-manager'
        | 'management'
        | 'auditor'
        | 'read-only'
    }
    readonly answer: {
      readonly id: string
      readonly provider: string
      readonly claim: string
      readonly value: string
      readonly site: string
      readonly role:
        | 'provider-admin'
        | 'analyst'
        | 'plant-engineer'
        | 'operations-manager'
        | 'management'
        | 'auditor'
        | 'read-only'
      readonly made_by: string
      readonly made_at: string
    }
  }
  readonly 'POST /api/tenants/{tenant}/rules': {
    readonly path: { readonly tenant: string }
    readonly body: { readonly name: string; readonly source: string }
    readonly answer: {
      readonly id: string
      readonly name: string
      readonly enabled: boolean
      readonly made_by: string | null
      readonly made_at: string
      readonly changed_by: string | null
      readonly changed_at: string
      readonly faults: readonly { readonly line: number; readonly message: string }[]
      readonly rules: readonly {
        readonly id: string
        readonly title: string
        readonly level: string
        readonly silent: boolean
      }[]
      readonly source: string
    }
  }
  readonly 'POST /api/tenants/{tenant}/rules/check': {
    readonly path: { readonly tenant: string }
    readonly body: { readonly source: string; readonly id?: string }
    readonly answer: {
      readonly faults: readonly { readonly line: number; readonly message: string }[]
      readonly rules: readonly {
        readonly id: string
        readonly title: string
        readonly level: string
        readonly silent: boolean
      }[]
    }
  }
  readonly 'POST /api/tenants/{tenant}/saved': {
    readonly path: { readonly tenant: string }
    readonly body: {
      readonly kind: 'view' | 'hunt' | 'sql'
      readonly name: string
      readonly shared?: boolean
      readonly data: Readonly<Record<string, unknown>>
    }
    readonly answer: {
      readonly id: string
      readonly kind: 'view' | 'hunt' | 'sql'
      readonly name: string
      readonly owner: string | null
      readonly shared: boolean
      readonly data: Readonly<Record<string, unknown>>
      readonly changed_at: string
    }
  }
  readonly 'POST /api/tenants/{tenant}/scim/v2/Groups': {
    readonly path: { readonly tenant: string }
    readonly body: Readonly<Record<string, unknown>>
    readonly answer: unknown
  }
  readonly 'POST /api/tenants/{tenant}/scim/v2/Users': {
    readonly path: { readonly tenant: string }
    readonly body: Readonly<Record<string, unknown>>
    readonly answer: unknown
  }
  readonly 'POST /api/tenants/{tenant}/sites': {
    readonly path: { readonly tenant: string }
    readonly body: { readonly id: string; readonly name: string; readonly timeZone?: string }
    readonly answer: {
      readonly tenant: string
      readonly id: string
      readonly name: string
      readonly time_zone: string
      readonly demo: boolean
    }
  }
  readonly 'POST /api/tenants/{tenant}/sites/{site}/acceptances': {
    readonly path: { readonly tenant: string; readonly site: string }
    readonly body: {
      readonly kind: 'accept' | 'suppress'
      readonly rule?: string
      readonly source?: string | null
      readonly target?: string | null
      readonly verb?: string | null
      readonly reason: string
      readonly expires?: string | null
    }
    readonly answer: {
      readonly id: string
      readonly kind: 'accept' | 'suppress'
      readonly rule: string
      readonly source: string | null
      readonly target: string | null
      readonly verb: string | null
      readonly reason: string
      readonly expires_at: string | null
      readonly made_by: string | null
      readonly made_at: string
      readonly ended_at: string | null
    }
  }
  readonly 'POST /api/tenants/{tenant}/sites/{site}/baseline/decisions': {
    readonly path: { readonly tenant: string; readonly site: string }
    readonly body: {
      readonly do: 'pin' | 'unpin' | 'accept' | 'forget'
      readonly fact:
        | { readonly device: string; readonly attribute?: string; readonly value?: string }
        | { readonly client: string; readonly server: string; readonly protocol?: string; readonly verb?: string }
        | { readonly server: string; readonly object: string; readonly writer?: string }
      readonly why: string
    }
    readonly answer: { readonly number: number }
  }
  readonly 'POST /api/tenants/{tenant}/sites/{site}/contacts/{person}/{channel}/test': {
    readonly path: {
      readonly tenant: string
      readonly site: string
      readonly person: string
      readonly channel: 'phone' | 'sms' | 'push' | 'mail' | 'chat' | 'pager' | 'webhook'
    }
    readonly answer: { readonly kind: string; readonly why: string }
  }
  readonly 'POST /api/tenants/{tenant}/sites/{site}/enrolments': {
    readonly path: { readonly tenant: string; readonly site: string }
    readonly body: { readonly name: string; readonly hours?: number }
    readonly answer: {
      readonly enrolment: {
        readonly id: string
        readonly name: string
        readonly created_by: string | null
        readonly made_at: string
        readonly expires_at: string
        readonly used_at: string | null
        readonly revoked_at: string | null
      }
      readonly token: string
    }
  }
  readonly 'POST /api/tenants/{tenant}/sites/{site}/escalation-policy/preview': {
    readonly path: { readonly tenant: string; readonly site: string }
    readonly body: {
      readonly policy: {
        readonly steps: readonly {
          readonly duties: readonly (
            | 'analyst'
            | 'provider-duty-manager'
            | 'security-lead'
            | 'shift-supervisor'
            | 'plant-engineer'
            | 'process-safety-engineer'
            | 'maintenance-lead'
            | 'network-on-call'
            | 'operations-manager'
            | 'site-manager'
            | 'ciso'
            | 'legal'
            | 'communications'
            | 'vendor'
          )[]
          readonly channels: readonly ('phone' | 'sms' | 'push' | 'mail' | 'chat' | 'pager' | 'webhook')[]
          readonly acknowledgeWithin: number
          readonly tries: number
          readonly fallback:
            | 'analyst'
            | 'provider-duty-manager'
            | 'security-lead'
            | 'shift-supervisor'
            | 'plant-engineer'
            | 'process-safety-engineer'
            | 'maintenance-lead'
            | 'network-on-call'
            | 'operations-manager'
            | 'site-manager'
            | 'ciso'
            | 'legal'
            | 'communications'
            | 'vendor'
            | null
        }[]
        readonly everybody: {
          readonly duties: readonly (
            | 'analyst'
            | 'provider-duty-manager'
            | 'security-lead'
            | 'shift-supervisor'
            | 'plant-engineer'
            | 'process-safety-engineer'
            | 'maintenance-lead'
            | 'network-on-call'
            | 'operations-manager'
            | 'site-manager'
            | 'ciso'
            | 'legal'
            | 'communications'
            | 'vendor'
          )[]
          readonly channels: readonly ('phone' | 'sms' | 'push' | 'mail' | 'chat' | 'pager' | 'webhook')[]
          readonly every: number
          readonly tries: number
        }
        readonly inform: readonly {
          readonly duty:
            | 'analyst'
            | 'provider-duty-manager'
            | 'security-lead'
            | 'shift-supervisor'
            | 'plant-engineer'
            | 'process-safety-engineer'
            | 'maintenance-lead'
            | 'network-on-call'
            | 'operations-manager'
            | 'site-manager'
            | 'ciso'
            | 'legal'
            | 'communications'
            | 'vendor'
          readonly channels: readonly ('phone' | 'sms' | 'push' | 'mail' | 'chat' | 'pager' | 'webhook')[]
          readonly after: number
        }[]
        readonly acknowledgementHolds: number
        readonly quiet: {
          readonly from: string
          readonly to: string
          readonly timeZone: string
          readonly upTo: 'recorded' | 'low'
        } | null
      }
      readonly at?: number
      readonly severity: 'recorded' | 'low' | 'medium' | 'high' | 'critical'
    }
    readonly answer: {
      readonly faults: readonly {
        readonly field: string
        readonly code: string
        readonly values: Readonly<Record<string, unknown>>
      }[]
      readonly calls: readonly Readonly<Record<string, unknown>>[]
      readonly exhausted: number | null
      readonly cut: boolean
    }
  }
  readonly 'POST /api/tenants/{tenant}/sites/{site}/exercises': {
    readonly path: { readonly tenant: string; readonly site: string }
    readonly body: {
      readonly story: string
      readonly title?: string
      readonly playbook?: string
      readonly people: readonly string[]
      readonly goals?: { readonly acknowledge?: number; readonly decide?: number; readonly recover?: number }
      readonly note?: string
    }
    readonly answer: {
      readonly id: string
      readonly story: string
      readonly title: string
      readonly playbook: string | null
      readonly state: 'running' | 'ended'
      readonly incident: string
      readonly people: readonly string[]
      readonly goals: Readonly<Record<string, unknown>>
      readonly note: string | null
      readonly started_by: string
      readonly started_at: string
      readonly ended_by: string | null
      readonly ended_at: string | null
      readonly report: Readonly<Record<string, unknown>> | null
    }
  }
  readonly 'POST /api/tenants/{tenant}/sites/{site}/exercises/{exercise}/end': {
    readonly path: { readonly tenant: string; readonly site: string; readonly exercise: string }
    readonly answer: {
      readonly id: string
      readonly story: string
      readonly title: string
      readonly playbook: string | null
      readonly state: 'running' | 'ended'
      readonly incident: string
      readonly people: readonly string[]
      readonly goals: Readonly<Record<string, unknown>>
      readonly note: string | null
      readonly started_by: string
      readonly started_at: string
      readonly ended_by: string | null
      readonly ended_at: string | null
      readonly report: Readonly<Record<string, unknown>> | null
    }
  }
  readonly 'POST /api/tenants/{tenant}/sites/{site}/hunt': {
    readonly path: { readonly tenant: string; readonly site: string }
    readonly body: {
      readonly from: number
      readonly to: number
      readonly terms: readonly {
        readonly field: string
        readonly op: 'is' | 'not' | 'contains' | 'gt' | 'lt'
        readonly value: string
      }[]
      readonly groupBy?: string
      readonly limit: number
      readonly skip: number
    }
    readonly answer: {
      readonly rows: readonly Readonly<Record<string, unknown>>[]
      readonly histogram: {
        readonly width: number
        readonly bars: readonly { readonly at: number; readonly rows: number; readonly operations: number }[]
      }
      readonly groups:
        | readonly {
            readonly value: string
            readonly rows: number
            readonly operations: number
            readonly last: number
          }[]
        | null
    }
  }
  readonly 'POST /api/tenants/{tenant}/sites/{site}/hunt/sql': {
    readonly path: { readonly tenant: string; readonly site: string }
    readonly body: { readonly sql: string }
    readonly answer: {
      readonly columns: readonly { readonly name: string; readonly type: string }[]
      readonly rows: readonly (readonly unknown[])[]
      readonly cut: boolean
    }
  }
  readonly 'POST /api/tenants/{tenant}/sites/{site}/incidents': {
    readonly path: { readonly tenant: string; readonly site: string }
    readonly body: {
      readonly title: string
      readonly reason: string
      readonly findings?: readonly string[]
      readonly severity?: 'recorded' | 'low' | 'medium' | 'high' | 'critical'
      readonly assets?: readonly string[]
      readonly playbook?: string
    }
    readonly answer: { readonly incident: Readonly<Record<string, unknown>> }
  }
  readonly 'POST /api/tenants/{tenant}/sites/{site}/incidents/{incident}/acts': {
    readonly path: { readonly tenant: string; readonly site: string; readonly incident: string }
    readonly body: {
      readonly act:
        | { readonly kind: 'titled'; readonly title: string }
        | {
            readonly kind: 'state-changed'
            readonly to:
              | 'detected'
              | 'confirmed'
              | 'enriched'
              | 'escalated'
              | 'awaiting engineering decision'
              | 'decided'
              | 'acting'
              | 'recovered'
              | 'documented'
              | 'closed'
            readonly reason: string
            readonly outcome?: 'resolved' | 'false' | 'benign'
            readonly option?: string
          }
        | { readonly kind: 'assigned'; readonly to: string | null }
        | { readonly kind: 'commented'; readonly text: string }
        | { readonly kind: 'watched'; readonly subject: string; readonly until: number | null; readonly reason: string }
        | { readonly kind: 'unwatched'; readonly subject: string }
        | {
            readonly kind: 'linked'
            readonly what: 'work-order' | 'asset' | 'incident' | 'vulnerability' | 'ticket'
            readonly id: string
            readonly note: string
          }
        | {
            readonly kind: 'unlinked'
            readonly what: 'work-order' | 'asset' | 'incident' | 'vulnerability' | 'ticket'
            readonly id: string
          }
        | { readonly kind: 'playbook-started'; readonly playbook: string; readonly version: string }
        | { readonly kind: 'step-done'; readonly step: string; readonly note?: string }
        | { readonly kind: 'fact-answered'; readonly fact: string; readonly answer: string; readonly note: string }
        | {
            readonly kind: 'decision-answered'
            readonly decision: string
            readonly outcome: string
            readonly note?: string
          }
        | { readonly kind: 'option-chosen'; readonly option: string; readonly note?: string }
        | { readonly kind: 'option-approved'; readonly option: string; readonly note?: string }
        | { readonly kind: 'approval-withdrawn'; readonly option: string; readonly reason: string }
        | {
            readonly kind: 'override-asked'
            readonly option: string
            readonly facts: readonly string[]
            readonly reason: string
          }
        | { readonly kind: 'override-confirmed'; readonly option: string; readonly reason: string }
        | { readonly kind: 'escalation-started'; readonly policy: string; readonly reason: string }
        | { readonly kind: 'escalation-stopped'; readonly reason: string }
        | { readonly kind: 'acknowledged'; readonly page: string | null }
        | { readonly kind: 'aware-set'; readonly at: number; readonly reason: string }
        | {
            readonly kind: 'moment-set'
            readonly anchor:
              | 'detectedAt'
              | 'classifiedAt'
              | 'requestedAt'
              | 'handledAt'
              | 'paymentAt'
              | 'fixAvailableAt'
            readonly obligation: string | null
            readonly at: number
            readonly reason: string
          }
        | {
            readonly kind: 'significance-answered'
            readonly question: string
            readonly answer: string
            readonly note: string
          }
        | {
            readonly kind: 'stage-requested'
            readonly obligation: string
            readonly stage: string
            readonly at: number
            readonly due: number | null
          }
        | {
            readonly kind: 'alternative-chosen'
            readonly obligation: string
            readonly stage: string
            readonly reason: string
          }
        | {
            readonly kind: 'reviewed'
            readonly text: string
            readonly lessons: readonly string[]
            readonly actions: readonly string[]
            readonly wentWell?: readonly string[]
          }
        | {
            readonly kind: 'reported'
            readonly text: string
            readonly severity: 'recorded' | 'low' | 'medium' | 'high' | 'critical'
            readonly assets: readonly string[]
          }
        | {
            readonly kind: 'action-agreed'
            readonly action: string
            readonly text: string
            readonly owner: string | null
            readonly due: string | null
          }
        | { readonly kind: 'action-done'; readonly action: string; readonly note: string }
      readonly seq?: number
    }
    readonly answer: { readonly incident: Readonly<Record<string, unknown>> }
  }
  readonly 'POST /api/tenants/{tenant}/sites/{site}/incidents/{incident}/attachments': {
    readonly path: { readonly tenant: string; readonly site: string; readonly incident: string }
    readonly query: { readonly name: string }
    readonly answer: {
      readonly incident: Readonly<Record<string, unknown>>
      readonly file: { readonly name: string; readonly hash: string; readonly size: number; readonly type: string }
    }
  }
  readonly 'POST /api/tenants/{tenant}/sites/{site}/incidents/{incident}/merge': {
    readonly path: { readonly tenant: string; readonly site: string; readonly incident: string }
    readonly body: { readonly into: string; readonly reason: string }
    readonly answer: { readonly incident: Readonly<Record<string, unknown>> }
  }
  readonly 'POST /api/tenants/{tenant}/sites/{site}/incidents/{incident}/obligations/significance': {
    readonly path: { readonly tenant: string; readonly site: string; readonly incident: string }
    readonly body: { readonly outcome: 'report' | 'do_not_report' | 'undecided'; readonly reasons: readonly string[] }
    readonly answer: Readonly<Record<string, unknown>>
  }
  readonly 'POST /api/tenants/{tenant}/sites/{site}/incidents/{incident}/obligations/start': {
    readonly path: { readonly tenant: string; readonly site: string; readonly incident: string }
    readonly body: { readonly obligation: string }
    readonly answer: Readonly<Record<string, unknown>>
  }
  readonly 'POST /api/tenants/{tenant}/sites/{site}/incidents/{incident}/obligations/{obligation}/stages/{stage}/draft': {
    readonly path: {
      readonly tenant: string
      readonly site: string
      readonly incident: string
      readonly obligation: string
      readonly stage: string
    }
    readonly body: {
      readonly language: 'en' | 'de'
      readonly fields?: readonly {
        readonly field:
          | 'entity.legalName'
          | 'entity.registrationNo'
          | 'entity.class'
          | 'entity.sector'
          | 'entity.subsector'
          | 'entity.otherSectors'
          | 'entity.address'
          | 'entity.memberStates'
          | 'entity.mainEstablishment'
          | 'notifier.name'
          | 'notifier.role'
          | 'notifier.email'
          | 'notifier.phone'
          | 'notifier.availability'
          | 'notifier.isContact'
          | 'notifier.deputy'
          | 'notifier.mandate'
          | 'meta.ownRef'
          | 'meta.authorityRef'
          | 'meta.voluntary'
          | 'meta.significant'
          | 'meta.tlp'
          | 'meta.previousReports'
          | 'time.detectedAt'
          | 'time.awareAt'
          | 'time.classifiedAt'
          | 'time.startedAt'
          | 'time.endedAt'
          | 'time.ongoing'
          | 'time.expectedRecoveryAt'
          | 'time.paymentAt'
          | 'nature.title'
          | 'nature.summary'
          | 'nature.suspectedMalicious'
          | 'nature.threatType'
          | 'nature.attackTechniques'
          | 'nature.initialVector'
          | 'nature.detectionMethod'
          | 'nature.status'
          | 'nature.criteriaMet'
          | 'impact.services'
          | 'impact.processes'
          | 'impact.sites'
          | 'impact.otSystems'
          | 'impact.safetyRelated'
          | 'impact.properties'
          | 'impact.severity'
          | 'impact.usersAffected'
          | 'impact.usersShare'
          | 'impact.durationMin'
          | 'impact.geoArea'
          | 'impact.financialEstimate'
          | 'impact.safetyOrEnvironment'
          | 'impact.personalData'
          | 'impact.dataCategories'
          | 'impact.personsAffected'
          | 'impact.recordsAffected'
          | 'impact.consequences'
          | 'impact.tradeSecrets'
          | 'impact.thirdParties'
          | 'impact.supplyChain'
          | 'impact.continuity'
          | 'crossBorder.possible'
          | 'crossBorder.memberStates'
          | 'crossBorder.why'
          | 'product.name'
          | 'product.version'
          | 'product.kind'
          | 'product.userMeasures'
          | 'indicators'
          | 'measures.taken'
          | 'measures.ongoing'
          | 'measures.planned'
          | 'measures.supportRequested'
          | 'measures.lawEnforcement'
          | 'measures.publicCommunication'
          | 'measures.personsTold'
          | 'rootCause.likely'
          | 'rootCause.evidence'
          | 'rootCause.confidence'
          | 'lessons.text'
          | 'lessons.actions'
          | 'payment.amount'
          | 'attachments'
        readonly value: unknown
      }[]
      readonly sentences?: readonly { readonly section: string; readonly of: string | null; readonly text: string }[]
    }
    readonly answer: Readonly<Record<string, unknown>>
  }
  readonly 'POST /api/tenants/{tenant}/sites/{site}/incidents/{incident}/obligations/{obligation}/stages/{stage}/sign': {
    readonly path: {
      readonly tenant: string
      readonly site: string
      readonly incident: string
      readonly obligation: string
      readonly stage: string
    }
    readonly body: { readonly hash: string }
    readonly answer: Readonly<Record<string, unknown>>
  }
  readonly 'POST /api/tenants/{tenant}/sites/{site}/incidents/{incident}/obligations/{obligation}/stages/{stage}/submit': {
    readonly path: {
      readonly tenant: string
      readonly site: string
      readonly incident: string
      readonly obligation: string
      readonly stage: string
    }
    readonly body: {
      readonly hash: string
      readonly at: number
      readonly receipt: string
      readonly proof?: string
      readonly correction?: boolean
    }
    readonly answer: Readonly<Record<string, unknown>>
  }
  readonly 'POST /api/tenants/{tenant}/sites/{site}/incidents/{incident}/split': {
    readonly path: { readonly tenant: string; readonly site: string; readonly incident: string }
    readonly body: { readonly findings: readonly string[]; readonly reason: string }
    readonly answer: { readonly incident: Readonly<Record<string, unknown>> }
  }
  readonly 'POST /api/tenants/{tenant}/sites/{site}/lists-import': {
    readonly path: { readonly tenant: string; readonly site: string }
    readonly query: {
      readonly kind: 'assets' | 'macs' | 'arp' | 'rules'
      readonly name: string
      readonly dry?: boolean
      readonly mapping?: string
    }
    readonly answer: {
      readonly taken: boolean
      readonly columns: readonly string[]
      readonly samples: readonly (readonly string[])[]
      readonly mapping: Readonly<Record<string, number>>
      readonly missing: readonly (readonly string[])[]
      readonly changes: {
        readonly rows: number
        readonly matched: number
        readonly conflicting: number
        readonly byRule: Readonly<Record<string, number>>
        readonly added: number
        readonly changed: number
        readonly gone: number
      } | null
      readonly faults: readonly { readonly line: number; readonly message: string }[]
      readonly more: number
    }
  }
  readonly 'POST /api/tenants/{tenant}/sites/{site}/model/check': {
    readonly path: { readonly tenant: string; readonly site: string }
    readonly body: { readonly source: string }
    readonly answer: { readonly faults: readonly { readonly line: number; readonly message: string }[] }
  }
  readonly 'POST /api/tenants/{tenant}/sites/{site}/outbox/repeat': {
    readonly path: { readonly tenant: string; readonly site: string }
    readonly body: { readonly id: string }
    readonly answer: { readonly id: string }
  }
  readonly 'POST /api/tenants/{tenant}/sites/{site}/risk/reports': {
    readonly path: { readonly tenant: string; readonly site: string }
    readonly body: { readonly measures: readonly string[]; readonly seed: number }
    readonly answer: {
      readonly id: string
      readonly kind: 'look' | 'report'
      readonly seed: number
      readonly trials: number
      readonly code: string
      readonly hash: string
      readonly measures: readonly string[]
      readonly made_by: string | null
      readonly made_at: string
      readonly result: Readonly<Record<string, unknown>>
    }
  }
  readonly 'POST /api/tenants/{tenant}/sites/{site}/risk/runs': {
    readonly path: { readonly tenant: string; readonly site: string }
    readonly body: { readonly measures: readonly string[]; readonly seed: number }
    readonly answer: {
      readonly id: string
      readonly kind: 'look' | 'report'
      readonly seed: number
      readonly trials: number
      readonly code: string
      readonly hash: string
      readonly measures: readonly string[]
      readonly made_by: string | null
      readonly made_at: string
      readonly result: Readonly<Record<string, unknown>>
    }
  }
  readonly 'POST /api/tenants/{tenant}/sites/{site}/rosters/{duty}/preview': {
    readonly path: {
      readonly tenant: string
      readonly site: string
      readonly duty:
        | 'analyst'
        | 'provider-duty-manager'
        | 'security-lead'
        | 'shift-supervisor'
        | 'plant-engineer'
        | 'process-safety-engineer'
        | 'maintenance-lead'
        | 'network-on-call'
        | 'operations-manager'
        | 'site-manager'
        | 'ciso'
        | 'legal'
        | 'communications'
        | 'vendor'
    }
    readonly body: {
      readonly roster: {
        readonly timeZone: string
        readonly people: readonly string[]
        readonly rotation: 'daily' | 'weekly'
        readonly starts: string
        readonly handover: string
        readonly holidays: readonly { readonly date: string; readonly person: string | null }[]
        readonly swaps: readonly { readonly from: number; readonly to: number; readonly person: string }[]
        readonly deputies: readonly string[]
      }
      readonly from?: number
      readonly days: number
    }
    readonly answer: {
      readonly faults: readonly {
        readonly field: string
        readonly code: string
        readonly values: Readonly<Record<string, unknown>>
      }[]
      readonly from: number
      readonly to: number
      readonly shifts: readonly Readonly<Record<string, unknown>>[]
    }
  }
  readonly 'POST /api/tenants/{tenant}/sites/{site}/rules/try': {
    readonly path: { readonly tenant: string; readonly site: string }
    readonly body: { readonly source: string; readonly id?: string; readonly from: number; readonly to: number }
    readonly answer: {
      readonly from: number | null
      readonly to: number | null
      readonly batches: number
      readonly operations: number
      readonly cut: boolean
      readonly rules: readonly Readonly<Record<string, unknown>>[]
    }
  }
  readonly 'POST /api/tenants/{tenant}/sites/{site}/sensors/{sensor}/batches': {
    readonly path: { readonly tenant: string; readonly site: string; readonly sensor: string }
    readonly answer: { readonly seq: number }
  }
  readonly 'POST /api/tenants/{tenant}/sites/{site}/stories': {
    readonly path: { readonly tenant: string; readonly site: string }
    readonly body: { readonly story: string }
    readonly answer: { readonly told: boolean }
  }
  readonly 'POST /api/tenants/{tenant}/sites/{site}/uploads': {
    readonly path: { readonly tenant: string; readonly site: string }
    readonly query: { readonly name: string }
    readonly answer: {
      readonly id: string
      readonly name: string
      readonly bytes: number
      readonly sha256: string | null
      readonly state: string
      readonly progress: number
      readonly message: string | null
      readonly made_by: string | null
      readonly made_at: string
    }
  }
  readonly 'POST /api/tenants/{tenant}/sites/{site}/vulnerabilities/{vulnerability}/seen': {
    readonly path: { readonly tenant: string; readonly site: string; readonly vulnerability: string }
    readonly answer: undefined
  }
  readonly 'POST /api/tenants/{tenant}/sites/{site}/work': {
    readonly path: { readonly tenant: string; readonly site: string }
    readonly body: {
      readonly id?: string
      readonly work: {
        readonly title: string
        readonly assets: readonly string[]
        readonly verbs:
          | null
          | readonly (
              | 'read'
              | 'write'
              | 'force'
              | 'start'
              | 'stop'
              | 'mode'
              | 'reset'
              | 'download'
              | 'upload'
              | 'edit'
              | 'delete'
              | 'firmware'
              | 'configure'
              | 'clock'
              | 'authenticate'
              | 'connect'
              | 'discover'
              | 'diagnose'
              | 'file'
              | 'subscribe'
              | 'report'
              | 'alarm'
              | 'acknowledge'
              | 'call'
              | 'other'
            )[]
        readonly sources: null | readonly string[]
        readonly tools: null | readonly string[]
        readonly person: null | string
        readonly company: null | string
        readonly laptop: null | string
        readonly contact: null | string
        readonly note: null | string
        readonly timeZone: string
        readonly windows: readonly {
          readonly from: string
          readonly to: string
          readonly repeat: null | string
          readonly except: readonly string[]
        }[]
      }
    }
    readonly answer: {
      readonly site: string
      readonly id: string
      readonly version: number
      readonly state: 'waiting' | 'approved' | 'cancelled'
      readonly force_version: number | null
      readonly work: {
        readonly title: string
        readonly assets: readonly string[]
        readonly verbs:
          | null
          | readonly (
              | 'read'
              | 'write'
              | 'force'
              | 'start'
              | 'stop'
              | 'mode'
              | 'reset'
              | 'download'
              | 'upload'
              | 'edit'
              | 'delete'
              | 'firmware'
              | 'configure'
              | 'clock'
              | 'authenticate'
              | 'connect'
              | 'discover'
              | 'diagnose'
              | 'file'
              | 'subscribe'
              | 'report'
              | 'alarm'
              | 'acknowledge'
              | 'call'
              | 'other'
            )[]
        readonly sources: null | readonly string[]
        readonly tools: null | readonly string[]
        readonly person: null | string
        readonly company: null | string
        readonly laptop: null | string
        readonly contact: null | string
        readonly note: null | string
        readonly timeZone: string
        readonly windows: readonly {
          readonly from: string
          readonly to: string
          readonly repeat: null | string
          readonly except: readonly string[]
        }[]
      }
      readonly made_by: string | null
      readonly made_at: string
      readonly changed_by: string | null
      readonly changed_at: string
      readonly approved_by: string | null
      readonly approved_at: string | null
    }
  }
  readonly 'POST /api/tenants/{tenant}/sites/{site}/work-import': {
    readonly path: { readonly tenant: string; readonly site: string }
    readonly query?: { readonly dry?: boolean; readonly leave?: boolean }
    readonly answer: {
      readonly taken: boolean
      readonly orders: readonly {
        readonly line: number
        readonly id: string | null
        readonly what: 'new' | 'changed' | 'same' | 'cancelled'
        readonly work: {
          readonly title: string
          readonly assets: readonly string[]
          readonly verbs:
            | null
            | readonly (
                | 'read'
                | 'write'
                | 'force'
                | 'start'
                | 'stop'
                | 'mode'
                | 'reset'
                | 'download'
                | 'upload'
                | 'edit'
                | 'delete'
                | 'firmware'
                | 'configure'
                | 'clock'
                | 'authenticate'
                | 'connect'
                | 'discover'
                | 'diagnose'
                | 'file'
                | 'subscribe'
                | 'report'
                | 'alarm'
                | 'acknowledge'
                | 'call'
                | 'other'
              )[]
          readonly sources: null | readonly string[]
          readonly tools: null | readonly string[]
          readonly person: null | string
          readonly company: null | string
          readonly laptop: null | string
          readonly contact: null | string
          readonly note: null | string
          readonly timeZone: string
          readonly windows: readonly {
            readonly from: string
            readonly to: string
            readonly repeat: null | string
            readonly except: readonly string[]
          }[]
        }
      }[]
      readonly faults: readonly { readonly line: number; readonly message: string }[]
      readonly more: number
    }
  }
  readonly 'POST /api/tenants/{tenant}/sites/{site}/work/{order}/approve': {
    readonly path: { readonly tenant: string; readonly site: string; readonly order: string }
    readonly answer: {
      readonly site: string
      readonly id: string
      readonly version: number
      readonly state: 'waiting' | 'approved' | 'cancelled'
      readonly force_version: number | null
      readonly work: {
        readonly title: string
        readonly assets: readonly string[]
        readonly verbs:
          | null
          | readonly (
              | 'read'
              | 'write'
              | 'force'
              | 'start'
              | 'stop'
              | 'mode'
              | 'reset'
              | 'download'
              | 'upload'
              | 'edit'
              | 'delete'
              | 'firmware'
              | 'configure'
              | 'clock'
              | 'authenticate'
              | 'connect'
              | 'discover'
              | 'diagnose'
              | 'file'
              | 'subscribe'
              | 'report'
              | 'alarm'
              | 'acknowledge'
              | 'call'
              | 'other'
            )[]
        readonly sources: null | readonly string[]
        readonly tools: null | readonly string[]
        readonly person: null | string
        readonly company: null | string
        readonly laptop: null | string
        readonly contact: null | string
        readonly note: null | string
        readonly timeZone: string
        readonly windows: readonly {
          readonly from: string
          readonly to: string
          readonly repeat: null | string
          readonly except: readonly string[]
        }[]
      }
      readonly made_by: string | null
      readonly made_at: string
      readonly changed_by: string | null
      readonly changed_at: string
      readonly approved_by: string | null
      readonly approved_at: string | null
    }
  }
  readonly 'POST /api/tenants/{tenant}/sites/{site}/work/{order}/cancel': {
    readonly path: { readonly tenant: string; readonly site: string; readonly order: string }
    readonly body: { readonly reason: string }
    readonly answer: {
      readonly site: string
      readonly id: string
      readonly version: number
      readonly state: 'waiting' | 'approved' | 'cancelled'
      readonly force_version: number | null
      readonly work: {
        readonly title: string
        readonly assets: readonly string[]
        readonly verbs:
          | null
          | readonly (
              | 'read'
              | 'write'
              | 'force'
              | 'start'
              | 'stop'
              | 'mode'
              | 'reset'
              | 'download'
              | 'upload'
              | 'edit'
              | 'delete'
              | 'firmware'
              | 'configure'
              | 'clock'
              | 'authenticate'
              | 'connect'
              | 'discover'
              | 'diagnose'
              | 'file'
              | 'subscribe'
              | 'report'
              | 'alarm'
              | 'acknowledge'
              | 'call'
              | 'other'
            )[]
        readonly sources: null | readonly string[]
        readonly tools: null | readonly string[]
        readonly person: null | string
        readonly company: null | string
        readonly laptop: null | string
        readonly contact: null | string
        readonly note: null | string
        readonly timeZone: string
        readonly windows: readonly {
          readonly from: string
          readonly to: string
          readonly repeat: null | string
          readonly except: readonly string[]
        }[]
      }
      readonly made_by: string | null
      readonly made_at: string
      readonly changed_by: string | null
      readonly changed_at: string
      readonly approved_by: string | null
      readonly approved_at: string | null
    }
  }
  readonly 'POST /api/tenants/{tenant}/sources': {
    readonly path: { readonly tenant: string }
    readonly body: {
      readonly kind: string
      readonly site: string | null
      readonly name: string
      readonly settings: Readonly<Record<string, string>>
      readonly hours: number
      readonly enabled: boolean
    }
    readonly answer: {
      readonly id: string
      readonly site: string | null
      readonly kind: string
      readonly name: string
      readonly settings: Readonly<Record<string, string>>
      readonly secrets: readonly string[]
      readonly hours: number
      readonly enabled: boolean
      readonly version: number
      readonly changed_by: string
      readonly changed_at: string
      readonly next_at: string
      readonly last_at: string | null
      readonly last_ok_at: string | null
      readonly last_error: string | null
      readonly last_result: Readonly<Record<string, unknown>> | null
    }
  }
  readonly 'POST /api/tenants/{tenant}/sources/{source}/fetch': {
    readonly path: { readonly tenant: string; readonly source: string }
    readonly answer: { readonly ok: boolean; readonly why: string }
  }
  readonly 'PUT /api/provider/brand': {
    readonly body: {
      readonly product?: string
      readonly logo?: string
      readonly colours?: { readonly accent?: string }
      readonly language?: 'en' | 'de'
      readonly report?: {
        readonly accent?: string
        readonly cover?: { readonly en?: string; readonly de?: string }
        readonly footer?: { readonly en?: string; readonly de?: string }
        readonly contact?: readonly { readonly label: string; readonly value: string }[]
        readonly sections?: Readonly<Record<string, readonly string[]>>
      }
    }
    readonly answer: Readonly<Record<string, unknown>>
  }
  readonly 'PUT /api/provider/feeds/{feed}': {
    readonly path: { readonly feed: string }
    readonly query?: { readonly days?: number }
    readonly answer: {
      readonly id: string
      readonly name: string
      readonly owner: 'tenant' | 'provider'
      readonly bytes: number
      readonly indicators: number
      readonly others: number
      readonly faults: readonly { readonly line: number; readonly message: string }[]
      readonly last_until: number | null
      readonly changed_by: string | null
      readonly changed_at: string
      readonly expires_at: string | null
      readonly over: boolean
    }
  }
  readonly 'PUT /api/provider/reach': {
    readonly body: {
      readonly domain: string | null
      readonly mailName: string | null
      readonly mailAddress: string | null
    }
    readonly answer: {
      readonly own: {
        readonly domain: string | null
        readonly mailName: string | null
        readonly mailAddress: string | null
      }
      readonly used: {
        readonly domain: string | null
        readonly mailName: string | null
        readonly mailAddress: string | null
      }
      readonly dns: string | null
    }
  }
  readonly 'PUT /api/provider/tenants/{tenant}/reach': {
    readonly path: { readonly tenant: string }
    readonly body: {
      readonly domain: string | null
      readonly mailName: string | null
      readonly mailAddress: string | null
    }
    readonly answer: {
      readonly own: {
        readonly domain: string | null
        readonly mailName: string | null
        readonly mailAddress: string | null
      }
      readonly used: {
        readonly domain: string | null
        readonly mailName: string | null
        readonly mailAddress: string | null
      }
      readonly dns: string | null
    }
  }
  readonly 'PUT /api/tenants/{tenant}/destinations/{destination}': {
    readonly path: { readonly tenant: string; readonly destination: string }
    readonly body: {
      readonly name: string
      readonly settings: Readonly<Record<string, string>>
      readonly filter: {
        readonly topics: readonly ('finding' | 'incident' | 'asset' | 'sensor' | 'audit')[]
        readonly severity: 'recorded' | 'low' | 'medium' | 'high' | 'critical'
        readonly sites: readonly string[]
        readonly exercises: boolean
      }
      readonly mapping: {
        readonly rename: Readonly<Record<string, string>>
        readonly add: Readonly<Record<string, string>>
      }
      readonly enabled: boolean
    }
    readonly answer: {
      readonly id: string
      readonly kind: string
      readonly name: string
      readonly settings: Readonly<Record<string, string>>
      readonly secrets: readonly string[]
      readonly filter: {
        readonly topics: readonly ('finding' | 'incident' | 'asset' | 'sensor' | 'audit')[]
        readonly severity: 'recorded' | 'low' | 'medium' | 'high' | 'critical'
        readonly sites: readonly string[]
        readonly exercises: boolean
      }
      readonly mapping: {
        readonly rename: Readonly<Record<string, string>>
        readonly add: Readonly<Record<string, string>>
      }
      readonly enabled: boolean
      readonly version: number
      readonly changed_by: string | null
      readonly changed_at: string
      readonly state: 'ok' | 'waiting' | 'broken' | 'fault'
      readonly next_at: string
      readonly last_error: string | null
      readonly last_error_at: string | null
      readonly last_sent_at: string | null
      readonly sent: number
      readonly refused: number
      readonly dropped: number
      readonly failures: number
      readonly replaying: boolean
      readonly waiting: number
      readonly oldest: number | null
      readonly dead: number
    }
  }
  readonly 'PUT /api/tenants/{tenant}/entities/{entity}': {
    readonly path: { readonly tenant: string; readonly entity: string }
    readonly body: {
      readonly name: string
      readonly registrationNo: string
      readonly class: 'essential' | 'important' | 'out' | 'unknown'
      readonly sector: string
      readonly subsector: string
      readonly otherSectors: readonly string[]
      readonly establishedIn: string | ''
      readonly memberStates: readonly string[]
      readonly address: string
      readonly turnoverEur: number | null
      readonly marks: {
        readonly isManagedServiceProvider: boolean | null
        readonly isCritical: boolean | null
        readonly isFinancial: boolean | null
        readonly isManufacturer: boolean | null
        readonly isController: boolean | null
        readonly isUsCovered: boolean | null
      }
      readonly notifier: {
        readonly name: string
        readonly role: string
        readonly email: string
        readonly phone: string
        readonly availability: string
      } | null
      readonly deputies: readonly {
        readonly name: string
        readonly role: string
        readonly email: string
        readonly phone: string
        readonly availability: string
      }[]
      readonly mandate: { readonly reference: string; readonly holder: string } | null
      readonly timeZone: string
    }
    readonly answer: {
      readonly items: readonly Readonly<Record<string, unknown>>[]
      readonly sites: readonly Readonly<Record<string, unknown>>[]
    }
  }
  readonly 'PUT /api/tenants/{tenant}/feeds/{feed}': {
    readonly path: { readonly tenant: string; readonly feed: string }
    readonly query?: { readonly days?: number }
    readonly answer: {
      readonly id: string
      readonly name: string
      readonly owner: 'tenant' | 'provider'
      readonly bytes: number
      readonly indicators: number
      readonly others: number
      readonly faults: readonly { readonly line: number; readonly message: string }[]
      readonly last_until: number | null
      readonly changed_by: string | null
      readonly changed_at: string
      readonly expires_at: string | null
      readonly over: boolean
    }
  }
  readonly 'PUT /api/tenants/{tenant}/playbooks/{playbook}': {
    readonly path: { readonly tenant: string; readonly playbook: string }
    readonly body: { readonly source: string; readonly note: string; readonly basis?: string }
    readonly answer: {
      readonly id: string
      readonly title: Readonly<Record<string, unknown>>
      readonly safetyClass: string
      readonly version: number | null
      readonly isOwn: boolean
      readonly cameAlong: boolean
      readonly basis: string | null
      readonly original: string | null
      readonly by: string | null
      readonly at: string | null
      readonly note: string | null
      readonly exercised: string | null
    }
  }
  readonly 'PUT /api/tenants/{tenant}/report-schedules/{schedule}': {
    readonly path: { readonly tenant: string; readonly schedule: string }
    readonly body: {
      readonly name: string
      readonly kind: string
      readonly language: 'en' | 'de'
      readonly form: 'pdf' | 'html' | 'docx' | 'csv' | 'json'
      readonly sites: readonly string[]
      readonly every: 'week' | 'month' | 'quarter'
      readonly day: number
      readonly hour: number
      readonly timeZone: string
      readonly paused: boolean
      readonly recipients: readonly string[]
    }
    readonly answer: {
      readonly name: string
      readonly kind: string
      readonly language: 'en' | 'de'
      readonly form: string
      readonly sites: readonly string[]
      readonly every: 'week' | 'month' | 'quarter'
      readonly day: number
      readonly hour: number
      readonly timeZone: string
      readonly paused: boolean
      readonly recipients: readonly { readonly email: string; readonly outside: boolean; readonly confirmed: boolean }[]
      readonly id: string
      readonly nextAt: number
      readonly by: string
    }
  }
  readonly 'PUT /api/tenants/{tenant}/rules/{rule}': {
    readonly path: { readonly tenant: string; readonly rule: string }
    readonly body: { readonly name: string; readonly source: string }
    readonly answer: {
      readonly id: string
      readonly name: string
      readonly enabled: boolean
      readonly made_by: string | null
      readonly made_at: string
      readonly changed_by: string | null
      readonly changed_at: string
      readonly faults: readonly { readonly line: number; readonly message: string }[]
      readonly rules: readonly {
        readonly id: string
        readonly title: string
        readonly level: string
        readonly silent: boolean
      }[]
      readonly source: string
    }
  }
  readonly 'PUT /api/tenants/{tenant}/scim/v2/Groups/{group}': {
    readonly path: { readonly tenant: string; readonly group: string }
    readonly body: Readonly<Record<string, unknown>>
    readonly answer: unknown
  }
  readonly 'PUT /api/tenants/{tenant}/scim/v2/Users/{user}': {
    readonly path: { readonly tenant: string; readonly user: string }
    readonly body: Readonly<Record<string, unknown>>
    readonly answer: unknown
  }
  readonly 'PUT /api/tenants/{tenant}/sites/{site}/branding': {
    readonly path: { readonly tenant: string; readonly site: string }
    readonly body: {
      readonly product?: string
      readonly logo?: string
      readonly colours?: { readonly accent?: string }
      readonly language?: 'en' | 'de'
      readonly report?: {
        readonly accent?: string
        readonly cover?: { readonly en?: string; readonly de?: string }
        readonly footer?: { readonly en?: string; readonly de?: string }
        readonly contact?: readonly { readonly label: string; readonly value: string }[]
        readonly sections?: Readonly<Record<string, readonly string[]>>
      }
    }
    readonly answer: {
      readonly own: Readonly<Record<string, unknown>>
      readonly used: Readonly<Record<string, unknown>>
    }
  }
  readonly 'PUT /api/tenants/{tenant}/sites/{site}/contacts/{person}/{channel}': {
    readonly path: {
      readonly tenant: string
      readonly site: string
      readonly person: string
      readonly channel: 'phone' | 'sms' | 'push' | 'mail' | 'chat' | 'pager' | 'webhook'
    }
    readonly body: { readonly kind: string; readonly settings: Readonly<Record<string, string>> }
    readonly answer: {
      readonly items: readonly {
        readonly person: string
        readonly channel: string
        readonly kind: string
        readonly shown: string
        readonly version: number
        readonly changed_by: string | null
        readonly changed_at: string
      }[]
    }
  }
  readonly 'PUT /api/tenants/{tenant}/sites/{site}/duties/{person}': {
    readonly path: { readonly tenant: string; readonly site: string; readonly person: string }
    readonly body: {
      readonly duties: readonly (
        | 'analyst'
        | 'provider-duty-manager'
        | 'security-lead'
        | 'shift-supervisor'
        | 'plant-engineer'
        | 'process-safety-engineer'
        | 'maintenance-lead'
        | 'network-on-call'
        | 'operations-manager'
        | 'site-manager'
        | 'ciso'
        | 'legal'
        | 'communications'
        | 'vendor'
      )[]
    }
    readonly answer: { readonly given: readonly string[] }
  }
  readonly 'PUT /api/tenants/{tenant}/sites/{site}/entity': {
    readonly path: { readonly tenant: string; readonly site: string }
    readonly body: { readonly entity: string | null }
    readonly answer: undefined
  }
  readonly 'PUT /api/tenants/{tenant}/sites/{site}/escalation-policy': {
    readonly path: { readonly tenant: string; readonly site: string }
    readonly body: {
      readonly steps: readonly {
        readonly duties: readonly (
          | 'analyst'
          | 'provider-duty-manager'
          | 'security-lead'
          | 'shift-supervisor'
          | 'plant-engineer'
          | 'process-safety-engineer'
          | 'maintenance-lead'
          | 'network-on-call'
          | 'operations-manager'
          | 'site-manager'
          | 'ciso'
          | 'legal'
          | 'communications'
          | 'vendor'
        )[]
        readonly channels: readonly ('phone' | 'sms' | 'push' | 'mail' | 'chat' | 'pager' | 'webhook')[]
        readonly acknowledgeWithin: number
        readonly tries: number
        readonly fallback:
          | 'analyst'
          | 'provider-duty-manager'
          | 'security-lead'
          | 'shift-supervisor'
          | 'plant-engineer'
          | 'process-safety-engineer'
          | 'maintenance-lead'
          | 'network-on-call'
          | 'operations-manager'
          | 'site-manager'
          | 'ciso'
          | 'legal'
          | 'communications'
          | 'vendor'
          | null
      }[]
      readonly everybody: {
        readonly duties: readonly (
          | 'analyst'
          | 'provider-duty-manager'
          | 'security-lead'
          | 'shift-supervisor'
          | 'plant-engineer'
          | 'process-safety-engineer'
          | 'maintenance-lead'
          | 'network-on-call'
          | 'operations-manager'
          | 'site-manager'
          | 'ciso'
          | 'legal'
          | 'communications'
          | 'vendor'
        )[]
        readonly channels: readonly ('phone' | 'sms' | 'push' | 'mail' | 'chat' | 'pager' | 'webhook')[]
        readonly every: number
        readonly tries: number
      }
      readonly inform: readonly {
        readonly duty:
          | 'analyst'
          | 'provider-duty-manager'
          | 'security-lead'
          | 'shift-supervisor'
          | 'plant-engineer'
          | 'process-safety-engineer'
          | 'maintenance-lead'
          | 'network-on-call'
          | 'operations-manager'
          | 'site-manager'
          | 'ciso'
          | 'legal'
          | 'communications'
          | 'vendor'
        readonly channels: readonly ('phone' | 'sms' | 'push' | 'mail' | 'chat' | 'pager' | 'webhook')[]
        readonly after: number
      }[]
      readonly acknowledgementHolds: number
      readonly quiet: {
        readonly from: string
        readonly to: string
        readonly timeZone: string
        readonly upTo: 'recorded' | 'low'
      } | null
    }
    readonly answer: { readonly version: number }
  }
  readonly 'PUT /api/tenants/{tenant}/sites/{site}/expected/{file}': {
    readonly path: { readonly tenant: string; readonly site: string; readonly file: string }
    readonly answer: Readonly<Record<string, unknown>>
  }
  readonly 'PUT /api/tenants/{tenant}/sites/{site}/incidents/{incident}/loss': {
    readonly path: { readonly tenant: string; readonly site: string; readonly incident: string }
    readonly body: { readonly process: string; readonly stood_from: number | null; readonly stood_until: number | null }
    readonly answer: {
      readonly currency: string
      readonly processes: readonly string[]
      readonly process: string | null
      readonly kind: string | null
      readonly stood_from: number | null
      readonly stood_until: number | null
      readonly changed_by: string | null
      readonly loss: Readonly<Record<string, unknown>> | null
    }
  }
  readonly 'PUT /api/tenants/{tenant}/sites/{site}/model': {
    readonly path: { readonly tenant: string; readonly site: string }
    readonly body: { readonly source: string }
    readonly answer: { readonly source: string; readonly version: number }
  }
  readonly 'PUT /api/tenants/{tenant}/sites/{site}/risk/inputs': {
    readonly path: { readonly tenant: string; readonly site: string }
    readonly body: {
      readonly input: string
      readonly version: number
      readonly range:
        | { readonly kind: 'fixed'; readonly value: number }
        | { readonly kind: 'pert'; readonly low: number; readonly mode: number; readonly high: number }
        | { readonly kind: 'percentiles'; readonly p5: number; readonly p50: number; readonly p95: number }
        | null
      readonly source?: string
      readonly owner?: string | null
      readonly confidence?: 'low' | 'medium' | 'high'
      readonly reason: string
    }
    readonly answer: { readonly version: number }
  }
  readonly 'PUT /api/tenants/{tenant}/sites/{site}/rosters/{duty}': {
    readonly path: {
      readonly tenant: string
      readonly site: string
      readonly duty:
        | 'analyst'
        | 'provider-duty-manager'
        | 'security-lead'
        | 'shift-supervisor'
        | 'plant-engineer'
        | 'process-safety-engineer'
        | 'maintenance-lead'
        | 'network-on-call'
        | 'operations-manager'
        | 'site-manager'
        | 'ciso'
        | 'legal'
        | 'communications'
        | 'vendor'
    }
    readonly body: {
      readonly timeZone: string
      readonly people: readonly string[]
      readonly rotation: 'daily' | 'weekly'
      readonly starts: string
      readonly handover: string
      readonly holidays: readonly { readonly date: string; readonly person: string | null }[]
      readonly swaps: readonly { readonly from: number; readonly to: number; readonly person: string }[]
      readonly deputies: readonly string[]
    }
    readonly answer: {
      readonly duty: string
      readonly version: number
      readonly roster: Readonly<Record<string, unknown>>
      readonly changed_by: string | null
      readonly changed_at: string | null
    }
  }
  readonly 'PUT /api/tenants/{tenant}/sites/{site}/sensors/{sensor}/packet-questions/{finding}': {
    readonly path: { readonly tenant: string; readonly site: string; readonly sensor: string; readonly finding: string }
    readonly answer: undefined
  }
  readonly 'PUT /api/tenants/{tenant}/sites/{site}/sensors/{sensor}/settings': {
    readonly path: { readonly tenant: string; readonly site: string; readonly sensor: string }
    readonly body: {
      readonly learnUntil: number | null
      readonly ignoreVlans: readonly number[]
      readonly switchedOff: readonly string[]
      readonly filter: string | null
      readonly ignoreNetworks: readonly string[]
    }
    readonly answer: { readonly version: number }
  }
  readonly 'PUT /api/tenants/{tenant}/sites/{site}/work-approval': {
    readonly path: { readonly tenant: string; readonly site: string }
    readonly body: { readonly approval: boolean }
    readonly answer: { readonly approval: boolean }
  }
  readonly 'PUT /api/tenants/{tenant}/sites/{site}/work/{order}': {
    readonly path: { readonly tenant: string; readonly site: string; readonly order: string }
    readonly body: {
      readonly work: {
        readonly title: string
        readonly assets: readonly string[]
        readonly verbs:
          | null
          | readonly (
              | 'read'
              | 'write'
              | 'force'
              | 'start'
              | 'stop'
              | 'mode'
              | 'reset'
              | 'download'
              | 'upload'
              | 'edit'
              | 'delete'
              | 'firmware'
              | 'configure'
              | 'clock'
              | 'authenticate'
              | 'connect'
              | 'discover'
              | 'diagnose'
              | 'file'
              | 'subscribe'
              | 'report'
              | 'alarm'
              | 'acknowledge'
              | 'call'
              | 'other'
            )[]
        readonly sources: null | readonly string[]
        readonly tools: null | readonly string[]
        readonly person: null | string
        readonly company: null | string
        readonly laptop: null | string
        readonly contact: null | string
        readonly note: null | string
        readonly timeZone: string
        readonly windows: readonly {
          readonly from: string
          readonly to: string
          readonly repeat: null | string
          readonly except: readonly string[]
        }[]
      }
    }
    readonly answer: {
      readonly site: string
      readonly id: string
      readonly version: number
      readonly state: 'waiting' | 'approved' | 'cancelled'
      readonly force_version: number | null
      readonly work: {
        readonly title: string
        readonly assets: readonly string[]
        readonly verbs:
          | null
          | readonly (
              | 'read'
              | 'write'
              | 'force'
              | 'start'
              | 'stop'
              | 'mode'
              | 'reset'
              | 'download'
              | 'upload'
              | 'edit'
              | 'delete'
              | 'firmware'
              | 'configure'
              | 'clock'
              | 'authenticate'
              | 'connect'
              | 'discover'
              | 'diagnose'
              | 'file'
              | 'subscribe'
              | 'report'
              | 'alarm'
              | 'acknowledge'
              | 'call'
              | 'other'
            )[]
        readonly sources: null | readonly string[]
        readonly tools: null | readonly string[]
        readonly person: null | string
        readonly company: null | string
        readonly laptop: null | string
        readonly contact: null | string
        readonly note: null | string
        readonly timeZone: string
        readonly windows: readonly {
          readonly from: string
          readonly to: string
          readonly repeat: null | string
          readonly except: readonly string[]
        }[]
      }
      readonly made_by: string | null
      readonly made_at: string
      readonly changed_by: string | null
      readonly changed_at: string
      readonly approved_by: string | null
      readonly approved_at: string | null
    }
  }
  readonly 'PUT /api/tenants/{tenant}/sources/{source}': {
    readonly path: { readonly tenant: string; readonly source: string }
    readonly body: {
      readonly name: string
      readonly settings: Readonly<Record<string, string>>
      readonly hours: number
      readonly enabled: boolean
    }
    readonly answer: {
      readonly id: string
      readonly site: string | null
      readonly kind: string
      readonly name: string
      readonly settings: Readonly<Record<string, string>>
      readonly secrets: readonly string[]
      readonly hours: number
      readonly enabled: boolean
      readonly version: number
      readonly changed_by: string
      readonly changed_at: string
      readonly next_at: string
      readonly last_at: string | null
      readonly last_ok_at: string | null
      readonly last_error: string | null
      readonly last_result: Readonly<Record<string, unknown>> | null
    }
  }
}
