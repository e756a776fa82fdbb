export { type Duty, decides, duties } from './duties.ts'
