import { expect, it } from 'vitest'
import { capturesIn, conformance, pathOf } from './captures.ts'
import { expectSameFacts, expectSameFunctions, expectSameRows, Tallying } from './compare.ts'
import { compared } from './disagreements.ts'
import { recordOf, rowsOf } from './recorder.ts'
import { ours, theirs } from './smb-facts.ts'

/** Captures of other protocols with sessions of Windows in them. */
const ELSEWHERE = [
  'enip-cip/quickdraw_EIP-ControlProtocolChangeAttempt.pcap',
  'enip-cip/quickdraw_EIP-IPAddressChangeAttempt.pcap',
  'goose/iti_sample_mms_and_goose.pcap',
  'modbus/lemay_characterization.pcap',
  'modbus/lemay_cnc_upload.pcap',
  's7comm-plus/tia_hw_compile_download.pcapng',
]

conformance('SMB, message by message', () => {
  const tallying = new Tallying()

  for (const capture of [...capturesIn('it/smb'), ...ELSEWHERE]) {
    it(capture, async () => {
      const path = pathOf(capture)
      const view = await theirs(path)
      tallying.add(view.facts)
      const { sensor, rows } = await rowsOf(path)
      const { exchanges } = await recordOf(path)
      expectSameFunctions(capture, 'smb', sensor.statistics.protocols.get('smb')?.functions, view.histogram)
      expectSameFacts(capture, 'smb', ours(exchanges), view.facts)
      expectSameRows(capture, 'smb', rows, exchanges)
    })
  }

  it('compared this much', () => expect(tallying.total).toEqual(compared.smb!.total))
})
