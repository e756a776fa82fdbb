// The first words of a statement, and the name of a procedure: [MS-TDS] 2.2.6.7 and 2.2.6.6.
import { type Statement, statementOf } from '../carriers/sql.ts'
import { utf16 } from '../carriers/unicode.ts'
import { Reader } from '../reader.ts'

/** 2.2.6.6, well-known procedures by number. */
const procedures: Readonly<Record<number, string>> = Object.freeze({
  1: 'sp_cursor',
  2: 'sp_cursoropen',
  3: 'sp_cursorprepare',
  4: 'sp_cursorexecute',
  5: 'sp_cursorprepexec',
  6: 'sp_cursorunprepare',
  7: 'sp_cursorfetch',
  8: 'sp_cursoroption',
  9: 'sp_cursorclose',
  10: 'sp_executesql',
  11: 'sp_prepare',
  12: 'sp_execute',
  13: 'sp_prepexec',
  14: 'sp_prepexecrpc',
  15: 'sp_unprepare',
})
const EXECUTE_SQL = 10
const MAX_TEXT = 400

/** Behind the headers that newer versions put in front, 2.2.5.3. */
function behindHeaders(data: Uint8Array): Uint8Array {
  const reader = new Reader(data)
  const [total, first] = [reader.u32le(), reader.u32le()]
  return !reader.short && total >= 22 && total <= data.length && first >= 6 && first <= total - 4
    ? data.subarray(total)
    : data
}

export const batchOf = (data: Uint8Array): Statement => statementOf(utf16(behindHeaders(data), MAX_TEXT))

/** The name of the procedure, or its number; of `sp_executesql` the statement that it runs. */
export function procedureOf(data: Uint8Array): { name: string; statement: Statement | null } {
  const reader = new Reader(behindHeaders(data))
  const length = reader.u16le()
  if (length !== 0xffff) return { name: utf16(reader.take(2 * length), 128), statement: null }
  const number = reader.u16le()
  const name = procedures[number] ?? `procedure ${number}`
  const text = number === EXECUTE_SQL ? firstText(reader) : null
  return { name, statement: text ? statementOf(text) : null }
}

const [NVARCHAR, NTEXT] = [0xe7, 0x63]
const COLLATION = 5

/** The first parameter, if it is text: 2.2.6.6 and 2.2.5.5. */
function firstText(reader: Reader): string | null {
  reader.skip(2)
  reader.skip(2 * reader.u8() + 1)
  const type = reader.u8()
  if (type !== NVARCHAR && type !== NTEXT) return null
  const most = type === NVARCHAR ? reader.u16le() : reader.u32le()
  reader.skip(COLLATION)
  // Text without a limit comes in chunks, behind its whole length of eight bytes.
  const chunked = type === NVARCHAR && most === 0xffff
  if (chunked) reader.skip(8)
  const length = type === NVARCHAR && !chunked ? reader.u16le() : reader.u32le()
  return reader.short ? null : utf16(reader.take(Math.min(length, reader.left)), MAX_TEXT)
}
