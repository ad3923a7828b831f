import { type Command, InvalidArgumentError, Option } from 'commander';
import {
  badgeSchema,
  type Person,
  personNameSchema,
  type Role,
  roleSchema,
  SigmalineError,
  signInIdSchema,
} from '../../../shared/domain/index.ts';
import { manageStationPeople } from '../../engine/index.ts';
import { dataFolderOf, dataOption } from '../options.ts';
import { askSecret, print, say, wrongUse } from '../terminal.ts';

interface AddOptions {
  readonly data?: string;
  readonly name: string;
  readonly role: Role;
  readonly badge?: string;
}

const SIGN_IN_ID = '2 to 20 letters from a to z, digits, dots, hyphens or underscores, the first a letter or digit';
const WHILE_STOPPED =
  'The station must be stopped. Whoever may write its data folder may do this; each change is an entry of the audit chain.';

/** Sees to people without the screens: for the first administrator of a station without one, and for one who forgot the secret. */
export function addPeopleCommand(program: Command): void {
  const people = program
    .command('people')
    .description('List and add the people of this station, and give one who forgot the secret another.')
    .addHelpText('after', `\n${WHILE_STOPPED}`);
  people
    .command('list')
    .description('List everybody, with role and state.')
    .option('--json', 'print one JSON document and nothing else')
    .addOption(dataOption())
    .action(list);
  people
    .command('add')
    .description('Add a person. The first one is an administrator, and protects the station.')
    .argument('<sign-in id>', `short name to sign in with: ${SIGN_IN_ID}`, parsed(signInIdSchema, SIGN_IN_ID))
    .requiredOption('--name <name>', 'name as it is printed', parsed(personNameSchema, '1 to 80 characters'))
    .addOption(new Option('--role <role>', 'what the person may do').choices(roleSchema.options).makeOptionMandatory())
    .option('--badge <text>', "what a scanner types for the person's badge", parsed(badgeSchema, '4 to 128 characters'))
    .addOption(dataOption())
    .action(add);
  people
    .command('reset')
    .description('Give a person another secret, which the next sign-in asks to change, and end a lock-out.')
    .argument('<sign-in id>', 'who', parsed(signInIdSchema, SIGN_IN_ID))
    .addOption(dataOption())
    .action(reset);
}

/** @param form what it must be, where the text is refused */
function parsed<Value>(
  schema: { safeParse(text: string): { data?: Value | undefined } },
  form: string,
): (text: string) => Value {
  return (text) => {
    const { data } = schema.safeParse(text);
    if (data === undefined) throw new InvalidArgumentError(`It must be ${form}.`);
    return data;
  };
}

async function list(options: { readonly data?: string; readonly json?: boolean }): Promise<void> {
  const people = await manageStationPeople(dataFolderOf(options.data), false, (station) => station.list());
  if (options.json === true) print(JSON.stringify(people, null, 2));
  else for (const person of people) print(lineOf(person));
  if (people.length === 0) say('This station is open: it has no people. The first one that is added protects it.');
}

function lineOf({ signInId, name, role, isActive, mustChangeSecret, lockedMinutes }: Person): string {
  const states = [
    !isActive && 'deactivated',
    lockedMinutes !== null && `locked for ${lockedMinutes} minutes`,
    mustChangeSecret && 'has to change the secret',
  ].filter((state) => state !== false);
  return [signInId.padEnd(20), role.padEnd(13), name, ...states].join('  ');
}

async function add(signInId: string, { data, name, role, badge }: AddOptions): Promise<void> {
  await manageStationPeople(dataFolderOf(data), true, async (people) => {
    if (!people.isProtected && role !== 'administrator') {
      throw wrongUse('The first person of a station is an administrator.');
    }
    const isFirst = !people.isProtected;
    const secret = await askTwice(role === 'operator' ? 'PIN or password' : 'Password');
    await people.add({ signInId, name, role, badge: badge ?? null, secret }, false);
    print(`${name} can sign in as ${signInId}, and is asked for a secret of their own then.`);
    if (isFirst) say('The station is protected now: nobody acts without a name.');
  });
}

async function reset(signInId: string, options: { readonly data?: string }): Promise<void> {
  await manageStationPeople(dataFolderOf(options.data), false, async (people) => {
    const { name, isActive } = people.require(signInId);
    await people.reset({ signInId }, await askTwice('New secret'));
    print(`${name} can sign in with it, and is asked for a secret of their own then.`);
    if (!isActive) say('The person is deactivated: an administrator has to activate them first.');
  });
}

/** At a terminal a secret is typed twice, because nobody sees it; a program gives it as the first line of its input. */
async function askTwice(title: string): Promise<string> {
  const secret = await askSecret(title);
  if (!process.stdin.isTTY || (await askSecret('Once more')) === secret) return secret;
  throw new SigmalineError('usage.invalid', { reason: 'The two are not the same. Nothing was changed.' });
}
