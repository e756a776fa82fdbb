export { type Axis, axisTo, type Chart, logAxis, timeAxis } from './chart.ts'
export { type Shape, shapesOf } from './shapes.ts'
export { svgOf } from './svg.ts'
