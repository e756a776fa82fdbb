import { pathOfRole } from './role-icons.ts'

/** Decoration: the role is said in words beside it. */
export function RoleIcon({ role, size = 26 }: { readonly role: string | null; readonly size?: number }) {
  return (
    <svg
      width={size}
      height={size}
      viewBox="0 0 24 24"
      fill="none"
      stroke="currentColor"
      strokeWidth={1.4}
      strokeLinecap="round"
      strokeLinejoin="round"
      aria-hidden="true"
      style={{ flex: 'none' }}
    >
      <path d={pathOfRole(role)} />
    </svg>
  )
}
