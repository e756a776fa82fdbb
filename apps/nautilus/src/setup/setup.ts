// The first start of a sensor: which interface, whether it is silent, and the platform that it belongs to.
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { enrolAt, enrolledIn } from '../sensor/enrolled.ts'
import { type Checked, check } from '../silence/check.ts'
import { interfaces } from '../silence/facts.ts'
import type { Service } from '../upgrade/service.ts'
import { Refusal } from '../world.ts'
import { giveToSensor, writeEnvironment, writeSensorFile } from './files.ts'
import type { Questions } from './questions.ts'

export type Places = { readonly config: string; readonly environment: string; readonly data: string }
export type Start = { readonly enable: () => void; readonly service: Service }
export type Surroundings = {
  readonly questions: Questions
  readonly say: (text: string) => Promise<void>
  readonly places: Places
  /** Null: whoever calls starts the sensor. */
  readonly start: Start | null
}

/** The two directions of a tap, and a spare. */
const MOST_INTERFACES = 4
/** s that the sensor must stay up before this says that it runs. */
const WATCH = 5

export async function setUp({ questions, say, places, start }: Surroundings): Promise<void> {
  await say('This makes the machine a sensor. It listens, and sends nothing into the plant.\n\n')
  const chosen = await chooseInterfaces(questions, say)
  for (const one of chosen) await silence(one, questions, say)
  await enrol(questions, say, places.data)
  const told = { interfaces: chosen.map(one => one.interface), data: places.data }
  await writeSensorFile(places.config, told)
  await writeEnvironment(places.environment, told)
  await say(`\n${places.config} and ${places.environment} are written.\n`)
  if (start === null) return say('Start it: systemctl enable --now nautilus-sensor\n')
  start.enable()
  start.service.restart()
  const fault = await start.service.watch(WATCH)
  if (fault !== null) throw new Refusal(`${fault}. Its journal says why: journalctl -u nautilus-sensor`)
  await say('The sensor runs. What it hears is in the console within a minute.\n')
}

async function chooseInterfaces(questions: Questions, say: Surroundings['say']): Promise<readonly Checked[]> {
  const rows = interfaces().map(name => `  ${name.padEnd(16)}${linkOf(name)}\n`)
  await say(`1. The interface that the mirror port is plugged into. There are\n${rows.join('')}`)
  return questions.ask('Which one (both directions of a tap: two names)', '', async answer => {
    const names = [...new Set(answer.split(/[\s,]+/).filter(Boolean))]
    if (names.length === 0) throw new Refusal('Type the name of an interface.')
    if (names.length > MOST_INTERFACES) throw new Refusal(`One sensor listens to ${MOST_INTERFACES} at most.`)
    return Promise.all(names.map(name => check(name, { apply: false, keepsAddress: false })))
  })
}

function linkOf(name: string): string {
  const read = (file: string) => {
    try {
      return readFileSync(`/sys/class/net/${name}/${file}`, 'utf8').trim()
    } catch {
      return '' // An interface that is down has no carrier to be read.
    }
  }
  return `${read('carrier') === '1' ? 'has a link' : 'no link'}   ${read('address')}`
}

async function silence(before: Checked, questions: Questions, say: Surroundings['say']): Promise<void> {
  const name = before.interface
  await say(`\n2. Whether ${name} is silent\n${listed(before)}`)
  if (before.silent) return say(`${name} is silent.\n`)
  if (!(await questions.yes(`Make ${name} silent now`, true))) return say('It is made silent when the sensor starts.\n')
  const after = await check(name, { apply: true, keepsAddress: false })
  await say(listed(after))
  if (after.silent) return say(`${name} is silent.\n`)
  if (!(await questions.yes('Something is left to be put right. Go on', false)))
    throw new Refusal(`${name} is not silent yet. Put it right (nautilus sensor check ${name}), and start again.`)
}

const MARKS = { good: 'ok   ', bad: 'WRONG', note: 'note ' } as const
const listed = ({ points }: Checked): string =>
  points.map(({ what, state, says }) => `  ${MARKS[state]} ${what}: ${says}\n`).join('')

/** Address and token are asked anew when the platform refuses them. */
async function enrol(questions: Questions, say: Surroundings['say'], data: string): Promise<void> {
  await say('\n3. The platform that this sensor tells\n')
  if (existsSync(join(data, 'sensor.json'))) {
    const { sensor, site, tenant } = enrolledIn(data)
    return say(`It is sensor ${sensor} of site ${site} (${tenant}) already.\n`)
  }
  let address = ''
  const { sensor, site, tenant } = await questions.ask(
    'Address, such as https://nautilus.example.com',
    '',
    async url => {
      address = addressOf(url)
      return questions.ask('Token, from Settings, Sensors in the console', '', token => enrolled(address, token, data))
    },
  )
  giveToSensor(data, ['sensor.json'])
  await say(`This is now sensor ${sensor} of site ${site} (${tenant}).\n`)
}

function addressOf(text: string): string {
  const url = URL.parse(text.includes('://') ? text : `https://${text}`)
  if (text !== '' && (url?.protocol === 'https:' || url?.protocol === 'http:')) return url.origin
  throw new Refusal('That is no address; type it as https://nautilus.example.com.')
}

function enrolled(address: string, token: string, data: string) {
  if (token === '') throw new Refusal('The console makes one: Settings, Sensors. It works once.')
  return enrolAt(address, token, data)
}
