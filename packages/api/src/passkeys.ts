// Passkeys (W3C Web Authentication, level 3): what is asked of a browser, and whether its answer is good.
import {
  addPasskey,
  beginCeremony,
  endCeremony,
  findPasskey,
  listPasskeys,
  type PasskeyRow,
  usePasskey,
} from '@nautilus/store'
import {
  type AuthenticationResponseJSON,
  generateAuthenticationOptions,
  generateRegistrationOptions,
  type RegistrationResponseJSON,
  verifyAuthenticationResponse,
  verifyRegistrationResponse,
} from '@simplewebauthn/server'
import { hashOf, newSecret } from './access.ts'
import type { Context } from './app.ts'
import type { Person } from './auth.ts'
import { Problem } from './problem.ts'

/** COSE: EdDSA, ES256, RS256 (RFC 9053). */
const ALGORITHMS = [-8, -7, -257]
/** Of one person. */
const MOST_PASSKEYS = 20
/** ms from question to answer. */
const PATIENCE = 5 * 60_000

type Challenge = { readonly challenge: string; readonly user: string | null }

/** Where the browser is, and what the console is called there. */
export type Asking = { readonly origin: URL; readonly product: string }

async function begun(
  { db }: Context,
  kind: 'passkey-add' | 'passkey-use',
  challenge: string,
  user: string | null,
): Promise<string> {
  const ceremony = newSecret()
  const data: Challenge = { challenge, user }
  await beginCeremony(db, { tokenHash: hashOf(ceremony), kind, data, expires: new Date(Date.now() + PATIENCE) })
  return ceremony
}

const tooLate = (): Problem => new Problem(410, 'This took too long, or was answered already: begin again.')

export async function askForNewPasskey(context: Context, { origin, product }: Asking, { id, email, name }: Person) {
  const own = await listPasskeys(context.db, id)
  if (own.length >= MOST_PASSKEYS)
    throw new Problem(409, `A person has at most ${MOST_PASSKEYS} passkeys: remove one first.`)
  const options = await generateRegistrationOptions({
    rpName: product,
    rpID: origin.hostname,
    userName: email,
    userDisplayName: name,
    userID: new TextEncoder().encode(id),
    attestationType: 'none',
    supportedAlgorithmIDs: ALGORITHMS,
    excludeCredentials: own.map(passkey => ({ id: passkey.id })),
    authenticatorSelection: { residentKey: 'required', userVerification: 'required' },
  })
  return { ceremony: await begun(context, 'passkey-add', options.challenge, id), options }
}

export type NewPasskeyAnswer = { readonly ceremony: string; readonly name: string; readonly response: object }

export async function takeNewPasskey(
  context: Context,
  { origin }: Asking,
  { id: user }: Person,
  { ceremony, name, response }: NewPasskeyAnswer,
): Promise<PasskeyRow> {
  const { db } = context
  const asked = await endCeremony<Challenge>(db, { tokenHash: hashOf(ceremony), kind: 'passkey-add' })
  if (!asked || asked.user !== user) throw tooLate()
  const refused = new Problem(400, 'This passkey is not valid for this platform.')
  const { registrationInfo } = await verifyRegistrationResponse({
    response: response as RegistrationResponseJSON,
    expectedChallenge: asked.challenge,
    expectedOrigin: origin.origin,
    expectedRPID: origin.hostname,
    requireUserVerification: true,
    supportedAlgorithmIDs: ALGORITHMS,
  }).catch(() => {
    throw refused
  })
  if (!registrationInfo) throw refused
  const { credential, credentialBackedUp: synced } = registrationInfo
  const { id, publicKey, counter, transports = [] } = credential
  const made = await addPasskey(db, { id, user, name: name.trim(), publicKey, counter, transports, synced })
  if (!made) throw new Problem(409, 'This passkey is there already.')
  return made
}

/** For whoever is not known yet: the device shows which passkeys it has for this platform. */
export async function askForPasskey(context: Context, { origin }: Asking) {
  const options = await generateAuthenticationOptions({ rpID: origin.hostname, userVerification: 'required' })
  return { ceremony: await begun(context, 'passkey-use', options.challenge, null), options }
}

/** Whose passkey it is. */
export async function takePasskey(
  context: Context,
  { origin }: Asking,
  { ceremony, response }: { readonly ceremony: string; readonly response: { readonly id: string } },
): Promise<string> {
  const { db } = context
  const asked = await endCeremony<Challenge>(db, { tokenHash: hashOf(ceremony), kind: 'passkey-use' })
  if (!asked) throw tooLate()
  const passkey = await findPasskey(db, response.id)
  const refused = new Problem(401, 'This passkey is not known here, or was removed.')
  if (!passkey) throw refused
  const { verified, authenticationInfo } = await verifyAuthenticationResponse({
    response: response as unknown as AuthenticationResponseJSON,
    expectedChallenge: asked.challenge,
    expectedOrigin: origin.origin,
    expectedRPID: origin.hostname,
    requireUserVerification: true,
    credential: { id: passkey.id, publicKey: new Uint8Array(passkey.public_key), counter: passkey.counter },
  }).catch(() => {
    throw refused
  })
  if (!verified) throw refused
  const { newCounter: counter, credentialBackedUp: synced } = authenticationInfo
  await usePasskey(db, passkey.id, { counter, synced })
  return passkey.user_id
}
