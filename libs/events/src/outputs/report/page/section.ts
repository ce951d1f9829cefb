import type { Language } from '@ecou/contracts';
import type { ReportAnswer } from '../report.schemas.js';

/** The properties of every section of the page. */
export interface SectionProps {
  readonly report: ReportAnswer;
  readonly lang: Language;
}
