import { spawnSync } from 'node:child_process'
import { resolve } from 'node:path'
import { Questions } from '../../setup/questions.ts'
import { type Start, setUp } from '../../setup/setup.ts'
import { unit } from '../../upgrade/service.ts'
import { type Arguments, type Command, Refusal, type World } from '../../world.ts'

const help = `nautilus sensor setup

Asks what a sensor must be told, one question after the other: the interface of
the mirror port, whether it is silent, the platform and its token. Then it
writes the two files of the sensor, and starts it. The appliance begins with it.
What is answered already is kept: it may be started again at any time.

  --config FILE       of the sensor (/etc/nautilus/sensor.yaml)
  --environment FILE  of its unit (/etc/nautilus/sensor.env)
  --data FOLDER       of the sensor (/var/lib/nautilus-sensor)
  --no-service        do not start it

Exit codes
  0  the sensor runs, or is ready to be started
  2  something must be put right; a sentence says what
`

const text = { type: 'string' } as const
const UNIT = 'nautilus-sensor'

export const sensorSetup: Command = {
  name: 'sensor setup',
  summary: 'ask what a sensor must be told, and do it',
  help,
  options: { config: text, environment: text, data: text, 'no-service': { type: 'boolean' } },
  run,
}

async function run({ values, positionals }: Arguments, world: World): Promise<number> {
  if (positionals.length > 0) throw new Refusal(`sensor setup asks for everything; leave out ${positionals.join(' ')}.`)
  const at = (option: string, otherwise: string) => {
    const given = values[option]
    return resolve(typeof given === 'string' ? given : otherwise)
  }
  const questions = new Questions(process.stdin, world.out)
  try {
    await setUp({
      questions,
      say: world.out,
      places: {
        config: at('config', '/etc/nautilus/sensor.yaml'),
        environment: at('environment', '/etc/nautilus/sensor.env'),
        data: at('data', '/var/lib/nautilus-sensor'),
      },
      start: values['no-service'] === true ? null : systemd,
    })
    return 0
  } finally {
    questions.close()
  }
}

const systemd: Start = {
  enable: () => {
    const { status, stderr, error } = spawnSync('systemctl', ['enable', UNIT], { encoding: 'utf8' })
    if (status !== 0)
      throw new Refusal(`${UNIT} cannot be started with the machine: ${error?.message ?? stderr.trim()}.`)
  },
  service: unit(UNIT),
}
