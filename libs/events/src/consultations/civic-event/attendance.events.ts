import { instant, localizedText } from '@ecou/contracts';
import { defineEvents, evolved, type EventOf, type Upcast } from '@ecou/event-sourcing';
import { z } from 'zod';
import { slug } from '../../formats/slug.js';

const count = z.number().int().min(0);

const figures = z.object({
  categories: z.array(z.object({ category: slug, count })),
  /** As somebody gave it; never computed. */
  total: count,
});
/** The number of people who attended, by category and in total, as somebody gave it: the two need not agree. */
export type Figures = z.output<typeof figures>;

const programmeId = z.uuid().nullable();

/** Version of the taxonomy `attendance-categories` that the figures are given in. */
const categoriesVersion = z.number().int().min(1);

/** Before version 2 there was the built-in taxonomy only. */
const builtIn: Upcast = (data) => ({ ...data, categoriesVersion: 1 });

/** Before version 3, reasons were given in one language. */
const inRomanian: Upcast = (data) => ({ ...data, reason: { ro: data['reason'] } });

export const attendanceEvents = defineEvents('attendance', {
  AttendanceReported: evolved(z.object({ ...figures.shape, programmeId, categoriesVersion }), builtIn),
  AttendanceCorrected: evolved(
    z.object({
      ...figures.shape,
      programmeId,
      categoriesVersion,
      reason: localizedText,
      correctedAt: instant,
      reported: figures,
    }),
    builtIn,
    inRomanian,
  ),
});
export type AttendanceEvent = EventOf<typeof attendanceEvents>;
