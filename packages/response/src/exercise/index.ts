export { type Measures, measureNames, measuresOf, type Spread, spreadOf } from './measures.ts'
