// What the data of HART commands hold: HCF_SPEC-127 and HCF_SPEC-151. Written as data, read by values.ts.

/** A value in its place: `unit` is the code that the next floats have; `skip` bytes tell nothing. */
export type Field =
  | { readonly kind: 'unit' }
  | { readonly kind: 'skip'; readonly bytes: number }
  /** Which variable or channel the fields behind are of. */
  | { readonly kind: 'index'; readonly name: string }
  /** A code that is told as detail: by number, or by the name of the unit. */
  | { readonly kind: 'note' | 'unit-name'; readonly name: string }
  | { readonly kind: 'f32' | 'u8' | 'u16' | 'u24'; readonly name: string; readonly unit?: string }
  | { readonly kind: 'packed' | 'text'; readonly name: string; readonly bytes: number }
  | { readonly kind: 'date'; readonly name: string }

const unit: Field = { kind: 'unit' }
const skip = (bytes: number): Field => ({ kind: 'skip', bytes })
const f32 = (name: string, fixed?: string): Field =>
  fixed ? { kind: 'f32', name, unit: fixed } : { kind: 'f32', name }
const u8 = (name: string): Field => ({ kind: 'u8', name })
const index = (name: string): Field => ({ kind: 'index', name })
const note = (name: string): Field => ({ kind: 'note', name })
const unitName: Field = { kind: 'unit-name', name: 'unit' }
const u24 = (name: string): Field => ({ kind: 'u24', name })
const current = f32('loop-current', 'mA')
const tag: readonly Field[] = [
  { kind: 'packed', name: 'tag', bytes: 6 },
  { kind: 'packed', name: 'descriptor', bytes: 12 },
  { kind: 'date', name: 'date' },
]
const longTag: readonly Field[] = [{ kind: 'text', name: 'tag', bytes: 32 }]
const unitTag: readonly Field[] = [{ kind: 'text', name: 'unit-tag', bytes: 32 }]
const message: readonly Field[] = [{ kind: 'packed', name: 'message', bytes: 24 }]
const range: readonly Field[] = [unit, f32('upper-range'), f32('lower-range')]
const loop: readonly Field[] = [u8('polling-address'), u8('loop-current-mode')]

type Layouts = Readonly<Record<number, readonly Field[]>>

/** Of responses to commands that read. */
export const reads: Layouts = {
  1: [unit, f32('PV')],
  2: [current, f32('percent-of-range', '%')],
  3: [current, unit, f32('PV'), unit, f32('SV'), unit, f32('TV'), unit, f32('QV')],
  7: loop,
  8: [u8('PV-class'), u8('SV-class'), u8('TV-class'), u8('QV-class')],
  12: message,
  13: tag,
  14: [u24('transducer-serial'), unit, f32('upper-limit'), f32('lower-limit'), f32('minimum-span')],
  15: [u8('alarm-selection'), u8('transfer-function'), ...range, f32('damping', 's'), u8('write-protect')],
  16: [u24('final-assembly')],
  20: longTag,
  50: [u8('PV-assignment'), u8('SV-assignment'), u8('TV-assignment'), u8('QV-assignment')],
  57: tag,
  76: [u8('lock-state')],
  110: [unit, f32('PV'), unit, f32('SV'), unit, f32('TV'), unit, f32('QV')],
  520: unitTag,
}

/** Of requests that write; their responses say the same again. */
export const writes: Layouts = {
  6: loop,
  17: message,
  18: tag,
  19: [u24('final-assembly')],
  22: longTag,
  34: [f32('damping', 's')],
  35: range,
  36: [],
  37: [],
  40: [current],
  44: [unitName],
  45: [current],
  46: [current],
  47: [u8('transfer-function')],
  49: [u24('transducer-serial')],
  51: [u8('PV-assignment'), u8('SV-assignment'), u8('TV-assignment'), u8('QV-assignment')],
  52: [index('variable')],
  53: [index('variable'), unitName],
  55: [index('variable'), f32('damping', 's')],
  56: [index('variable'), u24('transducer-serial')],
  58: tag,
  59: [u8('response-preambles')],
  65: [index('channel'), ...range],
  64: [index('channel'), f32('damping', 's')],
  66: [index('channel'), unit, f32('level')],
  67: [index('channel'), unit, f32('level')],
  68: [index('channel'), unit, f32('level')],
  69: [index('channel'), note('transfer-function')],
  71: [note('lock')],
  79: [index('variable'), note('command'), unit, f32('value'), skip(1)],
  82: [index('variable'), note('trim-point'), unit, f32('value')],
  83: [index('variable')],
  87: [u8('master-mode')],
  88: [u8('retry-count')],
  108: [{ kind: 'u16', name: 'burst-command' }, note('burst-message')],
  109: [u8('burst-mode'), note('burst-message')],
  521: unitTag,
}
