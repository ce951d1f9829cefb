export { BootError } from './config/boot-error.js';
export { bootFailure, runProcess, type RunOptions } from './boot/run-process.js';
export {
  permissionsOf,
  startProcess,
  withDeploymentSecret,
  type ProcessOptions,
  type RunningProcess,
} from './boot/start-process.js';
export * from './context/aggregates.js';
export * from './context/command.js';
export { EventSourcingModule } from './context/event-sourcing.module.js';
export * from './context/feature.js';
export { defineContext, type ContextDefinition } from './context/define-context.js';
export * from './context/list.js';
export { type CopyRows, OwnTables, type RunSql } from './context/own-tables.js';
export { CONTEXT_CONFIG, ReadModels } from './context/read-models.js';
export { FileStore } from './files/file-store.js';
export { openFileStore } from './files/open-file-store.js';
export { columnsOf } from './csv/columns.js';
export { csvOf, type Column, type CsvOptions } from './csv/csv.js';
export { readCsv, type CsvRow } from './csv/read-csv.js';
export { spool, spoolFile, type SpoolFile } from './csv/spool.js';
export { cleanFileName } from './files/file-name.js';
export { ReceivedFile } from './files/received-file.js';
export { TokenGuessLimit, type Attempt } from './limits/token-guess-limit.js';
export { Limits, type Limit } from './limits/limits.js';
export { exportsOfPublic } from './http/answers/export.js';
export * from './http/answers/answers.js';
export { Answers, Example, Produces } from './http/routes/openapi.decorators.js';
export { CommandController, verbRoute, verbRoutes, type VerbRoute } from './context/verb-routes.js';
export { FormFilter, textsOf, type SentForm } from './http/problems/form.filter.js';
export { ProblemFilter } from './http/problems/problem.filter.js';
export { retryOf } from './pages/error-page.js';
export { linkQuery, LinkRoute, type LinkQuery } from './http/routes/link-route.js';
export { prefers, weighs } from './accept/accept.js';
export { asksForPage, Prefers, PrefersOneOf } from './http/answers/prefers.js';
export { builtBeside, Threads, type Tasks } from './threads/threads.js';
export { Documents } from './threads/documents.js';
export { Problem, problemOf, type FieldError } from './problems/problem.js';
export { ConcurrencyLimit } from './limits/concurrency-limit.js';
export { Faults, faultsOf, Field, Hidden, Tick, type FieldFaults } from './pages/form.js';
export { inOtherLanguage, linkPage, listPage, otherLanguage, Text, type HtmlPage } from './pages/page.js';
export type { StartGroup } from './pages/start-page.js';
export { StructuredData } from './pages/structured-data.js';
export * from './http/input/queries.js';
export * from './http/input/personal-fields.js';
export * from './http/input/schemas.js';
export { routesOf, type Route } from './http/routes/routes.js';
export {
  AcceptsFiles,
  AcceptsCsv,
  AcceptsForm,
  AnswersRepeats,
  BodyLimit,
  BodyText,
  boundsOf,
  CalledBy,
  CallerAddress,
  CallerGone,
  Context,
  Ignores,
  KeepsText,
  KeyInForm,
  Limited,
  Permission,
  Public,
  PublicAddress,
  Reads,
  type Refusal,
  RefusesAs,
  RequiresIfMatch,
  Untraced,
} from './http/routes/route.js';
export { openSealed, type Sealed } from './boot/deployment-secret.js';
export * from './identity/permission-names.js';
export {
  Caller,
  processPermissions,
  readers,
  rolesOfDepartments,
  writers,
  roles,
  type PermissionName,
  type PermissionTable,
  type Role,
} from './identity/permissions.js';
export { deploymentSecret, readConfig, type Config } from './config/config.js';
export { Publisher } from './config/publisher.js';
export { ApiKeys } from './identity/api-keys.js';
export { Seal } from './identity/seal.js';
export { SecretTokens } from './identity/secret-tokens.js';
export { invalidInput } from './http/input/validation.js';
export { ContextMetrics } from './telemetry/metrics.js';
