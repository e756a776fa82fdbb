/** What is kept at most, whatever a file holds. What is beyond is counted and told. */
export type AdvisoryLimits = {
  /** Characters of one document. */
  readonly document: number
  /** Branches within branches of a product tree. */
  readonly depth: number
  /** Products of one advisory, combinations of two included. */
  readonly products: number
  /** Branches of one advisory, those without a product included. */
  readonly branches: number
  readonly vulnerabilities: number
  /** Entries of any other list: remediations, scores, notes, model numbers, members of a group. */
  readonly listed: number
  /** Characters of a name. */
  readonly name: number
  /** Characters of prose. */
  readonly text: number
  /** Faults that are told of one document. */
  readonly faults: number
}

export const advisoryLimits: AdvisoryLimits = {
  document: 64_000_000,
  depth: 30,
  products: 20_000,
  branches: 100_000,
  vulnerabilities: 2_000,
  listed: 20_000,
  name: 512,
  text: 4_000,
  faults: 100,
}
