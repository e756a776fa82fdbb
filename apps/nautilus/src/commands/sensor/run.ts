import { readSensorFile } from '../../sensor/config.ts'
import { runSensor } from '../../sensor/run.ts'
import { type Command, Refusal } from '../../world.ts'

const help = `nautilus sensor run --config FILE

Listens, and sends what it understands to the platform over the bus. While the
bus is away it keeps everything on its disk, in order, and sends it afterwards.

  --config FILE     where it listens, and how much it may keep:

    data: /var/lib/nautilus-sensor
    interface: eth1            # or folder: /var/captures
    spool: {megabytes: 4096, hours: 168}
    ring: {size: 2048, hours: 24}    # packets of what it listens to; 0: none
    authorityFile: ca.pem      # of the certificates of the bus
    log: info

It must be enrolled before: nautilus help sensor enrol. A spool that is full
lets go of the oldest, and says for how long the sensor was blind.
`

export const sensorRun: Command = {
  name: 'sensor run',
  summary: 'listens, and sends what it understands',
  help,
  options: { config: { type: 'string' } },
  run: async ({ values, positionals }, world) => {
    const file = values.config
    if (typeof file !== 'string' || positionals.length > 0)
      throw new Refusal('sensor run needs its file: type `nautilus sensor run --config FILE`.')
    return runSensor(readSensorFile(file), world)
  },
}
