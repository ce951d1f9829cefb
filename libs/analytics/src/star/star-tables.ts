import { hashOf } from './hash.js';
import type { StarTable } from './table.js';
import * as campaigns from './tables/campaigns.js';
import * as disseminations from './tables/disseminations.js';
import * as facilities from './tables/facilities.js';
import * as inboundMessages from './tables/inbound-messages.js';
import * as links from './tables/links.js';
import * as facilityDays from './tables/facility-days.js';
import * as messages from './tables/messages.js';
import * as participation from './tables/participation.js';
import * as petitions from './tables/petitions.js';
import * as programmes from './tables/programmes.js';
import * as questionnaires from './tables/questionnaires.js';
import * as recommendations from './tables/recommendations.js';
import * as terms from './tables/terms.js';

/** Every table of the star. */
export const starTables: readonly StarTable[] = [
  programmes,
  participation,
  recommendations,
  questionnaires,
  petitions,
  facilities,
  links,
  facilityDays,
  messages,
  campaigns,
  inboundMessages,
  disseminations,
  terms,
].flatMap((room) => Object.values(room));

/** Raised by hand where a fold answers otherwise than before though no column changed: the star is made anew then. */
const foldsVersion = 1;

/** Names what the tables hold: another one, and the star is made anew out of its record. */
export const definition = hashOf(
  JSON.stringify([foldsVersion, starTables.map(({ folds, ...table }) => [table, [...folds.keys()]])]),
);
