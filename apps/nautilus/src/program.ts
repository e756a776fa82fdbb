import { parseArgs } from 'node:util'
import { admin } from './commands/admin.ts'
import { advisories } from './commands/advisories.ts'
import { analyze } from './commands/analyze.ts'
import { api } from './commands/api.ts'
import { assets } from './commands/assets.ts'
import { baseline } from './commands/baseline.ts'
import { bench } from './commands/bench.ts'
import { evaluate } from './commands/evaluate.ts'
import { evidence } from './commands/evidence.ts'
import { obligations } from './commands/obligations.ts'
import { playbooks } from './commands/playbooks.ts'
import { rules } from './commands/rules.ts'
import { sensor } from './commands/sensor.ts'
import { simulate } from './commands/simulate.ts'
import { up } from './commands/up.ts'
import { verify } from './commands/verify.ts'
import { worker } from './commands/worker.ts'
import { nearest } from './nearest.ts'
import { VERSION } from './version.ts'
import { type Command, Refusal, type World } from './world.ts'

/** Everything the program can do, in the order of its help. */
export const commands: readonly Command[] = [
  analyze,
  assets,
  advisories,
  baseline,
  rules,
  playbooks,
  obligations,
  verify,
  evidence,
  evaluate,
  up,
  worker,
  api,
  sensor,
  admin,
  simulate,
  bench,
]

const overview = (): string => `nautilus ${VERSION} — sees what happens on an industrial network, and sends nothing.

Usage
  nautilus COMMAND [OPTIONS]

Commands
${commands.map(({ name, summary }) => `  ${name.padEnd(12)}${summary}`).join('\n')}
  help        explain a command: nautilus help analyze

Options
  -h, --help     show this, or the help of a command
  -v, --version  show the version

Start here
  nautilus simulate plant.pcap     a capture of a small water works
  nautilus analyze plant.pcap      what is in it

Colours follow the terminal; NO_COLOR=1 turns them off.
Exit codes: 0 done, 2 something for you to put right, 1 a bug of ours.
`

/** Runs the program; gives its exit code. */
export async function run(argv: readonly string[], world: World): Promise<number> {
  try {
    return await dispatch(argv, world)
  } catch (error) {
    if (!(error instanceof Refusal)) throw error
    world.err(`nautilus: ${error.message}\n`)
    return 2
  }
}

async function dispatch([first, ...rest]: readonly string[], world: World): Promise<number> {
  if (first === undefined || first === '--help' || first === '-h') return say(overview(), world)
  if (first === '--version' || first === '-v') return say(`nautilus ${VERSION}\n`, world)
  if (first === 'help')
    return say(rest[0] === undefined ? overview() : partOf(commandOf(rest[0]), rest.slice(1))[0].help, world)
  const [command, args] = partOf(commandOf(first), rest)
  const given = argumentsOf(command, args)
  return given.values.help ? say(command.help, world) : command.run(given, world)
}

async function say(text: string, world: World): Promise<number> {
  await world.out(text)
  return 0
}

function commandOf(name: string): Command {
  const found = commands.find(command => command.name === name)
  if (found) return found
  const like = nearest(name, [...commands.map(command => command.name), 'help'])
  const what = name.startsWith('-') ? `there is no option ${name}` : `there is no command ${name}`
  throw new Refusal(`${what}; type \`nautilus ${like ?? '--help'}${like && like !== 'help' ? ' --help' : ''}\`.`)
}

/** `advisories check …`: the part that is named, and what is behind its name. */
function partOf(command: Command, args: readonly string[]): [Command, readonly string[]] {
  const [name] = args
  if (!command.parts || name === undefined || name.startsWith('-')) return [command, args]
  const names = command.parts.map(part => part.name.slice(command.name.length + 1))
  const part = command.parts[names.indexOf(name)]
  if (part) return [part, args.slice(1)]
  const like = nearest(name, names)
  throw new Refusal(
    `${command.name} has no ${name}; ${like ? `did you mean ${command.name} ${like}?` : `there are ${names.join(', ')}.`}`,
  )
}

function argumentsOf({ name, options }: Command, args: readonly string[]) {
  const all = { ...options, help: { type: 'boolean', short: 'h' } } as const
  try {
    const { values, positionals, tokens } = parseArgs({
      args: [...args],
      options: all,
      allowPositionals: true,
      tokens: true,
    })
    const end = tokens.find(({ kind }) => kind === 'option-terminator')
    return { values, positionals, rest: end ? args.slice(end.index + 1) : [] }
  } catch (error) {
    throw new Refusal(`${sentenceOf(error, Object.keys(all))} \`nautilus ${name} --help\` lists the options.`)
  }
}

/** Node's own messages explain the parser; ours say what to type. */
function sentenceOf(error: unknown, known: readonly string[]): string {
  const { code, message } = error as NodeJS.ErrnoException
  const option = /'?(-{1,2}[\w-]+)/.exec(message)?.[1] ?? ''
  if (code === 'ERR_PARSE_ARGS_UNKNOWN_OPTION') {
    const like = nearest(option.replace(/^-+/, ''), known)
    return `there is no option ${option}${like ? `; did you mean --${like}?` : '.'}`
  }
  if (code !== 'ERR_PARSE_ARGS_INVALID_OPTION_VALUE') throw error
  const needless = message.includes('does not take')
  const long = known.find(name => message.includes(`--${name}`)) ?? option
  return needless ? `--${long} takes no value.` : `--${long} needs a value.`
}
