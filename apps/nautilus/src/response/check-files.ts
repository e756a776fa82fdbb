// What `nautilus playbooks check` and `nautilus obligations check` have in common.
import type { Fault } from '@nautilus/response'
import { type Arguments, Refusal, type World } from '../world.ts'
import { faultLines, givenFiles } from './content.ts'

type Checked = { readonly name: string } | { readonly faults: readonly Fault[]; readonly more: number }

/** Every file that is named, with all that is wrong in it. 2 where something is. `what`: as in `playbooks`. */
export async function checkFiles(
  what: 'playbooks' | 'obligations',
  { positionals }: Arguments,
  world: World,
  check: (file: string) => Checked,
): Promise<number> {
  if (positionals.length === 0)
    throw new Refusal(`${what} check needs a file: type \`nautilus ${what} check my-${what}/\`.`)
  let isRight = true
  for (const file of givenFiles(`${what} check`, positionals)) {
    const checked = check(file)
    if ('name' in checked) await world.out(`${file}: ${checked.name} is right.\n`)
    else for (const line of faultLines(checked.faults, checked.more)) world.err(`${line}\n`)
    isRight &&= 'name' in checked
  }
  return isRight ? 0 : 2
}
