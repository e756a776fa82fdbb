import { claim, hmi } from '../examples.ts'
import { defineRule } from '../rule.ts'
import { cut } from '../wording.ts'

export const rule = defineRule({
  id: 'password-in-clear',
  catalogue: ['P05'],
  title: 'A password went over the network in clear',
  status: 'stable',
  level: 'low',
  description: 'Whoever can see this traffic can read the password and use it. What it was is not kept.',
  references: ['https://attack.mitre.org/techniques/T0859/'],
  techniques: [],
  consequences: ['T0859'], // Valid Accounts
  falsepositives: ['A public account without a secret'],
  playbook: 'PB-10',
  modifiers: [],
  nature: 'rule',
  needs: ['claim credential'],

  on: 'claim',
  match: ({ who, sighting: { attribute, value } }) =>
    attribute === 'credential' && !/ (anonymous|public)$/i.test(value)
      ? {
          summary: `${who.label} sent a password in clear (${cut(value)}).`,
          source: who,
          target: null,
          dedup: cut(value),
        }
      : null,

  examples: [
    { name: 'FTP', events: [claim(hmi, { attribute: 'credential', value: 'ftp m.keller' })], fires: 1 },
    { name: 'FTP for everybody', events: [claim(hmi, { attribute: 'credential', value: 'ftp anonymous' })], fires: 0 },
    { name: 'a name', events: [claim(hmi, { attribute: 'user', value: 'm.keller' })], fires: 0 },
  ],
})
