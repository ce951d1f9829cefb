import { language } from '@ecou/contracts';
import { z } from 'zod';
import { civicEventsQuery } from '../../consultations/civic-event/civic-event.schemas.js';
import { slug } from '../../formats/slug.js';

const lang = language.default('ro').describe('Language of titles and descriptions.');

export const calendarQuery = civicEventsQuery
  .pick({ programme: true, series: true, kind: true, from: true, to: true })
  .extend({ lang });

export const seriesParams = z.strictObject({ name: slug.describe('Name of the series.') });

export const languageQuery = z.strictObject({ lang });
