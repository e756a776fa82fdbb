import { connectTo, openTelemetry } from '@nautilus/store'
import { accessTo } from '../../backup/access.ts'
import { configOf } from '../../platform/config.ts'
import { keepNoLonger, type Removed } from '../../platform/retention.ts'
import { grouped } from '../../text/numbers.ts'
import { styleOf } from '../../text/style.ts'
import { table } from '../../text/table.ts'
import { type Arguments, type Command, Refusal, type World } from '../../world.ts'
import { said, storeHelp, storeOptions } from './shared.ts'

const help = `nautilus admin retention [--dry-run]

Removes what is older than the organisations want to keep. The platform does
this once a day by itself; days are set in the console under Settings.

${storeHelp}
  --dry-run               show what would go, and change nothing

Activity and values go by the time of the traffic, closed findings by when
they were closed and last seen. The audit log is kept for a year at least.
`

export const retention: Command = {
  name: 'admin retention',
  summary: 'what is older than organisations want to keep',
  help,
  options: { ...storeOptions, 'dry-run': { type: 'boolean' } },
  run,
}

async function run(given: Arguments, world: World): Promise<number> {
  const config = configOf(given, process.env)
  if (given.positionals.length > 0) throw new Refusal('admin retention takes no file; leave it out.')
  const dry = given.values['dry-run'] === true
  const removed = await said('The stores', async () => {
    const access = await accessTo(config)
    try {
      const { db } = connectTo(access.databaseUrl, 4)
      const telemetry = await openTelemetry(access.telemetryUrl)
      try {
        return await keepNoLonger({ db, telemetry, now: Date.now(), dry })
      } finally {
        await Promise.all([db.destroy(), telemetry.close()])
      }
    } finally {
      await access.close()
    }
  })
  await world.out(shown(removed, dry, world))
  return 0
}

function shown(removed: readonly Removed[], dry: boolean, world: World): string {
  if (removed.length === 0) return 'Nothing is older than it is kept.\n'
  const style = styleOf(world.colour)
  const rows = removed.map(({ tenant, kind, days, until, rows }) => [
    tenant,
    kind,
    `${grouped(days)} days`,
    new Date(until).toISOString().slice(0, 16).replace('T', ' '),
    grouped(rows),
  ])
  const columns = [
    { title: 'Organisation' },
    { title: 'What' },
    { title: 'Kept' },
    { title: 'Before (UTC)' },
    { title: dry ? 'Rows that would go' : 'Rows that went', right: true },
  ] as const
  return `${table(columns, rows, { width: world.columns, style }).join('\n')}\n`
}
