import { type Command, Refusal } from '../world.ts'
import { sensorEnrol } from './sensor/enrol.ts'
import { sensorRun } from './sensor/run.ts'

const help = `nautilus sensor enrol --url URL --token TOKEN
nautilus sensor run --config FILE

A sensor on a machine of its own: it listens at a plant, and tells a platform
elsewhere. Nothing is ever sent into the plant.

  enrol   makes this machine a sensor of a platform
  run     listens, and sends what it understands

  nautilus help sensor run   explains one
`

export const sensor: Command = {
  name: 'sensor',
  summary: 'a sensor on a machine of its own',
  help,
  parts: [sensorEnrol, sensorRun],
  options: {},
  run: async () => {
    throw new Refusal('say what: `nautilus sensor run --config FILE`, or `nautilus sensor --help` for all of it.')
  },
}
