// What the API asks of the running platform, which it does not know.

/** Something that happened at a site, for pages that are open. */
export type LiveEvent =
  | {
      readonly kind: 'commit'
      readonly tenant: string
      readonly site: string
      readonly activities: number
      readonly assets: number
    }
  | {
      readonly kind: 'finding'
      readonly tenant: string
      readonly site: string
      readonly id: string
      readonly title: string
      readonly severity: string
    }
  | {
      readonly kind: 'sensor'
      readonly tenant: string
      readonly site: string
      readonly sensor: string
      readonly health: object
    }
  | {
      readonly kind: 'upload'
      readonly tenant: string
      readonly site: string
      readonly id: string
      readonly state: string
      readonly progress: number
      readonly message: string | null
    }

export type PlatformPort = {
  readonly version: string
  /** Calls back for every event until the answer is called. */
  subscribe(listener: (event: LiveEvent) => void): () => void
  /** Stories of a demonstration plant; null where the site is none. */
  stories(tenant: string, site: string): readonly Story[] | null
  tellStory(tenant: string, site: string, story: string): boolean
  /** Analyses a capture that was uploaded to this file. */
  analyze(upload: {
    readonly tenant: string
    readonly site: string
    readonly id: string
    readonly file: string
    readonly name: string
  }): void
  /** Where uploads are kept until they are read. */
  readonly uploads: string
  /** The model of the site changed: from the next batch on it is used. */
  reload(tenant: string, site: string): Promise<void>
  /** Why a site.yaml is refused, a sentence for each fault; empty when it is good. */
  checkModel(source: string): readonly string[]
  /** Whether everything is up. */
  health(): Promise<{ readonly ok: boolean; readonly parts: Readonly<Record<string, string>> }>
}

export type Story = { readonly id: string; readonly title: string; readonly kind: 'attack' | 'look-alike' }
