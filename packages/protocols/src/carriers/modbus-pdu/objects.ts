// Files, identity objects and server identities. Sections: Modbus Application Protocol V1.1b3.
import type { Attribute, Claim, Item } from '@nautilus/model'
import type { FilePart, Pdu } from './pdu.ts'

// 6.14, 6.15
const fileText = (unit: number, { file, record, length }: FilePart): string =>
  length > 1 ? `${unit}/file/${file}/${record}-${record + length - 1}` : `${unit}/file/${file}/${record}`

/** The records that a request names, with the values it writes or the reply's. */
export function fileItems(
  unit: number,
  asked: readonly FilePart[],
  reply: Pdu | null,
): { object: string; items: readonly Item[] } {
  const answered = reply?.kind === 'file' ? reply.parts : []
  const items = asked.map((part, index): Item => {
    const writes = part.bytes > 0
    const answer = answered[index]
    const shown = writes ? part : answer?.bytes === 2 * part.length ? answer : null
    return {
      object: fileText(unit, part),
      access: writes ? 'write' : 'read',
      type: 'u16',
      count: part.length,
      in: shown === null ? 'nowhere' : writes ? 'request' : 'reply',
      at: shown?.at ?? 0,
      native: { unit, table: 'file', file: part.file, address: part.record },
    }
  })
  return { object: items.map(item => item.object).join(', '), items }
}

// 6.21
const objectNames: Readonly<Record<number, string>> = {
  0: 'vendor-name',
  1: 'product-code',
  2: 'revision',
  3: 'vendor-url',
  4: 'product-name',
  5: 'model-name',
  6: 'user-application-name',
}

const claimed: Readonly<Record<number, Attribute>> = {
  0: 'vendor',
  1: 'model',
  2: 'firmware',
  4: 'model',
  5: 'model',
  6: 'program',
}

type Identity = Pdu & { kind: 'identity' }

export function identityItems(
  unit: number,
  { objects, conformity, more }: Identity,
): {
  items: readonly Item[]
  detail: Record<string, string | number>
} {
  const items = objects.map(
    ({ id, at, text }): Item => ({
      object: `${unit}/identity/${objectNames[id] ?? id}`,
      access: 'read',
      type: 'text',
      count: text.length,
      in: 'reply',
      at,
      native: { unit, table: 'identity', address: id },
    }),
  )
  return { items, detail: { conformity, more: Number(more) } }
}

export const identityClaims = ({ objects }: Identity): Claim[] =>
  objects.flatMap(({ id, text }) => {
    const attribute = claimed[id]
    return attribute && text !== '' ? [{ about: 'server', attribute, value: text, confidence: 0.9 } as const] : []
  })

/** 6.13: what the device says of itself in bytes of its own choice, and whether it runs. */
export function serverIdClaims({ indicator, run, text }: Pdu & { kind: 'server-id' }): Claim[] {
  const claims: Claim[] = []
  const confidence = indicator === 'second' ? 0.9 : 0.6
  if (indicator !== 'none') claims.push({ about: 'server', attribute: 'mode', value: run ? 'run' : 'stop', confidence })
  if (/[A-Za-z]{3}/.test(text)) claims.push({ about: 'server', attribute: 'description', value: text, confidence: 0.7 })
  return claims
}
