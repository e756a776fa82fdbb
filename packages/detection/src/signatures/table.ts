// All signatures, those of a product before those of a way of attack.
import { plant } from './plant.ts'
import { portals } from './portals.ts'
import { servers } from './servers.ts'
import { services } from './services.ts'
import type { Signature } from './signature.ts'

export const signatures: readonly Signature[] = [...portals, ...plant, ...servers, ...services]
