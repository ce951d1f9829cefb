export { faultOf, openIntervals, openState, type OpenInterval, type OpenState } from './opening-hours.js';
export { municipalZone, onTheWall } from './wall-clock.js';
export { hoursByDay, regularHours, type DayHours, type RegularHours, type Span } from './week.js';
