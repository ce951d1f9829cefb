import { join } from 'node:path';
import type { ProcessingActivity, RetentionPeriod } from '@ecou/runtime/privacy';
import { execaNode } from 'execa';
import { format, resolveConfig } from 'prettier';
import { write } from '../tree/changes.ts';

/** The contexts that declare processing activities, in the order of the register. */
export const registered = ['feedback', 'events', 'notifications', 'facilities', 'integrations', 'identity'] as const;

export const registerFile = 'docs/register-of-processing.md';

/** The file in which contexts find each other's declarations. */
export const declaredFile = 'libs/contracts/src/declared-activities.ts';

const head = `# Register of processing activities

What Ecou does with personal data, for the record that the municipality keeps as controller (Art. 30 (1) GDPR). \`npm run generate -- register\` writes this file out of what the contexts declare (\`libs/*/src/processing.ts\`); it is not edited by hand. A check fails where a personal field of an
event or an internal contract belongs to no activity, and where this file is not what is declared.

What only the municipality knows, it adds to its own record: the name and contact of the controller and of the data protection officer (the settings \`ECOU_CONTROLLER\`, \`ECOU_CONTROLLER_CONTACT\`, \`ECOU_DPO\`, shown at \`/privacy\`), its processors (who runs the servers, sends mails and text messages), transfers to third
countries (a provider such as Telegram or WhatsApp may be in one). The periods in force are rules that it sets: \`GET /identity/v1/retention/rules\` shows each beside its activity ([0150](adr/0150-periods-end-where-every-context-agrees.md)). The legal bases are what the program was made for; the controller confirms them.

For all activities: the transport is protected by the proxy in front of it (TLS), keys and roles say who may call which route, logs quote nobody, and attachments are cleaned when they come in. Personal values are encrypted under a key of each person ([0142](adr/0142-values-of-a-person-under-a-key-of-theirs.md)).
`;

const periodText = ({ days, since, source }: RetentionPeriod): string =>
  [
    `counted from ${since.en}; a rule of the municipality says how many days: ${days} are proposed, and of no effect by themselves`,
    ...(source === null ? [] : [source.en]),
  ].join('. ');

function activityText({ name, title, purpose, bases, people, data, ...more }: ProcessingActivity): string {
  const rows = [
    ['name', `\`${name}\` (${title.ro})`],
    ['purpose', purpose.en],
    ['legal basis', bases.map(({ article, because }) => `${article} GDPR: ${because.en}`).join('<br>')],
    ['people', people.en],
    ['recipients', more.recipients.en],
    ...(more.readBy === undefined ? [] : [['read by', `\`${more.readBy}\``]]),
    ['retention', more.retention.en],
    ...(more.period === undefined ? [] : [['period', periodText(more.period)]]),
    ['safeguards', more.safeguards.en],
  ];
  const places = data.flatMap(({ what, fields }) => {
    const paths = Object.entries(fields).map(
      ([owner, each]) => `\`${owner}\`: ${each.map((path) => `\`${path}\``).join(', ')}`,
    );
    return [`| ${what.en} | ${paths.length === 0 ? 'in no event' : paths.join('<br>')} |`];
  });
  return [
    `## ${title.en}\n`,
    '| | |\n| --- | --- |',
    ...rows.map(([term, text]) => `| **${term}** | ${text} |`),
    '\n| data | where |\n| --- | --- |',
    ...places,
  ].join('\n');
}

async function formatted(text: string, path: string, root: string): Promise<string> {
  const file = join(root, path);
  return format(text, { ...(await resolveConfig(file)), filepath: file });
}

/** The register as a document. */
export const registerText = (activities: readonly ProcessingActivity[], root: string): Promise<string> =>
  formatted(`${head}\n${activities.map(activityText).join('\n\n')}\n`, registerFile, root);

/** The names of activities and their periods as a list in the contracts, so that no context has to know another one. */
export function declaredText(activities: readonly ProcessingActivity[], root: string): Promise<string> {
  const list = activities.map(({ name, title, period }) => ({
    ...{ name, title },
    period: period ? { days: period.days, since: period.since, source: period.source } : null,
  }));
  return formatted(`${declaredHead}${JSON.stringify(list)};\n`, declaredFile, root);
}

const declaredHead = `import type { LocalizedText } from './types.js';

/** A processing activity, as far as other contexts have to know what the one that declares it says in its \`processing.ts\`. */
export interface DeclaredActivity {
  /** Unique among all contexts. */
  readonly name: string;
  readonly title: LocalizedText;
  /** The proposal of a period; \`null\`: nothing of it ends by itself. */
  readonly period: {
    readonly days: number;
    /** The fact that days are counted from. */
    readonly since: LocalizedText;
    /** The law that says something about the period. */
    readonly source: LocalizedText | null;
  } | null;
}

/** Every activity, in the order of the register: \`npm run generate -- register\` writes them. */
export const declaredActivities: readonly DeclaredActivity[] = `;

/** Writes the register out of what the contexts declare. */
export async function writeRegister(root: string): Promise<void> {
  const projects = registered.map((name) => `@ecou/${name}`).join(',');
  await execaNode(join(root, 'node_modules/.bin/nx'), ['run-many', '-t', 'build', '-p', projects], {
    cwd: root,
    ipc: false,
  });
  const modules = await Promise.all(
    registered.map(
      (name) => import(`@ecou/${name}/processing`) as Promise<{ processing: readonly ProcessingActivity[] }>,
    ),
  );
  const activities = modules.flatMap(({ processing }) => processing);
  write(join(root, registerFile), await registerText(activities, root));
  write(join(root, declaredFile), await declaredText(activities, root));
}
