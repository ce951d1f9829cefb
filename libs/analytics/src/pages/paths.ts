import type { Language } from '@ecou/contracts';
import type { Chart } from './charts/chart.js';

export const figuresPath = '/analytics/v1/figures';
export const starPath = '/analytics/v1/star';

export const addressOf = ({ name }: Chart): string => `${figuresPath}/${name}`;

/** The data that a chart is made of. */
export const datasetOf = ({ figures: [dataset] }: Chart): string => `/analytics/v1/datasets/${dataset}`;

export const pageOf = (path: string, lang: Language): string => `${path}?format=html&lang=${lang}`;

/** The page that tells what a message means. */
export const contractPageOf = (type: string, lang: Language): string =>
  pageOf(`/integrations/v1/contracts/${type}`, lang);
