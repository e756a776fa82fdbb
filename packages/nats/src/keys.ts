// Who may do what on the bus. The platform has the keys of an operator of NATS: with them it lets each sensor in by a JWT of
// its own, which no server has to be told of. (NATS documentation, "Decentralized JWT Authentication".) Callouts for
// signing in came only with nats-server 2.10.
import {
  type Account,
  createAccount,
  createOperator,
  createUser,
  decode,
  encodeAccount,
  encodeOperator,
  encodeUser,
  fmtCreds,
  fromPublic,
  fromSeed,
  type User,
} from '@nats-io/jwt'
import {
  batchSubject,
  inboxOf,
  newsSubject,
  packedSubjects,
  packetsSubject,
  type SensorPlace,
  settingsSubject,
  TIME,
} from './subjects.ts'

type KeyPair = ReturnType<typeof fromSeed>

/** Seeds as texts. Whoever has them may let anybody in. */
export type BusKeys = { readonly operator: string; readonly account: string; readonly system: string }

const seedOf = (pair: KeyPair): string => new TextDecoder().decode(pair.getSeed())
const pairOf = (seed: string): KeyPair => fromSeed(new TextEncoder().encode(seed))

export const newBusKeys = (): BusKeys => ({
  operator: seedOf(createOperator()),
  account: seedOf(createAccount()),
  system: seedOf(createAccount()),
})

/** Throws where it is no such text. */
export function readBusKeys(text: string): BusKeys {
  const keys = JSON.parse(text) as BusKeys
  for (const seed of [keys.operator, keys.account, keys.system]) pairOf(seed)
  return keys
}

const boundless = {
  ...{ subs: -1, data: -1, payload: -1, imports: -1, exports: -1, wildcards: true, conn: -1, leaf: -1 },
}
const streams = { mem_storage: -1, disk_storage: -1, streams: -1, consumer: -1 }

/** Of everything that the platform and its sensors do. `revoked`: public keys, with s since 1970 of when it was. */
export function accountToken({ operator, account }: BusKeys, revoked: Readonly<Record<string, number>>) {
  const claims: Partial<Account> = { limits: { ...boundless, ...streams }, revocations: { ...revoked } }
  return encodeAccount('nautilus', pairOf(account), claims, { signer: pairOf(operator) })
}

const systemToken = ({ operator, system }: BusKeys) =>
  encodeAccount('system', pairOf(system), { limits: boundless }, { signer: pairOf(operator) })

async function credentialsOf(name: string, account: string, rights: Partial<User>) {
  const user = createUser()
  const token = await encodeUser(name, user, pairOf(account), rights)
  return { text: new TextDecoder().decode(fmtCreds(token, user)), key: user.getPublicKey() }
}

/** Of a process of the platform: everything on the bus. */
export const ownCredentials = async ({ account }: BusKeys, name: string): Promise<string> =>
  (await credentialsOf(name, account, {})).text

/** With these the accounts of the servers are changed. */
export const systemCredentials = async ({ system }: BusKeys): Promise<string> =>
  (await credentialsOf('nautilus', system, {})).text

/** Subscriptions of one sensor. */
const MOST_SUBSCRIPTIONS = 16

/**
 * Of a sensor: it may publish its own batches, ask the time and its own settings, and hear the answers; it hears what is
 * asked of its own packets, and may answer that. `key`: by which it is revoked.
 */
export function sensorCredentials({ account }: BusKeys, place: SensorPlace) {
  return credentialsOf(`${place.tenant}/${place.site}/${place.sensor}`, account, {
    pub: { allow: [batchSubject(place), settingsSubject(place), packedSubjects(place), TIME], deny: [] },
    sub: { allow: [`${inboxOf(place)}.>`, newsSubject(place), packetsSubject(place)], deny: [] },
    subs: MOST_SUBSCRIPTIONS,
    allowed_connection_types: ['STANDARD'],
  })
}

/** The key of whoever let this user in: it signs what sensors are told. Throws where it is no credentials file. */
export function issuerOf(credentials: string): string {
  const token = /-----BEGIN NATS USER JWT-----\s*(\S+)/.exec(credentials)?.[1]
  if (!token) throw new Error('it is no credentials file of NATS')
  return decode(token).iss
}

/** Base64. */
export const signAs = ({ account }: BusKeys, text: string): string =>
  Buffer.from(pairOf(account).sign(new TextEncoder().encode(text))).toString('base64')

/** `issuer`: as `issuerOf` gives it. */
export function isSignedBy(issuer: string, text: string, signature: string): boolean {
  try {
    return fromPublic(issuer).verify(new TextEncoder().encode(text), Buffer.from(signature, 'base64'))
  } catch {
    return false
  }
}

export type ServerFile = {
  readonly name: string
  readonly port: number
  /** Where it keeps streams and accounts; a folder of its own. */
  readonly store: string
  /** Its address among the others of a cluster, and theirs; null: it stands alone. `advertise`: what it calls itself. */
  readonly cluster: { readonly listen: string; readonly routes: readonly string[]; readonly advertise?: string } | null
  /** How soon what is acknowledged is on the disk: `always`, or a time such as `10s`. Takes nats-server 2.10. */
  readonly sync?: string | null
}

/** Bytes of one message. */
const MOST_PAYLOAD = 8 * 1024 * 1024

/** The configuration of a server of the bus. `revoked`: as for `accountToken`. */
export async function serverFile(
  keys: BusKeys,
  { name, port, store, cluster, sync = null }: ServerFile,
  revoked: Readonly<Record<string, number>> = {},
): Promise<string> {
  const operator = await encodeOperator('nautilus', pairOf(keys.operator), {
    system_account: pairOf(keys.system).getPublicKey(),
  })
  const accounts = [
    [pairOf(keys.account).getPublicKey(), await accountToken(keys, revoked)],
    [pairOf(keys.system).getPublicKey(), await systemToken(keys)],
  ]
  const lines = [
    `server_name: ${JSON.stringify(name)}`,
    `port: ${port}`,
    `max_payload: ${MOST_PAYLOAD}`,
    `jetstream { store_dir: ${JSON.stringify(`${store}/streams`)}${sync === null ? '' : `, sync_interval: ${sync}`} }`,
    ...(cluster ? [`cluster ${JSON.stringify({ name: 'nautilus', ...cluster })}`] : []),
    `operator: ${operator}`,
    `system_account: ${accounts[1]![0]}`,
    `resolver { type: full, dir: ${JSON.stringify(`${store}/accounts`)}, allow_delete: false, interval: "2m" }`,
    'resolver_preload {',
    ...accounts.map(([key, token]) => `  ${key}: ${token}`),
    '}',
  ]
  return `${lines.join('\n')}\n`
}
