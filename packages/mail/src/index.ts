export { type Brand, inkOn, languageOf, letterOf, ownBrand, type Wanted } from './letter.ts'
export { type Attachment, isAddress, LARGEST_ATTACHMENT, type Letter, type Mailer, type Outcome } from './mailer.ts'
export { type SmtpOptions, smtpMailer } from './smtp.ts'
export { type Language, type LetterName, languages, type Values } from './words.ts'
