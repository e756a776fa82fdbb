// One line per file of fingerprints. To add one: a file of the shape `Prints`, and its line here.
import { descriptions, enterprises, vendorClasses } from './descriptions.ts'
import { objects, profiles, profinetRoles, programs, running } from './devices.ts'
import type { Prints } from './fingerprint.ts'
import { makers, names } from './makers.ts'
import { orderNumbers } from './order-numbers.ts'
import { announced, capabilities } from './services.ts'
import { applications, banners, sessions } from './software.ts'
import { systems } from './systems.ts'

export const fingerprints: readonly Prints[] = [
  orderNumbers,
  profiles,
  profinetRoles,
  running,
  programs,
  objects,
  descriptions,
  enterprises,
  vendorClasses,
  banners,
  sessions,
  applications,
  systems,
  announced,
  capabilities,
  makers,
  names,
]
