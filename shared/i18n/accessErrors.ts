import type { Right, Role } from '../domain/person.ts';
import type { peopleTexts } from './enPeople.ts';
import type { Translated } from './translation.ts';

/** Who may do what, signing in, people and signatures. */
export const ACCESS_SENTENCES = {
  'access.open':
    'This station is open: it has no people yet, and this needs one. Choose "Protect this station" and make the first administrator.',
  'access.protected': 'This station is protected already. Sign in as an administrator to add people.',
  'access.station-stopped':
    'This station is protected, so a person has to sign in for this. Start the station, and say who you are with --as.',
  'access.signed-out':
    'Nobody is signed in here, or the time without a touch has run out. Nothing was done. Sign in and try again.',
  'access.refused': 'The sign-in id or the secret is not right. Nothing was done. Try again, or ask an administrator.',
  'access.locked':
    'This sign-in id is locked after too many wrong secrets, for {minutes} more minutes. Inspection goes on. Wait, or ask an administrator to unlock it.',
  'access.too-often':
    'Too many wrong secrets were given from here, or too many people are signing in at once. Try again in {seconds} seconds.',
  'access.deactivated': 'This person is deactivated and cannot sign in. Ask an administrator.',
  'access.change-due':
    'The PIN or password has to be changed before anything else can be done: somebody else knows it, or it has expired. Choose a new one.',
  'access.secret-due': 'This station asks for the PIN at each action. Nothing was done. Type the PIN and try again.',
  'access.no-right':
    'The policies of this station do not give your role the right to do this ({right}). Ask somebody who may, or an administrator to change the policy.',
  /** Stands in other sentences. */
  'role.or': '{first} or {second}',
  'access.pin-rule': 'A PIN has 4 to 8 digits. Choose another one.',
  'access.password-rule':
    'A password has at least {shortest} and at most 256 characters. Choose another one; several words are easy to remember.',
  'access.secret-used': 'This PIN or password was used lately. Choose one that differs from the last {count}.',
  'access.secret-obvious':
    'This PIN or password is too easy to guess: it repeats one sign, counts up or down, or is the sign-in id. Choose another one.',

  'person.not-found': 'There is no person with the sign-in id {person}.',
  'person.id-taken':
    'The sign-in id {person} is taken, perhaps by somebody who is deactivated. An id is never given to another person; choose another one.',
  'person.badge-taken': 'This badge belongs to {person}. Take it from that person first.',
  'person.last-administrator':
    '{person} is the last administrator. Make somebody else an administrator first: otherwise nobody could manage people any more.',

  'signature.needed': 'This needs a signature: give your secret, the meaning and the reason.',
  'signature.both':
    'The first signature after signing in needs both your sign-in id and your secret; later ones need the secret alone.',
  'signature.secret-due':
    'Your last signature is too long ago to sign without your secret. Nothing was signed. Give your secret again.',
  'signature.other-person':
    'The signature is not by {person}, who is signed in here. Nothing was signed. Sign in as the person who signs.',

  'station.not-protected':
    'The station cannot be served at {address}: it is open, and anybody in the network could change it. Protect it first, with "Protect this station" or sigmaline people add.',
  'station.tls-needed':
    'The station cannot be served at {address} without TLS: secrets would cross the network readable. Give --tls-certificate and --tls-key, or --tls-self-signed.',
  'station.tls': 'The TLS certificate cannot be used: {reason}. Give a certificate and its own key, both as PEM files.',
} as const;

type AccessName = `right.${Right}` | `role.${Role}`;

/** The names of rights and roles as parts of a sentence: the words of the screens. */
export function accessNames({
  role,
  people: { right },
}: Pick<Translated<typeof peopleTexts>, 'role' | 'people'>): Readonly<Record<AccessName, string>> {
  const named = (family: string, words: object): [string, string][] =>
    Object.entries(words).map(([name, word]) => [`${family}.${name}`, String(word)]);
  return Object.fromEntries([...named('right', right), ...named('role', role)]) as Record<AccessName, string>;
}
