// How requests are checked. What stands in an address is text, and is read as what its schema says; a body is JSON and says
// itself what it is: there null is not 0.
import ajvCompiler from '@fastify/ajv-compiler'

/** Every fault of a form at once; what is unknown is refused, not dropped. */
const rules = { allErrors: true, removeAdditional: false, useDefaults: true } as const

type Build = ReturnType<typeof ajvCompiler>

export const buildValidator: Build = schemas => {
  const build = ajvCompiler()
  const ofText = build(schemas, { customOptions: { ...rules, coerceTypes: 'array' } })
  const ofJson = build(schemas, { customOptions: { ...rules, coerceTypes: false } })
  return route => (route.httpPart === 'body' ? ofJson : ofText)(route)
}
