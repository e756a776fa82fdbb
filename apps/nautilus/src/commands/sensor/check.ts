import { type Checked, check as look, typed } from '../../silence/check.ts'
import { styleOf } from '../../text/style.ts'
import { table } from '../../text/table.ts'
import { type Arguments, type Command, Refusal, type World } from '../../world.ts'

const help = `nautilus sensor check INTERFACE [--apply] [--keep-address] [--json]

Looks at an interface before a sensor listens there: whether frames can come,
whether this process may hear them, and whether this machine is silent on it.
An interface as it comes out of the box speaks by itself. What is wrong is
told with the commands that put it right.

  --apply         run these commands (as root), and look again
  --keep-address  it is the target of a mirror that is routed (ERSPAN, VXLAN):
                  its address stays, and ARP alone may leave
  --json          the same as data

Settings last until the machine starts again; deploy/systemd has a unit that
applies them before the sensor starts. docs/live-capture.md goes through it
step by step.

Examples
  nautilus sensor check eth1
  nautilus sensor check eth1 --apply

Exit codes
  0  silent, and ready to be listened to
  2  something must be put right
`

export const check: Command = {
  name: 'sensor check',
  summary: 'whether an interface is ready and silent',
  help,
  options: { apply: { type: 'boolean' }, 'keep-address': { type: 'boolean' }, json: { type: 'boolean' } },
  run,
}

async function run({ values, positionals }: Arguments, world: World): Promise<number> {
  const [name, ...others] = positionals
  if (name === undefined) throw new Refusal('Name the interface: `nautilus sensor check eth1`.')
  if (others.length > 0) throw new Refusal(`sensor check looks at one interface; leave out ${others.join(' ')}.`)
  const checked = await look(name, { apply: values.apply === true, keepsAddress: values['keep-address'] === true })
  await world.out(values.json === true ? `${JSON.stringify(checked, null, 2)}\n` : textOf(checked, world))
  return checked.silent ? 0 : 2
}

const MARKS = { good: 'ok', bad: 'WRONG', note: 'note' } as const

function textOf({ interface: name, silent, points, applied }: Checked, { colour, columns }: World): string {
  const style = styleOf(colour)
  const rows = points.map(({ what, state, says }) => [MARKS[state], what, says])
  const lines = table([{ title: '' }, { title: name }, { title: '' }], rows, { width: columns, style })
  const done = applied.map(
    ({ command, ok, says }) => `  ${ok ? 'done  ' : 'FAILED'} ${command}${says && `\n         ${says}`}`,
  )
  const left = points.filter(({ state }) => state === 'bad').flatMap(({ commands }) => commands.map(typed))
  const parts = [
    lines.join('\n'),
    ...(done.length > 0 ? [`What was run:\n${done.join('\n')}`] : []),
    ...(left.length > 0 && applied.length === 0
      ? [`Put it right with --apply, or by hand as root:\n${left.map(line => `  ${line}`).join('\n')}`]
      : []),
    silent ? `${name} is silent and ready.` : `${name} is not ready yet.`,
  ]
  return `${parts.join('\n\n')}\n`
}
