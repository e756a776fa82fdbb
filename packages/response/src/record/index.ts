export { type Anchor, anchorsOf } from './anchors.ts'
export { canonical, MAX_DEPTH, NotCanonical } from './canonical.ts'
export { append, emptyHead, GENESIS, type Head, type Link, type Sha256 } from './chain.ts'
export { type BreakCode, lineOf, type Verdict, verify, verifyFrom, verifyLines } from './verify.ts'
