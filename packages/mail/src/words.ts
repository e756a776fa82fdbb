// What letters say. Plain data: `{name}` is a value, and a line is a paragraph.

export const languages = ['en', 'de'] as const
export type Language = (typeof languages)[number]

export type Words = {
  readonly subject: string
  readonly lines: readonly string[]
  /** On the button; null: no link. */
  readonly action: string | null
  /** Small, below. */
  readonly close: string
}

/** The values that each letter has. */
export type Values = {
  readonly invitation: 'organisation' | 'inviter' | 'role'
  readonly 'password-reset': 'email'
  readonly 'password-changed': 'email'
  readonly 'new-device': 'email' | 'device' | 'address' | 'time'
  readonly 'email-leaving': 'email' | 'newEmail'
  readonly 'email-arriving': 'name'
  readonly report: 'organisation' | 'title'
  readonly 'report-link': 'organisation' | 'title'
  readonly 'report-confirm': 'organisation' | 'name' | 'inviter'
}
export type LetterName = keyof Values

export const words: Readonly<Record<LetterName, Readonly<Record<Language, Words>>>> = {
  invitation: {
    en: {
      subject: 'You are invited to {organisation}',
      lines: [
        '{inviter} invites you to work with {product} for {organisation}.',
        'Your role: {role}.',
        'The link works once, for seven days.',
      ],
      action: 'Accept the invitation',
      close: 'If you do not know {inviter}, leave this letter alone: nothing happens.',
    },
    de: {
      subject: 'Einladung zu {organisation}',
      lines: [
        '{inviter} lädt Sie ein, mit {product} für {organisation} zu arbeiten.',
        'Ihre Rolle: {role}.',
        'Der Link gilt einmal und sieben Tage lang.',
      ],
      action: 'Einladung annehmen',
      close: 'Wenn Sie {inviter} nicht kennen, tun Sie nichts: dann geschieht auch nichts.',
    },
  },
  'password-reset': {
    en: {
      subject: 'A new password for {product}',
      lines: ['Somebody asked for a new password for {email}.', 'The link works once, for one hour.'],
      action: 'Choose a new password',
      close: 'If that was not you, leave this letter alone: your password stays as it is.',
    },
    de: {
      subject: 'Ein neues Passwort für {product}',
      lines: ['Jemand hat ein neues Passwort für {email} angefordert.', 'Der Link gilt einmal und eine Stunde lang.'],
      action: 'Neues Passwort wählen',
      close: 'Wenn Sie das nicht waren, tun Sie nichts: Ihr Passwort bleibt, wie es ist.',
    },
  },
  'password-changed': {
    en: {
      subject: 'Your password for {product} was changed',
      lines: [
        'The password of {email} was changed. Everybody who was signed in with it is signed out.',
        'Passkeys of this account were removed, and so were its links to providers of sign-in: add yours again.',
      ],
      action: null,
      close: 'If that was not you, ask for a new password at once and tell your administrator.',
    },
    de: {
      subject: 'Ihr Passwort für {product} wurde geändert',
      lines: [
        'Das Passwort von {email} wurde geändert. Alle Anmeldungen damit sind beendet.',
        'Passkeys des Kontos und seine Verbindungen zu Anbietern der Anmeldung sind entfernt: Fügen Sie Ihre neu hinzu.',
      ],
      action: null,
      close: 'Wenn Sie das nicht waren, fordern Sie sofort ein neues Passwort an und sagen Sie es Ihrem Administrator.',
    },
  },
  'new-device': {
    en: {
      subject: 'A sign-in from a new device',
      lines: [
        '{email} signed in to {product} from a device that we had not seen before.',
        'Device: {device}',
        'Address: {address}',
        'Time: {time}',
      ],
      action: 'See where you are signed in',
      close: 'If that was not you, end that session and choose a new password.',
    },
    de: {
      subject: 'Anmeldung von einem neuen Gerät',
      lines: [
        '{email} hat sich bei {product} von einem Gerät angemeldet, das wir noch nicht kannten.',
        'Gerät: {device}',
        'Adresse: {address}',
        'Zeit: {time}',
      ],
      action: 'Eigene Anmeldungen ansehen',
      close: 'Wenn Sie das nicht waren, beenden Sie diese Anmeldung und wählen Sie ein neues Passwort.',
    },
  },
  'email-leaving': {
    en: {
      subject: 'Your address at {product} is to change',
      lines: ['Your account shall move from {email} to {newEmail}.', 'The link works for one hour.'],
      action: 'Agree to the change',
      close: 'If that was not you, leave this letter alone and choose a new password.',
    },
    de: {
      subject: 'Ihre Adresse bei {product} soll sich ändern',
      lines: ['Ihr Konto soll von {email} zu {newEmail} wechseln.', 'Der Link gilt eine Stunde lang.'],
      action: 'Dem Wechsel zustimmen',
      close: 'Wenn Sie das nicht waren, tun Sie nichts und wählen Sie ein neues Passwort.',
    },
  },
  'email-arriving': {
    en: {
      subject: 'Confirm your new address at {product}',
      lines: ['The account of {name} shall move to this address.', 'The link works for one hour.'],
      action: 'Confirm this address',
      close: 'If that was not you, leave this letter alone: nothing happens.',
    },
    de: {
      subject: 'Bestätigen Sie Ihre neue Adresse bei {product}',
      lines: ['Das Konto von {name} soll zu dieser Adresse wechseln.', 'Der Link gilt eine Stunde lang.'],
      action: 'Adresse bestätigen',
      close: 'Wenn Sie das nicht waren, tun Sie nichts: dann geschieht auch nichts.',
    },
  },
  report: {
    en: {
      subject: '{title}: {organisation}',
      lines: ['The report “{title}” of {organisation} is attached.'],
      action: null,
      close: 'You get it because you are named as a receiver. Whoever gave you access to {product} can end that.',
    },
    de: {
      subject: '{title}: {organisation}',
      lines: ['Der Bericht „{title}“ von {organisation} liegt bei.'],
      action: null,
      close:
        'Sie erhalten ihn, weil Sie als Empfänger genannt sind. Wer Ihnen Zugang zu {product} gab, kann das beenden.',
    },
  },
  'report-link': {
    en: {
      subject: '{title}: {organisation}',
      lines: ['The report “{title}” of {organisation} is too large for a letter.', 'The link is good for 14 days.'],
      action: 'Download the report',
      close:
        'You get it because you are named as a receiver. Keep the link to yourself: whoever has it has the report.',
    },
    de: {
      subject: '{title}: {organisation}',
      lines: ['Der Bericht „{title}“ von {organisation} ist zu groß für einen Brief.', 'Der Link gilt 14 Tage.'],
      action: 'Bericht herunterladen',
      close:
        'Sie erhalten ihn, weil Sie als Empfänger genannt sind. Geben Sie den Link nicht weiter: Wer ihn hat, hat den Bericht.',
    },
  },
  'report-confirm': {
    en: {
      subject: 'Do you want reports of {organisation}?',
      lines: [
        '{inviter} named this address as a receiver of “{name}”, a report of {organisation} that comes by mail.',
        'Nothing is sent before you agree.',
      ],
      action: 'Agree or decline',
      close: 'If you do not know {inviter}, leave this letter alone: nothing is sent.',
    },
    de: {
      subject: 'Möchten Sie Berichte von {organisation}?',
      lines: [
        '{inviter} hat diese Adresse als Empfänger von „{name}“ genannt, einem Bericht von {organisation}, der per Mail kommt.',
        'Bevor Sie zustimmen, wird nichts gesendet.',
      ],
      action: 'Zustimmen oder ablehnen',
      close: 'Wenn Sie {inviter} nicht kennen, tun Sie nichts: dann wird nichts gesendet.',
    },
  },
}
