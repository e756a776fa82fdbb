import { resolve } from 'node:path'
import { readStatus, statusLines } from '../../sensor/status.ts'
import { type Command, Refusal } from '../../world.ts'

const help = `nautilus sensor status [--data FOLDER] [--json]

How the sensor of this machine stands: what it hears, what waits for the bus,
and in sentences what is not as it should be. The console says the same.

  --data FOLDER   of the sensor (/var/lib/nautilus-sensor)
  --json          the figures as data

Exit codes
  0  it runs, and all is well
  2  something is to be put right
`

export const sensorStatus: Command = {
  name: 'sensor status',
  summary: 'how the sensor of this machine stands',
  help,
  options: { data: { type: 'string' }, json: { type: 'boolean' } },
  run: async ({ values, positionals }, world) => {
    if (positionals.length > 0) throw new Refusal(`sensor status takes no names; leave out ${positionals.join(' ')}.`)
    const status = readStatus(resolve(typeof values.data === 'string' ? values.data : '/var/lib/nautilus-sensor'))
    const { lines, isWell } = statusLines(status, Date.now() * 1000)
    await world.out(values.json === true ? `${JSON.stringify(status, null, 2)}\n` : `${lines.join('\n')}\n`)
    return isWell ? 0 : 2
  },
}
