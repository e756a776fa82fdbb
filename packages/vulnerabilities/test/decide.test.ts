import type { Ssvc } from '@nautilus/model'
import { describe, expect, test } from 'vitest'
import { attackOf, bodOf, humanImpactOf, readEpss, ssvcOf } from '../src/index.ts'
import { context, csaf, device, exposed, only, vector } from './plant.ts'

/** The deployer table as published: columns low, medium, high, very high human impact. */
const table = `
none        small       no   D D S S
none        small       yes  D S S S
none        controlled  no   D S S S
none        controlled  yes  S S S S
none        open        no   D S S S
none        open        yes  S S S O
public_poc  small       no   D S S S
public_poc  small       yes  S S S S
public_poc  controlled  no   D S S S
public_poc  controlled  yes  S S S O
public_poc  open        no   S S S O
public_poc  open        yes  S S O O
active      small       no   S S O O
active      small       yes  S O O O
active      controlled  no   S S O O
active      controlled  yes  O O O O
active      open        no   S O O I
active      open        yes  O O I I`

const word = { D: 'defer', S: 'scheduled', O: 'out of cycle', I: 'immediate' }
/** Safety and mission that give each column. */
const columns = [
  { safety: 'marginal', mission: 'crippled' },
  { safety: 'marginal', mission: 'essential function fails' },
  { safety: 'critical', mission: 'crippled' },
  { safety: 'marginal', mission: 'mission fails' },
] as const

test.each(
  table
    .trim()
    .split('\n')
    .map(line => line.trim().split(/\s+/)),
)('%s %s %s', (exploitation, exposure, automatable, ...letters) => {
  const given = { exploitation: exploitation!.replace('_', ' '), exposure, automatable: automatable === 'yes' } as Ssvc
  expect(columns.map(column => ssvcOf({ ...given, ...column }).outcome)).toEqual(
    letters.map(letter => word[letter as 'D']),
  )
})

test('human impact of safety and mission', () => {
  const missions = ['degraded', 'crippled', 'essential function fails', 'mission fails'] as const
  const row = (safety: Ssvc['safety']) => missions.map(mission => humanImpactOf({ safety, mission }))
  expect(row('negligible')).toEqual(['low', 'low', 'medium', 'very high'])
  expect(row('marginal')).toEqual(['low', 'low', 'medium', 'very high'])
  expect(row('critical')).toEqual(['medium', 'high', 'high', 'very high'])
  expect(row('catastrophic')).toEqual(['very high', 'very high', 'very high', 'very high'])
})

/** Known, exposed, automatable, total; then days, F with forensics. */
test.each(
  `0000 upgrade
0001 upgrade
1000 14
0100 60
0010 60
0110 14
0101 14
0011 60
1100 14
1010 14
1110 3
1001 14
1101 3F
1011 3F
1111 3F
0111 3`
    .split('\n')
    .map(line => line.split(' ') as [string, string]),
)('BOD 26-04 %s is %s', (bits, told) => {
  const [known, exposed, automatable, total] = [...bits].map(bit => bit === '1') as [boolean, boolean, boolean, boolean]
  const { days, forensics } = bodOf({ known, exposed, automatable, total })
  expect(`${days ?? 'upgrade'}${forensics ? 'F' : ''}`).toBe(told)
})

test.each([
  ['CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H', 'network', false, false, 'high'],
  ['CVSS:3.0/AV:L/AC:L/PR:L/UI:R/S:U/C:H/I:H/A:N', 'local', true, true, 'none'],
  ['CVSS:4.0/AV:A/AC:L/AT:N/PR:N/UI:N/VC:N/VI:N/VA:H/SC:N/SI:N/SA:H', 'adjacent', false, false, 'high'],
  ['AV:N/AC:L/Au:N/C:P/I:P/A:C', 'network', false, false, 'high'],
  ['AV:N/AC:L/Au:S/C:P/I:P/A:P', 'network', true, false, 'some'],
  ['nonsense', 'unknown', true, true, 'high'],
])('%s', (vector, from, needsPrivileges, needsPerson, availability) => {
  const score = { version: '', vector, score: null, severity: null }
  expect(attackOf(score)).toMatchObject({ from, needsPrivileges, needsPerson, availability })
})

const modbusPlc = (more = {}) =>
  device({ vendor: 'Moxa', model: 'NPort 5110', firmware: '1.0' }, { protocols: ['modbus server'], ...more })
const product = [{ name: 'NPort 5110', version: '< 2' }]
const scored = (vectorString: string, more: object = {}) =>
  csaf('Moxa', product, { scores: [{ products: ['P1'], cvss_v3: { vectorString, baseScore: 7.5 } }], ...more })
const kev = {
  version: '1',
  released: '2026-01-30',
  entries: new Map([['CVE-2026-10001', { added: '2026-01-20', due: '2026-02-10', ransomware: true, action: '' }]]),
}
const from = (
  reach: 'internet' | 'business network' | 'other cell' | 'same cell' | 'unknown',
  ...protocols: string[]
) => ({ exposureOf: () => exposed(reach, protocols) })

describe('now, next, never', () => {
  test.each([
    ['a take-over in the cell', vector, {}, 'next'],
    ['a take-over that is being exploited', vector, { kev }, 'now'],
    ['a take-over within reach of the office', vector, from('business network', 'http'), 'now'],
    ['the same through a firewall', vector, from('other cell', 'http'), 'next'],
    ['nobody knows who reaches it', vector, from('unknown'), 'next'],
    ['writing what Modbus lets anybody write', 'CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:N/I:H/A:N', {}, 'never'],
    [
      'the same from the office, where Modbus does not get through',
      'CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:N/I:H/A:N',
      from('business network', 'http'),
      'now',
    ],
    [
      'the same from the office, over Modbus itself',
      'CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:N/I:H/A:N',
      from('business network', 'modbus'),
      'never',
    ],
    ['hands on the device', 'CVSS:3.1/AV:P/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H', { kev }, 'never'],
    ['reading what Modbus tells', 'CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:N/A:N', {}, 'never'],
  ])('%s', (_, vectorString, more, urgency) => {
    expect(only(modbusPlc(), scored(vectorString), more)?.decision).toMatchObject({ urgency })
  })

  test('credentials open more than a protocol gives', () => {
    const leak = scored('CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:N/A:N', { cwe: { id: 'CWE-522', name: '' } })
    expect(only(modbusPlc(), leak)?.decision?.urgency).toBe('next')
  })

  test('stopping over S7 counts once it was seen', () => {
    const s7 = device({ vendor: 'Moxa', model: 'NPort 5110', firmware: '1.0' }, { protocols: ['s7comm server'] })
    const denial = scored('CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:N/I:N/A:H')
    const link = { client: 'a-2', server: 'a-1', protocol: 's7comm', port: 102, verbs: { read: 3 }, first: 1, last: 2 }
    expect(only(s7, denial, { links: [link] })?.decision?.urgency).toBe('next')
    expect(only(s7, denial, { links: [{ ...link, verbs: { stop: 1 } }] })?.decision?.urgency).toBe('never')
  })

  test('the whole decision', () => {
    const links = ['a-3', 'a-2'].map(client => ({
      client,
      server: 'a-1',
      protocol: 'modbus',
      port: 502,
      verbs: { read: 3 },
      first: 1,
      last: 2,
    }))
    const remediations = [
      { category: 'vendor_fix', details: 'Update to V2.0 or later.' },
      { category: 'mitigation', details: 'Restrict access to port 502.' },
      { category: 'mitigation', details: 'For more information see the advisory.' },
    ]
    const decision = only(modbusPlc(), scored(vector, { remediations }), {
      kev,
      links,
      policy: { bod: true },
    })?.decision
    expect(decision).toMatchObject({
      urgency: 'now',
      ssvc: {
        exploitation: 'active',
        exposure: 'small',
        automatable: true,
        humanImpact: 'medium',
        outcome: 'out of cycle',
      },
      bod: { days: 3, forensics: true },
      reasons: [
        'Attack over the network, without an account; exploited (CISA KEV since 2026-01-20, also by ransomware); reach: same cell.',
        'Takes over a controller: human impact medium, SSVC out of cycle.',
        'Now: it is being exploited, it gives an attacker what the protocols do not, and the process depends on the device.',
      ],
      mitigations: [
        'Allow modbus to plc-1 from a-2, a-3 only, as seen; strike out who does not belong there, drop everything else.',
        'Let a firewall that knows Modbus pass the function codes in use only; write codes from named writers.',
        'Restrict access to port 502.',
        'In the next window: Update to V2.0 or later.',
      ],
      expires: '2026-02-08',
    })
  })

  test.each([
    [
      'No known public exploitation specifically targeting this vulnerability has been reported to CISA at this time.',
      'none',
    ],
    ['This vulnerability has been exploited in the wild.', 'active'],
    ['A proof-of-concept is available.', 'public poc'],
    ['CISA is not aware of it being exploited. Public exploits are available.', 'public poc'],
  ])('%s', (text, exploitation) => {
    const document = scored(vector)
    const told = { ...document, document: { ...document.document, notes: [{ category: 'general', text }] } }
    expect(only(modbusPlc(), told)?.decision?.ssvc.exploitation).toBe(exploitation)
  })

  test.each([
    ['2026-01-30', 'public poc'],
    ['2026-01-20', 'none'],
    ['2026-03-01', 'none'],
  ])('a prediction of %s, on 1 February', (date, exploitation) => {
    const reading = readEpss(
      `#model_version:v2025.03.14,score_date:${date}T00:00:00Z\ncve,epss,percentile\nCVE-2026-10001,0.42,0.97\n`,
    )
    const epss = reading.ok ? reading.epss : null
    const row = only(modbusPlc(), scored(vector), { epss, today: context.today })
    expect(row?.decision?.ssvc.exploitation).toBe(exploitation)
    expect(row?.prediction !== null).toBe(exploitation === 'public poc')
  })
})
