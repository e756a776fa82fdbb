export { type IndicatorBook, indicatorBook } from './book.ts'
export {
  faultLine,
  type Indicator,
  type IndicatorFault,
  type IndicatorKind,
  MAX_INDICATOR_FILE,
  MAX_INDICATORS,
  type ReadIndicators,
} from './indicator.ts'
export { readIndicators } from './read.ts'
