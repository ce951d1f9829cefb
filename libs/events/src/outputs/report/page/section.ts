import type { Language } from '@ecou/contracts';
import type { ReportAnswer } from '../report.schemas.js';

/** What every section of the page needs. */
export interface SectionProps {
  readonly report: ReportAnswer;
  readonly lang: Language;
}
