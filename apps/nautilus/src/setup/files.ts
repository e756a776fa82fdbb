// The two files that a sensor is told by: what it listens to, and which interfaces its unit opens.
import { chownSync, existsSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { parseDocument } from 'yaml'
import { writeWhole } from '../files.ts'
import { sourceFields } from '../platform/config-sources.ts'
import { Refusal } from '../world.ts'

export type Told = { readonly interfaces: readonly string[]; readonly data: string }

/** What else stands in the file, comments too, stays. */
export async function writeSensorFile(file: string, { interfaces, data }: Told): Promise<void> {
  const document = parseDocument(existsSync(file) ? readFileSync(file, 'utf8') : '')
  if (document.errors.length > 0)
    throw new Refusal(
      `${file} is damaged: ${document.errors[0]!.message.split('\n')[0]} Move it away, and start again.`,
    )
  for (const field of sourceFields) if (field !== 'filter' && field !== 'buffer') document.delete(field)
  document.set('data', data)
  if (interfaces.length === 1) document.set('interface', interfaces[0])
  else document.set('interfaces', document.createNode(interfaces, { flow: true }))
  await writeWhole(file, [document.toString()])
}

export async function writeEnvironment(file: string, { interfaces }: Told): Promise<void> {
  const before = existsSync(file) ? readFileSync(file, 'utf8').split('\n') : []
  const kept = before.filter(line => line !== '' && !/^\s*INTERFACES=/.test(line))
  await writeWhole(file, [[...kept, `INTERFACES=${interfaces.join(' ')}`, ''].join('\n')])
}

/** What root wrote into the sensor's folder belongs to the sensor. */
export function giveToSensor(folder: string, names: readonly string[]): void {
  const { uid, gid } = statSync(folder)
  for (const name of names) if (existsSync(join(folder, name))) chownSync(join(folder, name), uid, gid)
}
