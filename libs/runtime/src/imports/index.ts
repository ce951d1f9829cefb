export { answerOf, importAnswer } from './outcome.js';
export {
  carriedOut,
  checked,
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
