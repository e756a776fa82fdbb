/** What one incident holds at most. What is beyond is refused with a sentence, never dropped in silence. */
export const incidentLimits = {
  entries: 100_000,
  findings: 10_000,
  comments: 5_000,
  attachments: 1_000,
  /** Bytes of one attachment. */
  attachmentSize: 1024 ** 3,
  watched: 500,
  links: 1_000,
  pages: 20_000,
  reports: 1_000,
  actions: 500,
  /** Characters of a comment, a reason or a note. */
  text: 10_000,
  /** Texts of one list, such as the reasons of a decision. */
  list: 200,
  /** Characters of a name, an id or a title. */
  name: 300,
} as const
