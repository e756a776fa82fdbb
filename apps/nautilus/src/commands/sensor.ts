import { type Command, Refusal } from '../world.ts'
import { check } from './sensor/check.ts'
import { sensorEnrol } from './sensor/enrol.ts'
import { open } from './sensor/open.ts'
import { sensorRun } from './sensor/run.ts'
import { sensorSetup } from './sensor/setup.ts'
import { sensorStatus } from './sensor/status.ts'
import { upgrade } from './sensor/upgrade.ts'

const help = `nautilus sensor check INTERFACE [--apply]
nautilus sensor open INTERFACE… -- COMMAND…
nautilus sensor enrol --url URL --token TOKEN
nautilus sensor run --config FILE
nautilus sensor status
nautilus sensor setup
nautilus sensor upgrade BUNDLE

For whoever plugs a mirror port in. docs/live-capture.md goes from the switch
to the first device in the console. Nothing is ever sent into the plant.

  check   whether an interface is ready and silent, and what makes it so
  open    starts a program with sockets, and without the right to open more
  enrol   makes this machine a sensor of a platform elsewhere
  run     listens, and sends what it understands to that platform
  status  how this sensor stands, and what is to be put right
  setup   asks what a sensor must be told, and does all of it
  upgrade puts a newer, signed version in the place of this one, and back

  nautilus help sensor check   explains one
`

export const sensor: Command = {
  name: 'sensor',
  summary: 'listen at a plant, for this machine or a platform elsewhere',
  help,
  parts: [check, open, sensorEnrol, sensorRun, sensorStatus, sensorSetup, upgrade],
  options: {},
  run: async () => {
    throw new Refusal('say what: `nautilus sensor check eth1`, or `nautilus sensor --help` for all of it.')
  },
}
