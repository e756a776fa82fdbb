// PTP over Ethernet: IEEE 1588-2019, annex E.
import { ptpOver } from '../carriers/ptp.ts'

export const ptpLink = ptpOver({
  name: 'ptp-link',
  title: 'PTP over Ethernet',
  carriers: { ethernet: [0x88f7] },
  codes: { version: 'ptp-link.version', length: 'ptp-link.length' },
  speaker: () => 'server',
})
