// Errors as RFC 9457 problem documents.
import { STATUS_CODES } from 'node:http'
import type { PlanFault, Sentence } from '@nautilus/response'
import { planFaultText } from '@nautilus/response'
import type { FastifyError, FastifyReply, FastifyRequest } from 'fastify'
import type { ProblemCode, problemCodes } from './problem-codes.ts'
import { isScim, scimError } from './scim/form.ts'

/** Thrown by routes: a status, and a sentence for whoever asked. */
export class Problem extends Error {
  override readonly name = 'Problem'
  readonly status: number
  /** By field, where the input is at fault. */
  readonly fields: Readonly<Record<string, string>> | undefined
  /** Further members of the document (RFC 9457, 3.2). */
  readonly more: object

  constructor(status: number, detail: string, fields?: Readonly<Record<string, string>>, more: object = {}) {
    super(detail)
    this.status = status
    this.fields = fields
    this.more = more
  }
}

type Coded<C extends ProblemCode> = {
  /** What stands in the sentence of the code. */
  readonly values?: Readonly<Record<(typeof problemCodes)[C][number], string | number | Sentence>>
  readonly fields?: Readonly<Record<string, string>>
  readonly more?: object
}

/** A problem whose sentence others can say in their own language, by its code. */
export const problemOf = <C extends ProblemCode>(
  status: number,
  code: C,
  detail: string,
  { values, fields, more = {} }: Coded<C> = {},
): Problem => new Problem(status, detail, fields, { code, values: values ?? {}, ...more })

/** A roster or policy that cannot be taken: each fault at its field, as a sentence and by its code. */
export function faultyPlan(code: 'roster.faults' | 'policy.faults', faults: readonly PlanFault[]): Problem {
  const fields: Record<string, string> = {}
  const codes: Record<string, Omit<PlanFault, 'field'>> = {}
  for (const { field, ...fault } of faults) {
    fields[field] ??= planFaultText({ field, ...fault })
    codes[field] ??= fault
  }
  const what = code === 'roster.faults' ? 'roster' : 'policy'
  return problemOf(400, code, `The ${what} was not taken: ${Object.values(fields)[0]}`, { fields, more: { codes } })
}

export const notFound = (what: string): Problem => problemOf(404, 'not-found', `There is no ${what} here.`)

export const badCursor = (): Problem =>
  new Problem(400, 'This is no cursor of ours.', { after: 'must be `next` of the page before' })

type Document = { readonly type: string; readonly title: string; readonly status: number; readonly detail: string }

export function send(reply: FastifyReply, status: number, detail: string, more: object = {}): FastifyReply {
  const document: Document = { type: 'about:blank', title: STATUS_CODES[status] ?? 'Error', status, detail }
  return reply
    .code(status)
    .type('application/problem+json')
    .send(JSON.stringify({ ...document, ...more }))
}

export function onError(
  error: FastifyError | Problem | Error,
  request: FastifyRequest,
  reply: FastifyReply,
): FastifyReply {
  if (isScim(request.url)) return sendScim(error, request, reply)
  if (error instanceof Problem)
    return send(reply, error.status, error.message, {
      ...(error.fields ? { fields: error.fields } : {}),
      ...error.more,
    })
  if ('validation' in error && error.validation)
    return send(reply, 400, 'The request is not valid.', { code: 'request.invalid', fields: fieldsOf(error) })
  const status = 'statusCode' in error ? (error.statusCode ?? 500) : 500
  if (status < 500) return send(reply, status, error.message)
  request.log.error({ error }, 'a request failed')
  return send(reply, 500, 'This went wrong on our side. It is in the log with this number.', { request: request.id })
}

/** To a directory, in its own form. */
function sendScim(error: FastifyError | Problem | Error, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  const asked = error instanceof Problem ? error.status : 'statusCode' in error ? (error.statusCode ?? 500) : 500
  const status = 'validation' in error && error.validation ? 400 : asked
  if (status >= 500) request.log.error({ error }, 'a request failed')
  const detail = status >= 500 ? `This went wrong on our side; it is in the log as ${request.id}.` : error.message
  const scimType = error instanceof Problem ? (error.more as { scimType?: string }).scimType : 'invalidSyntax'
  return reply
    .code(status)
    .type('application/scim+json')
    .send(scimError(status, detail, status === 400 || status === 409 ? scimType : undefined))
}

/** One sentence for each field, as a form shows it. */
function fieldsOf({ validation = [] }: FastifyError): Record<string, string> {
  const told: Record<string, string> = {}
  for (const { instancePath, params, message = 'is not valid' } of validation) {
    const missing = (params as { missingProperty?: string }).missingProperty
    const name = missing ?? (instancePath.slice(1).replaceAll('/', '.') || 'request')
    told[name] ??= missing ? 'is required' : message
  }
  return told
}
