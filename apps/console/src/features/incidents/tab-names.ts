/** Tabs of the incident room, in their order. Each has its content in tabs.ts and its word in the messages. */
export const tabNames = ['decision', 'playbook', 'obligations', 'notes', 'review', 'record'] as const
export type Tab = (typeof tabNames)[number]
