import { resolve } from 'node:path'
import { enrolAt } from '../../sensor/enrolled.ts'
import { type Command, Refusal } from '../../world.ts'

const help = `nautilus sensor enrol --url URL --token TOKEN --data FOLDER

Makes this machine a sensor of the platform at URL. The token is made in the
console (Settings, Sensors), and works once. What it is exchanged for stays in
the folder: a key of this sensor, and what lets it onto the bus, where it may
publish its own batches, read its own settings and be asked for its own packets,
and nothing else.

  --url URL         of the platform
  --token TOKEN     from the console
  --data FOLDER     of this sensor (./nautilus-sensor)
`

const text = { type: 'string' } as const

export const sensorEnrol: Command = {
  name: 'sensor enrol',
  summary: 'makes this machine a sensor of a platform',
  help,
  options: { url: text, token: text, data: text },
  run: async ({ values }, world) => {
    const { url, token, data } = values
    if (typeof url !== 'string' || !URL.canParse(url) || typeof token !== 'string')
      throw new Refusal('sensor enrol needs --url and --token; the console shows both when it makes a token.')
    const folder = resolve(typeof data === 'string' ? data : 'nautilus-sensor')
    const { tenant, site, sensor } = await enrolAt(url, token, folder)
    await world.out(`This is now sensor ${sensor} of site ${site} (${tenant}). Its folder is ${folder}.\n`)
    return 0
  },
}
