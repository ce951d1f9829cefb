export {
  archivesLaw,
  consent,
  petitionsAct,
  publicTask,
  setByMunicipality,
  type FactOfThing,
  type LegalBasis,
  type PersonalData,
  type ProcessingActivity,
  type RetentionPeriod,
  type ThingsEnd,
} from './processing.js';
