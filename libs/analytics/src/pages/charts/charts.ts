import type { Chart } from './chart.js';
import { dissemination } from './dissemination.js';
import { facilities } from './facilities.js';
import { participation } from './participation.js';
import { deadlines, petitionsByCategory, petitionsByMonth } from './petitions.js';
import { reach } from './reach.js';
import { recommendations } from './recommendations.js';
import { satisfaction } from './satisfaction.js';

/** Every figure to look at, by name, in the order in which they are shown. */
export const charts: ReadonlyMap<string, Chart> = new Map(
  [
    participation,
    satisfaction,
    recommendations,
    petitionsByMonth,
    petitionsByCategory,
    deadlines,
    facilities,
    reach,
    dissemination,
  ].map((chart) => [chart.name, chart]),
);
