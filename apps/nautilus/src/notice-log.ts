import type { Notice } from '@nautilus/model'

/** Different notices of the sensors that a report keeps. */
export const MAX_NOTICES = 1000

export type ReportNotice = Notice & { readonly file: string | null }

/** Merges notices of one kind about one pair, which sensors tell again in every interval. */
export class NoticeLog {
  readonly #rows = new Map<string, ReportNotice>()
  /** Occurrences whose notices found no room. */
  leftOut = 0

  learn(notice: Notice, file: string): void {
    const { code, client, server, protocol, sender, fault, message } = notice
    // Without a pair, the sentence tells what it is about.
    const about =
      client && server
        ? `${client.ip} ${client.mac} ${server.ip} ${server.mac} ${protocol} ${sender}${code === 'message.odd' ? ` ${fault}` : ''}`
        : message
    const key = `${file}|${code}|${about}`
    const known = this.#rows.get(key)
    if (known) this.#rows.set(key, { ...known, count: known.count + notice.count })
    else if (this.#rows.size < MAX_NOTICES) this.#rows.set(key, { ...notice, file })
    else this.leftOut += notice.count
  }

  rows(): ReportNotice[] {
    return [...this.#rows.values()]
  }
}
