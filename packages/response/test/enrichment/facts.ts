// What is known of a small works on the night of a download.
import type { EnrichmentFacts } from '../../src/index.ts'
import { finding, NIGHT } from '../plant.ts'

export const facts: EnrichmentFacts = {
  findings: [
    finding('f-1', {
      consequences: ['T0831', 'T0826'],
      changes: [
        { object: 'block OB1', before: 'checksum 1a2b', after: 'checksum 9f00' },
        { object: 'block DB7', before: null, after: 'checksum 77aa' },
      ],
      baseline: 'Since 2 January plc-1 had no download.',
      window: {
        kind: 'impostor',
        order: 'WO-7',
        dimensions: { asset: true, verb: true, source: false, tool: null, time: true },
      },
    }),
  ],
  assets: [
    {
      id: 'plc-1',
      label: 'PLC kiln 2',
      role: 'controller',
      criticality: 'critical',
      safety: false,
      zone: 'kiln cell',
      process: 'kiln 2',
    },
    { id: 'ews', label: 'EWS-3', role: null, criticality: null, safety: false, zone: 'office', process: null },
  ],
  processes: [
    {
      name: 'kiln 2',
      safetyClass: 'SIL 2',
      downtimeCostPerHour: 12_000,
      currency: 'EUR',
      redundant: false,
      by: 'site.yaml',
    },
  ],
  peers: [
    { asset: 'plc-1', peer: 'hmi-4', protocol: 's7comm', verbs: ['read'], first: NIGHT, last: NIGHT, usual: true },
    { asset: 'plc-1', peer: 'laptop', protocol: 's7comm', verbs: ['upload'], first: NIGHT, last: NIGHT, usual: false },
  ],
  weaknesses: [
    {
      asset: 'plc-1',
      vulnerability: 'CVE-2000-0001',
      advisory: 'A-1',
      verdict: 'likely',
      exploited: false,
      score: 9.8,
    },
    {
      asset: 'plc-1',
      vulnerability: 'CVE-2000-0002',
      advisory: 'A-2',
      verdict: 'affected',
      exploited: true,
      score: 7.5,
    },
  ],
  past: [
    {
      id: 'i-old',
      rules: ['program-download'],
      assets: ['plc-1', 'ews', 'hmi-4'],
      techniques: ['T0843'],
      outcome: 'benign',
      decision: 'Keep running and watch closely',
    },
    {
      id: 'i-else',
      rules: ['arp-spoofing'],
      assets: ['switch'],
      techniques: ['T0830'],
      outcome: 'false',
      decision: null,
    },
  ],
}
