// Whom a site calls: what people wrote, and until they did, what follows from their roles.
import { type Channel, type Duty, dutiesWith, duties as everyDuty, type Policy, type Roster } from '@nautilus/response'
import {
  getPolicy,
  getSite,
  listContacts,
  listDuties,
  listMembers,
  listRosters,
  type Scoped,
  type StoredPolicy,
  writePolicy,
} from '@nautilus/store'

/** The policy that people write; and ours. */
export const OWN = 'site'
export const DEFAULT = 'default'

export type Plan = {
  readonly policy: Policy
  /** 0: ours, and never yet used. */
  readonly version: number
  readonly isDefault: boolean
  readonly rosters: readonly Roster[]
  /** Duties whose roster follows from roles. */
  readonly derived: readonly Duty[]
}

export async function planOf(scoped: Scoped, site: string): Promise<Plan> {
  const own = await getPolicy(scoped, site, OWN)
  const { rosters, derived } = await rostersOf(scoped, site)
  if (own) return { policy: own.data, version: own.version, isDefault: false, rosters, derived }
  const policy = defaultPolicy(await channelsOf(scoped, site))
  const used = await getPolicy(scoped, site, DEFAULT)
  return { policy, version: isSame(used, policy) ? used!.version : 0, isDefault: true, rosters, derived }
}

/** The same, kept under a version that an escalation can name. */
export async function planInForce(
  scoped: Scoped,
  place: { readonly tenant: string; readonly site: string },
): Promise<Plan> {
  const plan = await planOf(scoped, place.site)
  if (plan.version > 0) return plan
  const { version } = await writePolicy(scoped, { ...place, by: null }, plan.policy)
  return { ...plan, version }
}

const isSame = (stored: StoredPolicy | null, policy: Policy): boolean =>
  stored !== null && JSON.stringify(inOrder(stored.data)) === JSON.stringify(inOrder(policy))

/** A database gives back the fields of a document in an order of its own. */
const inOrder = (value: unknown): unknown =>
  Array.isArray(value)
    ? value.map(inOrder)
    : value !== null && typeof value === 'object'
      ? Object.fromEntries(
          Object.entries(value)
            .sort(([a], [b]) => (a < b ? -1 : 1))
            .map(([key, each]) => [key, inOrder(each)]),
        )
      : value

export const nameOf = ({ policy, version }: Plan): string => `${policy.id}@${version}`

/** The policy that an escalation names; null where there is none such. */
export async function policyNamed(scoped: Scoped, site: string, name: string): Promise<Policy | null> {
  const at = name.lastIndexOf('@')
  const version = Number(name.slice(at + 1))
  const isVersion = at > 0 && Number.isInteger(version) && version > 0 && version < 2 ** 31
  const found = isVersion
    ? await getPolicy(scoped, site, name.slice(0, at), version)
    : await getPolicy(scoped, site, name)
  return found?.data ?? null
}

/** Mail reaches whoever has an account; what the site has besides is used too. */
async function channelsOf(scoped: Scoped, site: string): Promise<readonly Channel[]> {
  const contacts = await listContacts(scoped, site)
  const shared = contacts.filter(({ person }) => person === '*').map(({ channel }) => channel as Channel)
  return [...new Set<Channel>(['mail', ...shared])].sort()
}

export const defaultPolicy = (channels: readonly Channel[]): Policy => ({
  id: DEFAULT,
  steps: [
    { duties: ['analyst'], channels, acknowledgeWithin: 15, tries: 1, fallback: 'provider-duty-manager' },
    { duties: ['plant-engineer'], channels, acknowledgeWithin: 15, tries: 1, fallback: 'operations-manager' },
  ],
  everybody: {
    duties: ['analyst', 'provider-duty-manager', 'plant-engineer', 'operations-manager'],
    channels,
    every: 30,
    tries: 3,
  },
  inform: [],
  acknowledgementHolds: 60,
  quiet: null,
})

type Rosters = Pick<Plan, 'rosters' | 'derived'>

async function rostersOf(scoped: Scoped, site: string): Promise<Rosters> {
  const stored = (await listRosters(scoped, site)).flatMap(({ data }) => data ?? [])
  const written = new Set(stored.map(({ duty }) => duty))
  const timeZone = (await getSite(scoped, site))?.time_zone ?? 'UTC'
  const held = await dutiesOfPeople(scoped, site)
  const derived = everyDuty.filter(duty => !written.has(duty) && held.some(({ duties }) => duties.includes(duty)))
  const ofRoles = derived.map((duty): Roster => {
    const people = held.filter(({ duties }) => duties.includes(duty)).map(({ person }) => person)
    return { duty, timeZone, people, ...WEEKLY, holidays: [], swaps: [], deputies: people }
  })
  return { rosters: [...stored, ...ofRoles], derived }
}

/** From a Monday long ago. */
const WEEKLY = { rotation: 'weekly', starts: '2024-01-01', handover: '06:00' } as const

export type Held = { readonly person: string; readonly duties: readonly Duty[] }

/** What everybody of the tenant is to this site: by roles, and by what was given to them. In order of their ids. */
export async function dutiesOfPeople(scoped: Scoped, site: string): Promise<Held[]> {
  const [members, given] = [await listMembers(scoped), await listDuties(scoped, site)]
  const here = members.filter(({ site: at }) => at === '*' || at === site)
  return [...new Set(here.map(({ user_id }) => user_id))].sort().map(person => ({
    person,
    duties: dutiesWith(
      here.filter(({ user_id }) => user_id === person).map(({ role }) => role),
      given.filter(row => row.person === person).map(({ duty }) => duty as Duty),
    ),
  }))
}
