// Must be imported first. V8 lets its heap grow to several times what is alive before it tidies up; a sensor that shares
// a small box with others must not. Growing by 30 % at a time about halves the peak on a capture of 100,000 flows.
import { setFlagsFromString } from 'node:v8'

setFlagsFromString('--heap-growing-percent=30')
