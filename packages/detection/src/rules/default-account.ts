import { claim, hmi, plc } from '../examples.ts'
import { defineRule } from '../rule.ts'
import { cut } from '../wording.ts'

/**
 * Names of accounts that makers built into controllers and their gateways, as published (ICSA-12-018-01 for Quantum
 * Ethernet modules). Nobody else is called so.
 */
const builtIn: ReadonlySet<string> = new Set([
  'sysdiag',
  'fwupgrade',
  'ntpupdate',
  'qbf77101',
  'pcfactory',
  'factorycast',
  'USERUSER',
])
/** Names with which devices are delivered. The password may have been changed: what was sent is not kept. */
const delivered: ReadonlySet<string> = new Set([
  'USER',
  'admin',
  'Administrator',
  'root',
  'guest',
  'service',
  'anonymous',
])

/** `http basic admin`, `telnet admin`, `OPC UA password of admin in clear`. */
const accountOf = (value: string): string => /password of (\S+)/.exec(value)?.[1] ?? value.split(' ').at(-1)!

const account = claim(hmi, { attribute: 'credential', value: 'http basic admin', source: 'http GET' })

export const rule = defineRule({
  id: 'default-account',
  catalogue: ['E18', 'P22'],
  title: 'An account that is known to everybody was used',
  status: 'test',
  level: 'high',
  description:
    'The name is one that the maker built in or delivers with. Its password is in manuals and in every attack tool, unless somebody changed it.',
  references: ['https://attack.mitre.org/techniques/T0812/', 'https://attack.mitre.org/techniques/T0891/'],
  techniques: ['T0812', 'T0891'], // Default Credentials, Hardcoded Credentials
  falsepositives: ['The password was changed and only the name was kept'],
  playbook: 'PB-10',
  modifiers: ['impact', 'order'],
  nature: 'rule',
  needs: ['claim credential'],

  on: 'claim',
  match: ({ who, sighting: { attribute, value } }) => {
    if (attribute !== 'credential') return null
    const name = accountOf(value)
    const isBuiltIn = builtIn.has(name)
    if (!isBuiltIn && !delivered.has(name)) return null
    const said = isBuiltIn ? 'one that its maker built in' : 'one with which devices are delivered'
    return {
      summary: `${who.label} logged in with the account ${cut(name)}, ${said} (${cut(value)}).`,
      source: who,
      target: null,
      dedup: name,
      level: isBuiltIn ? 'high' : 'low',
      confidence: isBuiltIn ? 0.9 : 0.5,
    }
  },

  examples: [
    { name: 'the name of delivery', events: [account], fires: 1 },
    {
      name: 'a built-in account',
      events: [claim(hmi, { attribute: 'credential', value: 'ftp sysdiag', source: 'ftp connection' })],
      fires: 1,
    },
    {
      name: 'a person',
      events: [claim(hmi, { attribute: 'credential', value: 'http basic m.keller', source: 'http GET' })],
      fires: 0,
    },
    { name: 'a name of a device', events: [claim(plc, { attribute: 'name', value: 'admin' })], fires: 0 },
  ],
})
