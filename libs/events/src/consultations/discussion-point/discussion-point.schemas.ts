import { instant } from '@ecou/contracts';
import { listOf, localized, newId, optional, pageQuery, searchWords } from '@ecou/runtime';
import { z } from 'zod';
import { slug } from '../../formats/slug.js';
import { discussionPointKinds, discussionPointSchema } from './discussion-point.events.js';

const kind = z.enum(discussionPointKinds);

export const recordPointBody = z
  .strictObject({
    id: newId,
    kind,
    text: localized(4000).describe('As it was said; never who said it.'),
    themes: z
      .array(slug)
      .max(20)
      .default([])
      .describe('Of the taxonomy `discussion-themes`, such as `digital-education` or `dissemination`.'),
    place: optional(z.int().min(1).max(10_000)).describe('Its place in the session, from 1, where somebody noted it.'),
  })
  .meta({ id: 'RecordDiscussionPoint' });

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
  })
  .meta({ id: 'DiscussionPoint' });
export type PointAnswer = z.output<typeof pointAnswer>;

export const pointsAnswer = listOf(pointAnswer, 'DiscussionPoints');
