// The rows as Kysely knows them. The migrations are the truth; a test compares.
import type { ColumnType, Generated, JSONColumnType } from 'kysely'

type Json<T extends object> = JSONColumnType<T, string, string>
type Stamp = ColumnType<Date, Date | string, Date | string>
type Now = ColumnType<Date, Date | string | undefined, Date | string>
type OfSite = { tenant: string; site: string }

export type Tables = {
  tenants: {
    id: string
    name: string
    branding: Json<object>
    retention: Json<object>
    created_at: Now
    outside_reports: boolean
  }
  provider_brand: { one: boolean; branding: Json<object> }
  reaches: {
    tenant: string
    domain: string | null
    mail_name: string | null
    mail_address: string | null
    changed_by: string
    changed_at: Now
  }
  usage_months: {
    tenant: string
    month: string
    sites: number
    sensors: number
    assets: number
    assets_peak: number
    activities: number
    findings: number
    incidents: number
    storage: number
    users: number
    counted_at: Stamp
  }
  report_schedules: {
    tenant: string
    id: Generated<string>
    name: string
    kind: string
    language: string
    form: string
    sites: string[]
    every: string
    day: number
    hour: number
    time_zone: string
    paused: boolean
    next_at: number
    made_by: string
    made_at: Now
  }
  report_recipients: {
    tenant: string
    schedule: string
    email: string
    user_id: string | null
    token_hash: string | null
    confirmed_at: Stamp | null
    added_by: string
    added_at: Now
  }
  report_runs: {
    tenant: string
    id: Generated<string>
    schedule: string
    due: number
    name: string
    form: string
    asked_by: string | null
    state: string
    report: string | null
    tries: number
    try_at: number
    error: string | null
    made_at: Now
    done_at: Stamp | null
  }
  report_letters: {
    tenant: string
    id: Generated<string>
    run: string
    email: string
    state: string
    tries: number
    try_at: number
    error: string | null
    linked: boolean
    token_hash: string | null
    token_until: Stamp | null
    sent_at: Stamp | null
  }
  sites: {
    tenant: string
    id: string
    name: string
    time_zone: string
    demo: boolean
    created_at: Now
    approve_work: boolean
    branding: Json<object>
  }
  site_models: OfSite & { source: string; version: number; changed_by: string | null; changed_at: Now }
  sensors: OfSite & {
    id: string
    name: string
    kind: string
    key_hash: string | null
    /** Of the key that it had when it was revoked. */
    revoked_hash: string | null
    enrolled_at: Now
    revoked_at: Stamp | null
    last_seen: Stamp | null
    version: string | null
    health: Json<object>
    bus_key: string | null
  }
  sensor_settings: OfSite & {
    sensor: string
    version: number
    body: string
    signature: string
    changed_by: string
    changed_at: Now
  }
  workers: { id: string; version: string; started_at: Now; beat_at: Now; leaving: boolean }
  leases: { partition: number; worker: string | null; token: number; changed_at: Now }
  installation_keys: { name: string; sealed: Buffer; made_at: Now }
  enrolments: OfSite & {
    token_hash: string
    name: string
    created_by: string | null
    expires_at: Stamp
    used_at: Stamp | null
    id: Generated<string>
    made_at: Now
    revoked_at: Stamp | null
  }
  batches: OfSite & {
    number: number
    sensor: string
    epoch: string
    seq: number
    file: string | null
    taught: boolean
    body: Buffer
    received_at: Now
    /** Why it was set aside; null where it was taken. */
    failure: string | null
  }
  set_aside: OfSite & {
    number: number
    sensor: string
    epoch: string
    seq: number
    file: string | null
    body: Buffer
    failure: string
    set_aside_at: Now
  }
  told: OfSite & { told: number; telling: number }
  incidents: OfSite & {
    id: string
    state: string
    outcome: string | null
    severity: string
    rank: number
    title: string
    exercise: boolean
    assignee: string | null
    playbook: string | null
    opened: number
    changed: number
    since: number
    seq: number
    hash: string
    wake: number | null
    data: Json<object>
  }
  incident_entries: OfSite & {
    incident: string
    seq: number
    at: number
    kind: string
    person: string | null
    body: string
    prev: string
    hash: string
  }
  finding_assets: OfSite & { asset: string; finding: string }
  incident_findings: OfSite & { finding: string; incident: string; severity: string; count: number }
  evidence: OfSite & {
    finding: string
    sha256: string
    bytes: number
    frames: number
    named: number
    made_at: Now
  }
  packet_questions: OfSite & {
    finding: string
    sensor: string
    state: 'asked' | 'waiting' | 'kept' | 'gone' | 'none' | 'refused'
    named: number
    why: string | null
    reach: number | null
    asked_at: Now
    tried_at: Now
  }
  rosters: OfSite & {
    duty: string
    version: number
    data: Json<object> | null
    changed_by: string | null
    changed_at: Now
  }
  policies: OfSite & { id: string; version: number; data: Json<object>; changed_by: string | null; changed_at: Now }
  contacts: OfSite & {
    person: string
    channel: string
    kind: string
    shown: string
    sealed: Buffer
    version: number
    changed_by: string | null
    changed_at: Now
  }
  outbox: OfSite & {
    id: string
    incident: string | null
    person: string
    channel: string
    payload: Json<object>
    state: string
    tries: number
    next_at: number
    last_error: string | null
    made_at: number
    done_at: number | null
    acknowledged_at: number | null
  }
  duties: OfSite & { person: string; duty: string; given_by: string | null; given_at: Now }
  positions: OfSite & {
    sensor: string
    epoch: string
    seq: number
    number: number
    activities: number
    at: number
  }
  snapshots: OfSite & { number: number; format: number; body: Buffer; made_at: Now }
  assets: OfSite & {
    id: string
    name: string | null
    ip: string[]
    mac: string[]
    vendor: string | null
    model: string | null
    firmware: string | null
    role: string | null
    confidence: number | null
    level: number | null
    zone: string | null
    criticality: string | null
    protocols: string[]
    first: number | null
    last: number | null
    data: Json<object>
    seen_at: Now
  }
  asset_edits: OfSite & {
    asset: string
    owner: string | null
    note: string | null
    criticality: string | null
    zone: string | null
    process: string | null
    label: string | null
    changed_by: string | null
    changed_at: Now
  }
  links: OfSite & {
    id: string
    client: string
    server: string
    protocol: string
    port: number
    first: number | null
    last: number | null
    data: Json<object>
  }
  points: OfSite & { id: string; asset: string; object: string; last: number | null; data: Json<object> }
  findings: OfSite & {
    id: string
    rule: string
    title: string
    severity: string
    rank: number
    first: number
    last: number
    count: number
    source: string | null
    target: string | null
    assets: string[]
    protocol: string | null
    verb: string | null
    data: Json<object>
    made_at: Now
  }
  finding_work: OfSite & {
    finding: string
    status: string
    reason: string | null
    assignee: string | null
    changed_by: string | null
    changed_at: Now
  }
  acceptances: OfSite & {
    id: Generated<string>
    kind: 'accept' | 'suppress'
    rule: string
    source: string | null
    target: string | null
    verb: string | null
    reason: string
    expires_at: Stamp | null
    made_by: string | null
    made_at: Now
    ended_at: Stamp | null
  }
  notices: OfSite & { id: string; code: string; message: string; count: number; at: number; sensor: string | null }
  site_facts: OfSite & { name: string; data: Json<object>; changed_at: Now }
  work_orders: OfSite & {
    id: string
    version: number
    state: string
    data: Json<object>
    force_version: number | null
    force_data: Json<object> | null
    made_by: string | null
    made_at: Now
    changed_by: string | null
    changed_at: Now
    approved_by: string | null
    approved_at: Stamp | null
  }
  work_order_steps: OfSite & {
    work_order: string
    seq: number
    version: number
    step: string
    data: Json<object>
    reason: string | null
    who: string
    at: Now
  }
  feeds: {
    tenant: string
    id: Generated<string>
    name: string
    hash: string
    bytes: number
    indicators: number
    others: number
    faults: Json<object>
    last_until: number | null
    made_by: string | null
    made_at: Now
    changed_by: string | null
    changed_at: Now
    expires_at: Stamp | null
  }
  feed_bodies: { tenant: string; hash: string; name: string; body: Buffer; made_at: Now; released_at: Stamp | null }
  exercises: OfSite & {
    id: string
    story: string
    title: string
    playbook: string | null
    state: string
    incident: string
    people: Json<object>
    goals: Json<object>
    note: string | null
    started_by: string
    started_at: Now
    ended_by: string | null
    ended_at: Stamp | null
    report: Json<object> | null
  }
  inward_sources: {
    tenant: string
    id: Generated<string>
    site: string | null
    kind: string
    name: string
    settings: Json<object>
    sealed: Buffer
    hours: number
    enabled: boolean
    version: number
    made_by: string
    made_at: Now
    changed_by: string
    changed_at: Now
    next_at: Stamp
    last_at: Stamp | null
    last_ok_at: Stamp | null
    last_error: string | null
    last_result: Json<object> | null
  }
  lists: OfSite & {
    id: string
    kind: string
    name: string
    source: string | null
    mapping: Json<object>
    edition: string
    rows: number
    matched: number
    faults: Json<object>
    more: number
    changed_by: string
    changed_at: Now
    matched_at: Now
  }
  list_rows: OfSite & {
    edition: string
    line: number
    key: string
    ip: string[]
    mac: string[]
    data: Json<object>
    asset: string | null
    rule: string | null
    conflicts: Json<object>
  }
  asset_claims: OfSite & {
    asset: string
    name: string | null
    owner: string | null
    location: string | null
    criticality: string | null
  }
  intelligence: {
    tenant: string
    id: Generated<string>
    kind: string
    name: string
    source: string | null
    hash: string
    version: string
    released: string
    entries: number
    faults: Json<object>
    bytes: number
    body: Buffer
    changed_by: string
    changed_at: Now
    checked_at: Now
  }
  vulnerabilities: OfSite & {
    id: string
    asset: string
    vulnerability: string
    verdict: string
    urgency: string | null
    rank: number
    score: number | null
    likelihood: number | null
    known: boolean
    known_at: Stamp | null
    seen_by: string | null
    seen_at: Stamp | null
    first_at: Now
    data: Json<object>
  }
  vulnerability_runs: OfSite & { at: Stamp; counts: Json<object>; age: Json<object> }
  directory_users: {
    tenant: string
    id: Generated<string>
    user_id: string
    own: boolean
    user_name: string
    external_id: string | null
    active: boolean
    data: Json<object>
    version: number
    made_at: Now
    changed_at: Now
  }
  directory_groups: {
    tenant: string
    id: Generated<string>
    name: string
    external_id: string | null
    version: number
    made_at: Now
    changed_at: Now
  }
  directory_members: { tenant: string; group_id: string; member: string }
  role_mappings: {
    tenant: string
    id: Generated<string>
    provider: string
    claim: string
    value: string
    site: string
    role: string
    made_by: string
    made_at: Now
  }
  risk_inputs: OfSite & {
    input: string
    version: number
    data: Json<object> | null
    reason: string
    changed_by: string | null
    changed_at: Now
  }
  risk_runs: OfSite & {
    id: Generated<string>
    kind: string
    seed: number
    trials: number
    code: string
    hash: string
    book: Json<object> | null
    measures: Json<object>
    result: Json<object>
    made_by: string | null
    made_at: Now
  }
  risk_standstills: OfSite & {
    incident: string
    version: number
    process: string
    stood_from: number | null
    stood_until: number | null
    changed_by: string | null
    changed_at: Now
  }
  members: { tenant: string; user_id: string; site: string; role: string; added_by: string | null; added_at: Now }
  invitations: {
    tenant: string
    token_hash: string
    email: string
    site: string
    role: string
    made_by: string | null
    expires_at: Stamp
    used_at: Stamp | null
    id: Generated<string>
    made_at: Now
    revoked_at: Stamp | null
    mailed: boolean
  }
  api_keys: {
    tenant: string
    id: Generated<string>
    name: string
    key_hash: string
    scopes: string[]
    site: string
    made_by: string | null
    made_at: Now
    expires_at: Stamp | null
    revoked_at: Stamp | null
    used_at: Stamp | null
  }
  saved: {
    tenant: string
    id: Generated<string>
    kind: string
    name: string
    owner: string | null
    shared: boolean
    data: Json<object>
    changed_at: Now
  }
  uploads: OfSite & {
    id: Generated<string>
    name: string
    bytes: number
    sha256: string | null
    state: string
    progress: number
    message: string | null
    made_by: string | null
    made_at: Now
  }
  audit: {
    tenant: string
    id: Generated<number>
    at: Now
    who: string
    site: string | null
    action: string
    object: string | null
    detail: Json<object>
    /** Null until the transaction ends, which makes the link. */
    seq: number | null
    prev: string | null
    hash: string | null
    body: string
  }
  entities: {
    tenant: string
    id: string
    data: Json<object>
    revision: number
    changed_by: string | null
    changed_at: Now
  }
  entity_sites: OfSite & { entity: string }
  playbook_editions: { id: string; version: number; data: Json<object>; source: string; made_at: Now }
  playbooks: {
    tenant: string
    id: string
    version: number
    basis: string | null
    data: Json<object> | null
    source: string | null
    note: string
    made_by: string
    made_at: Now
  }
  obligation_templates: {
    tenant: string
    id: string
    version: number
    data: Json<object>
    source: string | null
    made_by: string | null
    made_at: Now
  }
  reports: {
    tenant: string
    id: Generated<string>
    kind: string
    language: string
    sites: string[]
    money: boolean
    period_from: number
    period_to: number
    hash: string
    document: string
    made_by: string
    made_at: Now
  }
  obligation_drafts: OfSite & {
    incident: string
    obligation: string
    stage: string
    version: number
    hash: string
    document: string
    edits: Json<object>
    made_by: string
    made_at: number
  }
  audit_anchors: {
    tenant: string
    day: string
    seq: number
    hash: string
    links: number
    key: string
    signature: string
    made_at: Now
  }
  provider_members: {
    user_id: string
    added_by: string | null
    added_at: Now
    role: string
    customers: string[] | null
  }
  passkeys: {
    id: string
    user_id: string
    name: string
    public_key: Buffer
    counter: number
    transports: string[]
    synced: boolean
    made_at: Now
    used_at: Stamp | null
  }
  identities: { provider: string; subject: string; user_id: string; linked_at: Now }
  proven: { user_id: string; email: string; at: Now }
  devices: { user_id: string; device_hash: string; agent: string | null; first_at: Now; last_at: Now }
  ceremonies: { token_hash: string; kind: string; data: Json<object>; expires_at: Stamp }
  break_glass: {
    tenant: string
    id: Generated<string>
    user_id: string
    who: string
    role: string
    reason: string
    began_at: Now
    until: Stamp
    ended_at: Stamp | null
  }
  rules: {
    tenant: string
    id: Generated<string>
    name: string
    source: string
    enabled: boolean
    made_by: string | null
    made_at: Now
    changed_by: string | null
    changed_at: Now
  }
  site_events: OfSite & {
    number: number
    kind: 'health' | 'rules' | 'orders' | 'feeds'
    data: Json<object>
    made_at: Now
  }
  decisions: OfSite & { number: number; data: Json<object>; made_by: string; made_at: Now }
  expected: OfSite & { file: string; data: Json<object>; added_by: string | null; added_at: Now }
  answers: {
    tenant: string
    key_hash: string
    request_hash: string
    status: number | null
    body: Buffer | null
    made_at: Now
  }
  outward_events: {
    tenant: string
    id: Generated<number>
    /** Null until it has its place. */
    position: number | null
    uid: Generated<string>
    at: Now
    site: string | null
    kind: string
    object: string
    body: Json<object>
  }
  outward_heads: { tenant: string; position: number }
  destinations: {
    tenant: string
    id: Generated<string>
    kind: string
    name: string
    settings: Json<object>
    sealed: Buffer
    filter: Json<object>
    mapping: Json<object>
    enabled: boolean
    version: number
    made_by: string | null
    made_at: Now
    changed_by: string | null
    changed_at: Now
  }
  destination_states: {
    tenant: string
    destination: string
    position: number
    ahead: Json<number[]>
    state: string
    tries: number
    next_at: Stamp
    last_error: string | null
    last_error_at: Stamp | null
    last_sent_at: Stamp | null
    sent: number
    refused: number
    dropped: number
    failures: number
    replay_until: number | null
    resume_at: number | null
  }
  dead_letters: {
    tenant: string
    id: Generated<string>
    destination: string
    event: Json<object>
    object: string
    reason: string
    made_at: Stamp
    again_at: Stamp | null
  }
  destination_refs: {
    tenant: string
    destination: string
    object: string
    remote: string
    state: string | null
    /** People closed it there, as a sentence; null: it goes on. */
    ended: string | null
    seen_at: Stamp
  }
}
