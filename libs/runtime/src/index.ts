export { BootError } from './config/boot-error.js';
export { bootFailure, runProcess, type RunOptions } from './boot/run-process.js';
export { startProcess, type ProcessOptions, type RunningProcess } from './boot/start-process.js';
export * from './context/aggregates.js';
export * from './context/command.js';
export { EventSourcingModule } from './context/event-sourcing.module.js';
export * from './context/feature.js';
export { defineContext, type ContextDefinition } from './context/define-context.js';
export * from './context/list.js';
export { OwnTables, type RunSql } from './context/own-tables.js';
export { CONTEXT_CONFIG, ReadModels } from './context/read-models.js';
export { FileStore } from './files/file-store.js';
export { columnsOf } from './csv/columns.js';
export { csvOf, type Column, type CsvOptions } from './csv/csv.js';
export { readCsv, type CsvRow } from './csv/read-csv.js';
export { spool } from './csv/spool.js';
export { cleanFileName } from './files/file-name.js';
export { ReceivedFile } from './files/received-file.js';
export { TokenGuessLimit, type Attempt } from './limits/token-guess-limit.js';
export { Limits, type Limit } from './limits/limits.js';
export * from './http/answers.js';
export { Answers } from './http/openapi.decorators.js';
export { LinkRoute } from './http/link-route.js';
export { prefers, Prefers, PrefersOneOf } from './http/prefers.js';
export { Problem, problemOf, type FieldError } from './problems/problem.js';
export { ConcurrencyLimit } from './limits/concurrency-limit.js';
export { htmlDocument, linkPage } from './http/html-document.js';
export * from './http/queries.js';
export * from './http/personal-fields.js';
export * from './http/schemas.js';
export {
  AcceptsFiles,
  AcceptsCsv,
  AcceptsForm,
  AnswersRepeats,
  BodyLimit,
  CalledBy,
  CallerAddress,
  Context,
  Ignores,
  KeyInForm,
  Permission,
  Public,
  Reads,
  type Refusal,
  RefusesAs,
  RequiresIfMatch,
  Untraced,
} from './http/route.js';
export {
  Caller,
  processPermissions,
  roles,
  type PermissionName,
  type PermissionTable,
  type Role,
} from './identity/permissions.js';
export { deploymentSecret, readConfig, type Config } from './config/config.js';
export { ApiKeys } from './identity/api-keys.js';
export { SecretTokens } from './identity/secret-tokens.js';
export { invalidInput } from './http/validation.js';
