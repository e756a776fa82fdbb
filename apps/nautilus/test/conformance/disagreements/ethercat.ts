import type { Compared } from './disagreement.ts'

export const ethercat: Compared = {
  total: { captures: 4, messages: 4_038, facts: 11_525, values: 23_050, withoutRequest: 0 },
  rows: [
    {
      capture: 'ethercat/ethercrab_soem-sdinfo-ek1100-el1004.pcapng',
      protocol: 'ethercat',
      functions: { 'type:1': ['0/537/0', '0/536/0'] },
      facts: [1, 0],
      reason:
        'This master polls so fast, and numbers so few frames, that 44 polls look like mirrored copies of earlier ones. ' +
        'Which of them come within 5 ms depends on the clock: the sensor has microseconds, tshark nanoseconds.',
    },
  ],
}
