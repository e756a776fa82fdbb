import type { Compared } from './disagreement.ts'

const BETWEEN = 'A keep-alive between the parts of a message is passed over and not counted.'

export const s7commPlus: Compared = {
  total: { captures: 16, messages: 3572, facts: 3572, values: 0, withoutRequest: 0 },
  rows: [
    {
      capture: 's7comm-plus/iti_V13_1200_TP1200sim_MW100_Int_SPS_5s_MW102_Int_SPS_10s_MW102_ab_1000_Timer_sync.pcapng',
      protocol: 's7comm-plus',
      collected: { 's7comm-plus 0x04f2 replies': [10, 0] },
      reason:
        'The replies to SetVariable begin with opcode 0x02, which the script did not know; sequence numbers pair each with its request.',
    },
    {
      capture:
        's7comm-plus/iti_V13_1200_TP1200sim_MW100_Int_SPS_5s_MW102_Int_SPS_10s_MW102_ab_1000_Timer_sync_FehlerbeiMW100.pcapng',
      protocol: 's7comm-plus',
      collected: { 's7comm-plus 0x04f2 replies': [9, 0] },
      reason:
        'The replies to SetVariable begin with opcode 0x02, which the script did not know; sequence numbers pair each with its request.',
    },
    {
      capture: 's7comm-plus/tia_S71200_StartupGoOnline.pcapng',
      protocol: 's7comm-plus',
      facts: [0, 1],
      collected: { 's7comm-plus 0xfe': [33, 34] },
      reason: `${BETWEEN} Frame 503, within the six parts of a reply.`,
    },
    {
      capture: 's7comm-plus/tia_offline_download_yeni.pcapng',
      protocol: 's7comm-plus',
      collected: { 's7comm-plus 0x04ca requests': [16, 13], 's7comm-plus 0x0560 requests': [4, 3] },
      reason:
        'The script saw the first message of a segment only. There are 16 replies to CreateObject and 4 to EndSequence: a request for each.',
    },
    {
      capture: 's7comm-plus/tia_yeni_onlineyapilmis_upload.pcapng',
      protocol: 's7comm-plus',
      facts: [0, 1],
      collected: { 's7comm-plus 0xfe': [28, 29], 's7comm-plus notification': [26, 27] },
      reason: `${BETWEEN} Frame 132, within a reply. Frame 781 is another part of a reply whose first byte is that of a notification; the script took it for one.`,
    },
  ],
}
