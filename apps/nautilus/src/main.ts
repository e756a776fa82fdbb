#!/usr/bin/env node
// The entry. Compiled code is kept between runs, so it must be loaded after that has been asked for.
import './heap.ts'
import { enableCompileCache } from 'node:module'

enableCompileCache()
await import('./shell.ts')
