export { answerOf, importAnswer, type RowResult } from './outcome.js';
export {
  carriedOut,
  checked,
  errorsOf,
  importBody,
  importBytes,
  importQuery,
  importRules,
  nestedOf,
  rowsOf,
  type GivenRow,
  type ImportBody,
  type ImportQuery,
  type TableForm,
  type Task,
} from './rows.js';
