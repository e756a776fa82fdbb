// What a directory did wrong, by the words of RFC 7644, 3.12.
import { Problem } from '../problem.ts'

type ScimType = 'invalidFilter' | 'uniqueness' | 'invalidSyntax' | 'invalidPath' | 'noTarget' | 'invalidValue'

export const scimProblem = (status: number, detail: string, scimType?: ScimType): Problem =>
  new Problem(status, detail, undefined, scimType ? { scimType } : {})
