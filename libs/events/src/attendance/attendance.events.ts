import { instant } from '@ecou/contracts';
import { defineEvents, type EventOf } from '@ecou/event-sourcing';
import { z } from 'zod';
import { slug } from '../slug.js';

const count = z.number().int().min(0);

const figures = z.object({
  categories: z.array(z.object({ category: slug, count })),
  /** As somebody gave it; never computed. */
  total: count,
});
/** How many people attended, by category and in total, as somebody gave it: the two need not agree. */
export type Figures = z.output<typeof figures>;

const programmeId = z.uuid().nullable();

export const attendanceEvents = defineEvents('attendance', {
  AttendanceReported: z.object({ ...figures.shape, programmeId }),
  AttendanceCorrected: z.object({
    ...figures.shape,
    programmeId,
    reason: z.string(),
    correctedAt: instant,
    reported: figures,
  }),
});
export type AttendanceEvent = EventOf<typeof attendanceEvents>;
