// One line per idea. Each looks at a different thing, so that their reasons are independent.
import type { Asset } from '@nautilus/model'
import { engineering } from './engineering.ts'
import { combine, type RoleIdea } from './evidence.ts'
import { converting, units } from './gateway.ts'
import { naming } from './naming.ts'
import { forwarding, routing } from './network.ts'
import { polling, showing } from './polling.ts'
import type { Portrait } from './portrait.ts'
import { directory, remoteAccess, visiting } from './remote.ts'
import { asking, connecting, serving } from './serving.ts'

const ideas: readonly RoleIdea[] = [
  serving,
  asking,
  connecting,
  naming,
  polling,
  showing,
  engineering,
  units,
  converting,
  forwarding,
  routing,
  remoteAccess,
  directory,
]

export function rolesOf(portrait: Portrait): Asset['roles'] {
  const found = ideas.flatMap(idea => idea(portrait))
  const roles = combine(found)
  const tooling = roles.find(({ role }) => role === 'engineering workstation')
  const visitor = tooling ? visiting(portrait, tooling.confidence) : []
  return visitor.length > 0 ? combine([...found, ...visitor]) : roles
}
