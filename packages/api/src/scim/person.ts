// What a directory says of a person (RFC 7643, 4.1), as far as it is used here.
import { scimProblem } from './error.ts'

type Json = Readonly<Record<string, unknown>>

export type DirectoryPerson = {
  readonly userName: string
  readonly externalId: string | null
  readonly active: boolean
  readonly email: string
  readonly name: string
  /** What else it says, to be given back. */
  readonly data: Json
}

const ADDRESS = /^[^\s@]{1,64}@[^\s@]{1,189}$/
const LONGEST_NAME = 120
/** Characters of a resource as JSON, and of a name of a user. */
const LONGEST = 32_000
const LONGEST_WORD = 254

export function personIn(resource: Json): DirectoryPerson {
  const userName = wordIn(resource, 'userName')
  if (userName === null) throw scimProblem(400, 'A user needs a userName.', 'invalidValue')
  const email = emailIn(resource, userName)
  if (!ADDRESS.test(email))
    throw scimProblem(400, 'A user needs an e-mail address: as emails, or as userName.', 'invalidValue')
  const { id: _, meta: __, groups: ___, password: ____, schemas: _____, ...data } = resource
  if (JSON.stringify(data).length > LONGEST) throw scimProblem(400, 'This user is too large.', 'invalidValue')
  return {
    userName,
    externalId: wordIn(resource, 'externalId'),
    active: activeIn(resource),
    email,
    name: nameIn(resource) ?? email,
    data,
  }
}

function wordIn(resource: Json, name: string): string | null {
  const value = resource[name]
  if (value === undefined || value === null || value === '') return null
  if (typeof value !== 'string' || value.length > LONGEST_WORD || value.trim() === '')
    throw scimProblem(400, `${name} is a text of at most ${LONGEST_WORD} characters.`, 'invalidValue')
  return value.trim()
}

function emailIn({ emails }: Json, userName: string): string {
  const list = Array.isArray(emails) ? (emails as Json[]).filter(one => typeof one?.value === 'string') : []
  const first = list.find(({ primary }) => isTrue(primary)) ?? list.find(({ type }) => type === 'work') ?? list[0]
  return String(first?.value ?? userName)
    .trim()
    .toLowerCase()
}

/** Some directories write it as a text. */
const isTrue = (value: unknown): boolean =>
  value === true || (typeof value === 'string' && value.toLowerCase() === 'true')

function activeIn({ active }: Json): boolean {
  if (active === undefined || active === null) return true
  const isKnown = typeof active === 'boolean' || /^(true|false)$/i.test(String(active))
  if (!isKnown) throw scimProblem(400, 'active is true or false.', 'invalidValue')
  return isTrue(active)
}

function nameIn({ displayName, name }: Json): string | null {
  const { formatted, givenName, familyName } = (name ?? {}) as Json
  const whole = [givenName, familyName].filter(part => typeof part === 'string' && part !== '').join(' ')
  const found = [displayName, formatted, whole].find(part => typeof part === 'string' && part.trim() !== '')
  return found === undefined ? null : String(found).trim().slice(0, LONGEST_NAME)
}
