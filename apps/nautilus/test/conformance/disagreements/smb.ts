import type { Compared } from './disagreement.ts'

export const smb: Compared = {
  total: { captures: 7, messages: 282, facts: 324, values: 42, withoutRequest: 0 },
  rows: [
    {
      capture: 's7comm-plus/tia_hw_compile_download.pcapng',
      protocol: 'smb',
      functions: { 'smb1:72': ['1/1/0', '1/0/0'], 'smb2:00': ['1/1/0', '1/2/0'] },
      reason:
        'Frame 294 negotiates in SMB 1 and frame 295 answers in SMB 2 ([MS-SMB2] 3.3.5.3.1). The sensor counts an answer under what it answers.',
    },
  ],
}
