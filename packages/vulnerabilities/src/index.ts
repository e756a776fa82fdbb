export { compareVersions } from './version/compare.ts'
export { type Place, placeOf } from './version/contains.ts'
export { type Expression, sayExpression } from './version/expression.ts'
export { parseExpression } from './version/parse.ts'
