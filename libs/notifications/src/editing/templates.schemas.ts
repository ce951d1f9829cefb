import { instant, language } from '@ecou/contracts';
import { asOfQuery, listOf, pageQuery, personalField, text } from '@ecou/runtime';
import { z } from 'zod';
import { channel } from '../subscribers/subscriber/channels.js';
import { everyChannel, wordingText, wordsFault } from '../wordings/wording/wording.events.js';
import { offeredNames } from '../sending/templates/catalogue/offers.js';

const purpose = z.enum(offeredNames).describe('The template that came with the platform, such as `report-published`.');
const on = z.enum([...channel.options, everyChannel]);

export const purposeParams = z.strictObject({ purpose });

export const templateParams = z.strictObject({
  purpose,
  language,
  channel: on.describe('`every`: for whichever channel has no words of its own.'),
});
export type TemplateParams = z.output<typeof templateParams>;

export const templateQuery = z.strictObject(asOfQuery);
export const versionsQuery = z.strictObject(pageQuery);

const writtenText = z.strictObject({
  subject: text(300).describe('One line, with `{{variables}}`; of a text message, all that it says.'),
  body: text(10_000)
    .nullable()
    .default(null)
    .describe(
      'Paragraphs apart by an empty line, with `{{variables}}`, `{{#note}}...{{/note}}` around what needs a value, `**strong**`, `*emphasis*` and `[words](https://...)`. Needed, but in a text message, which has none.',
    ),
  action: text(100)
    .nullable()
    .default(null)
    .describe('What stands on the link that it leads to; `null`: the built-in words.'),
});

const example = {
  text: {
    subject: 'Raport nou: {{title}}',
    body: 'Bună ziua,\n\nRaportul evenimentului „{{title}}” poate fi citit.\n\n{{#note}}**De ce:** {{note}}{{/note}}',
    action: 'Citiți raportul',
  },
};

export const draftBody = z.strictObject({ text: writtenText }).meta({ id: 'DraftTemplate', example });

const version = z.int().min(1);

export const publishBody = z
  .strictObject({ version: version.optional().describe('The last one where it is left out.') })
  .meta({ id: 'PublishTemplate', example: {} });

export const withdrawBody = z.strictObject({ reason: text(1000) }).meta({ id: 'WithdrawTemplate' });

const shownVersion = z
  .int()
  .min(0)
  .describe('`0`: the built-in words. Left out: the last version, or the built-in words.');

export const previewBody = z
  .strictObject({
    text: writtenText.optional().describe('Words that were not drafted yet, in place of a version.'),
    version: shownVersion.optional(),
    message: z.uuid().optional().describe('On the data of a message. What is personal is shown to `mails:read` only.'),
    announcement: z.uuid().optional().describe('On the data of an announcement.'),
  })
  .refine(({ text: given, version: chosen }) => given === undefined || chosen === undefined, {
    path: ['version'],
    error: 'Name a version, or send a text',
    params: { code: 'EITHER_TEXT_OR_VERSION' },
  })
  .refine(({ message, announcement }) => message === undefined || announcement === undefined, {
    path: ['announcement'],
    error: 'Name a message, or an announcement',
    params: { code: 'EITHER_MESSAGE_OR_ANNOUNCEMENT' },
  })
  .meta({ id: 'PreviewTemplate', example });
export type Preview = z.output<typeof previewBody>;

export const testBody = z
  .strictObject({
    address: personalField(z.string().trim().min(1).max(1000)).describe('Your own address on the channel.'),
    channel: channel
      .optional()
      .describe('Needed for `every`: the one that the test goes on; `email` where it is left out.'),
    version: shownVersion.optional(),
  })
  .meta({ id: 'TestTemplate', example: { address: 'functionar@example.ro' } });
export type Test = z.output<typeof testBody>;

const variable = z
  .object({
    name: z.string(),
    about: z.object({ ro: z.string(), en: z.string() }),
    required: z.boolean().describe('Whether the subject or the body has to show it; not in a text message.'),
    personal: z.boolean().describe('Whether it says something of the person who gets the message.'),
    example: z.string().nullable().describe('A value that is made up, in Romanian; `null`: the example has none.'),
  })
  .meta({ id: 'TemplateVariable' });

const failure = z
  .object({ ...wordsFault.shape, messageId: z.uuid(), failedAt: instant })
  .nullable()
  .describe('The first message that went out in the built-in words, because it could not be written with these.');

const purposeAnswerFields = {
  purpose: z.string(),
  variables: z.array(variable),
  own: z
    .array(
      z.object({
        id: z.uuid(),
        language,
        channel: z.string(),
        inForce: z.int().nullable().describe('The version that new messages say; `null`: the built-in words.'),
        latest: z.int(),
        failure,
        changedAt: instant,
      }),
    )
    .describe('Words that were ever drafted here, by language and channel.'),
};

export const purposeAnswer = z.object(purposeAnswerFields).meta({ id: 'TemplatePurpose' });
export type PurposeAnswer = z.output<typeof purposeAnswer>;
export const purposesAnswer = listOf(purposeAnswer, 'TemplatePurposes');

const shown = z.object({ subject: z.string(), text: z.string().describe('As plain text.') });

export const templateAnswer = z
  .object({
    id: z.uuid(),
    purpose: z.string(),
    language,
    channel: z.string(),
    inForce: z.int().nullable().describe('The version that new messages say; `null`: the built-in words.'),
    text: wordingText.nullable().describe('The words in force; `null`: the built-in ones.'),
    latest: z.int().describe('The last version; 0: nothing was drafted.'),
    failure,
    builtIn: shown.describe('The built-in words, with values that are made up.'),
    variables: z.array(variable),
    version: z.int(),
  })
  .meta({ id: 'Template' });
export type TemplateAnswer = z.output<typeof templateAnswer>;

const writtenVersion = z
  .object({
    version,
    text: wordingText,
    draftedBy: z.string().describe('As it stands in the log: `key:<id>`, `officer:<id>`.'),
    draftedAt: instant,
    publishedBy: z.string().nullable(),
    publishedAt: instant.nullable().describe('When it was put in force last; `null`: never.'),
  })
  .meta({ id: 'TemplateVersion' });
export const versionsAnswer = listOf(writtenVersion, 'TemplateVersions');

export const previewAnswer = shown
  .extend({
    html: z.string().nullable().describe('The page of the mail; `null`: the channel shows none.'),
    sms: z
      .object({ text: z.string(), encoding: z.string(), segments: z.int() })
      .nullable()
      .describe('As a text message, and what it costs; `null`: it goes on another channel.'),
    data: z.enum(['made-up', 'message', 'announcement']),
    masked: z.boolean().describe('Whether names stand in place of what is personal.'),
    fault: wordsFault.nullable().describe('Why it shows the built-in words in place of those asked for.'),
  })
  .meta({ id: 'TemplatePreview' });
export type PreviewAnswer = z.output<typeof previewAnswer>;
