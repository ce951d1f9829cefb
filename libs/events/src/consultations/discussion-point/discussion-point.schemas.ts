import { instant, localizedText } from '@ecou/contracts';
import { listOf, localized, newId, optional, pageQuery, searchWords } from '@ecou/runtime';
import { z } from 'zod';
import { entryOf, slug } from '../../formats/slug.js';
import { discussionPointKinds, discussionPointSchema } from './discussion-point.events.js';

const kind = z.enum(discussionPointKinds);

export const recordPointBody = z
  .strictObject({
    id: newId,
    kind: kind.default('discussion-point').describe('`discussion-point` where nobody said which of the others it is.'),
    text: localized(4000).describe('As it was said; never who said it.'),
    themes: z
      .array(entryOf('discussion-themes', 'dissemination'))
      .max(20)
      .default([])
      .describe('Of the taxonomy `discussion-themes`, such as `digital-education` or `dissemination`.'),
    place: optional(z.int().min(1).max(10_000)).describe('Its place in the session, from 1, where somebody noted it.'),
  })
  .meta({
    id: 'RecordDiscussionPoint',
    example: {
      kind: 'suggestion',
      text: { ro: 'Bannere informative în intersecții.', en: 'Information banners at intersections.' },
      themes: ['dissemination'],
    },
  });

const reason = localized(1000).describe('Why; the public reads it, so it names no person.');

export const rewordBody = z
  .strictObject({ text: localized(4000).describe('The words as they are to stand; never who said it.'), reason })
  .meta({ id: 'RewordDiscussionPoint' });

export const redactBody = z
  .strictObject({
    text: localized(4000).describe(
      'The words that stay, in the place of all that stood there, such as “[…] asked for benches”.',
    ),
    reason,
  })
  .meta({ id: 'RedactDiscussionPoint' });

/** Marks of what became of the words. */
export const wordMarks = {
  reworded: z
    .object({ reason: localizedText, at: instant })
    .nullable()
    .describe('Why and when it was put into these words; null: it has the words in which it was recorded.'),
  redacted: z
    .object({ reason: localizedText, at: instant })
    .nullable()
    .describe('Why and when words were taken out; null: none were.'),
};

export const pointsQuery = z.strictObject({
  ...pageQuery,
  kind: kind.optional(),
  theme: slug.optional(),
  q: searchWords,
});

export const pointAnswer = discussionPointSchema
  .extend({
    id: z.uuid(),
    themesVersion: z.int().describe('Version of the taxonomy that the themes were chosen from.'),
    recordedAt: instant,
    ...wordMarks,
  })
  .meta({ id: 'DiscussionPoint' });
export type PointAnswer = z.output<typeof pointAnswer>;

export const pointsAnswer = listOf(pointAnswer, 'DiscussionPoints');
