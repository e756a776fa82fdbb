// A span for each request (OpenTelemetry semantic conventions, HTTP). Names and values of a path are not in it.
import { type OpenSpan, openSpan } from '@nautilus/trace'
import type { FastifyRequest } from 'fastify'
import type { App } from './app.ts'

export function traceRequests(app: App): void {
  const open = new WeakMap<FastifyRequest, OpenSpan>()
  app.addHook('onRequest', (request, _reply, done) => {
    const { method, routeOptions, headers } = request
    const route = routeOptions.url ?? 'unknown'
    const attributes = { 'http.request.method': method, 'http.route': route, 'nautilus.request': request.id }
    const parent = typeof headers.traceparent === 'string' ? headers.traceparent : null
    const span = openSpan(`${method} ${route}`, { kind: 'server', attributes, parent })
    if (span === null) return done()
    open.set(request, span)
    span.within(done)
  })
  // Reading a body leaves the span; here the request is back in it.
  app.addHook('preValidation', (request, _reply, done) => {
    const span = open.get(request)
    if (span) span.within(done)
    else done()
  })
  app.addHook('onResponse', (request, reply, done) => {
    const { statusCode } = reply
    const more = { 'http.response.status_code': statusCode }
    open.get(request)?.end(statusCode >= 500 ? `HTTP ${statusCode}` : null, more)
    done()
  })
}
