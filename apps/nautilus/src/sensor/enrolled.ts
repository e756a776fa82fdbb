// Who this sensor is, and what lets it in: made by the platform for a token that works once, and kept in its folder.
import { existsSync, mkdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { issuerOf } from '@nautilus/nats'
import { Refusal } from '../world.ts'
import { writeWhole } from './segments.ts'
import type { SensorName } from './settings.ts'

export type Enrolled = SensorName & {
  /** For batches over HTTP. */
  readonly key: string
  readonly servers: readonly string[]
  /** The text of a credentials file of NATS. */
  readonly credentials: string
}

const FILE = 'sensor.json'
/** ms. */
const PATIENCE = 30_000

/** Asks the platform at `url` with a token of the console. Throws a refusal in a sentence. */
export async function enrolAt(url: string, token: string, folder: string): Promise<Enrolled> {
  const file = join(folder, FILE)
  if (existsSync(file))
    throw new Refusal(`${folder} belongs to a sensor already; give another --data, or move ${FILE} away.`)
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  const answer = await asked(url, token)
  const { tenant, site, sensor, key, bus } = answer
  if (!bus)
    throw new Refusal(`The platform at ${url} has no bus: start it with --nats. The token is used up; make a new one.`)
  const enrolled = { tenant, site, sensor, key, servers: bus.servers, credentials: bus.credentials }
  writeWhole(file, Buffer.from(`${JSON.stringify(enrolled, null, 2)}\n`))
  return enrolled
}

type Answer = SensorName & {
  readonly key: string
  readonly bus: { readonly servers: readonly string[]; readonly credentials: string } | null
  readonly detail?: string
}

async function asked(url: string, token: string): Promise<Answer> {
  let answer: Response
  try {
    answer = await fetch(new URL('/api/enrol', url), {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ token }),
      signal: AbortSignal.timeout(PATIENCE),
    })
  } catch (error) {
    const { message, cause } = error as Error
    throw new Refusal(
      `${url} does not answer (${cause instanceof Error ? cause.message : message}); check the address.`,
    )
  }
  const told = (await answer.json().catch(() => ({}))) as Answer & { readonly title?: string }
  if (answer.status === 201) return told
  throw new Refusal(`${url} refuses the token: ${told.detail ?? told.title ?? `it answers ${answer.status}`}`)
}

export function enrolledIn(folder: string): Enrolled {
  const file = join(folder, FILE)
  if (!existsSync(file))
    throw new Refusal(
      `This sensor is not enrolled: make a token in the console, and type \`nautilus sensor enrol --url URL --token TOKEN --data ${folder}\`.`,
    )
  try {
    const enrolled = JSON.parse(readFileSync(file, 'utf8')) as Enrolled
    issuerOf(enrolled.credentials)
    return enrolled
  } catch (error) {
    throw new Refusal(`${file} cannot be used (${(error as Error).message}): enrol this sensor anew.`)
  }
}
