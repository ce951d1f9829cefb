import type { Aggregate } from '@ecou/event-sourcing';
import { attendanceDecider, type Attendance, type AttendanceCommandBody } from './attendance.decider.js';
import { attendanceEvents, type AttendanceEvent } from './attendance.events.js';

/** Its id is that of the civic event. */
export const attendance: Aggregate<AttendanceCommandBody, Attendance, AttendanceEvent> = {
  category: attendanceEvents.category,
  events: attendanceEvents,
  decider: attendanceDecider,
};
