// One line per idea. Each looks at a different thing, so that their reasons are independent.
import type { Asset } from '@nautilus/model'
import { engineering, sessions } from './engineering.ts'
import { combine, type RoleIdea } from './evidence.ts'
import { converting, units } from './gateway.ts'
import { naming } from './naming.ts'
import { forwarding, routing } from './network.ts'
import { polling } from './polling.ts'
import type { Portrait } from './portrait.ts'
import { asking, serving } from './serving.ts'

const ideas: readonly RoleIdea[] = [
  serving,
  asking,
  naming,
  polling,
  engineering,
  sessions,
  units,
  converting,
  forwarding,
  routing,
]

export const rolesOf = (portrait: Portrait): Asset['roles'] => combine(ideas.flatMap(idea => idea(portrait)))
