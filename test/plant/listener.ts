// The sensor's machine: its interface is made silent, it is let in by a token, and it listens without a right.
import { chownSync, mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { ORIGIN } from './hub.ts'
import { command, done, nautilus, type Program, start } from './programs.ts'
import { type Plant, SPAN } from './spaces.ts'

const NOBODY = 65_534

/** What `nautilus sensor check --apply` says; throws where the interface is not silent afterwards. */
export const silence = (plant: Plant): Promise<string> =>
  done(nautilus(plant.sensor, ['sensor', 'check', SPAN, '--apply']))

export async function enrol(plant: Plant, token: string): Promise<string> {
  const data = join(plant.folder, 'sensor')
  mkdirSync(data)
  chownSync(data, NOBODY, NOBODY)
  const args = ['sensor', 'enrol', '--url', ORIGIN, '--token', token, '--data', data]
  return done(nautilus(plant.sensor, args, { asNobody: true }))
}

/** As the unit of the package starts it: one program opens the socket, the other one listens. */
export async function listen(plant: Plant): Promise<Program> {
  const file = join(plant.folder, 'sensor.yaml')
  writeFileSync(file, `data: ${join(plant.folder, 'sensor')}\ninterface: ${SPAN}\n`)
  const { node, main } = command
  const run = [node, main, 'sensor', 'run', '--config', file]
  const opened = [node, main, 'sensor', 'open', SPAN, '--user', 'nobody', '--', ...run]
  const program = start(plant.sensor, opened)
  await program.said('The sensor is running.')
  return program
}

/** Whoever listens at the switch's end of the mirror: what comes in there was sent by the sensor's. */
export async function overhear(plant: Plant, link: string, file: string): Promise<Program> {
  const program = start(plant.switch, ['tcpdump', '-i', link, '-Q', 'in', '-U', '--immediate-mode', '-w', file])
  await program.said('listening on')
  return program
}
