export * from './decision/index.ts'
export { type Duty, decides, duties } from './duties.ts'
export * from './incident/index.ts'
