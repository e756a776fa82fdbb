export type Enrichment = { readonly at: number }
