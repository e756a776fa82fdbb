// PTP over UDP: IEEE 1588-2019, annexes C and D.
import { ptpOver } from '../carriers/ptp.ts'

export const ptp = ptpOver({
  name: 'ptp',
  title: 'PTP',
  carriers: { udp: [319, 320] },
  codes: { version: 'ptp.version', length: 'ptp.length' },
  speaker: from => from,
})
