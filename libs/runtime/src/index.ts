export { BootError } from './config/boot-error.js';
export { bootFailure, runProcess, type RunOptions } from './boot/run-process.js';
export { permissionsOf, startProcess, type ProcessOptions, type RunningProcess } from './boot/start-process.js';
export * from './context/aggregates.js';
export * from './context/command.js';
export { EventSourcingModule } from './context/event-sourcing.module.js';
export * from './context/feature.js';
export { defineContext, type ContextDefinition } from './context/define-context.js';
export * from './context/list.js';
export { KeysOfSubjects } from './context/keys-of-subjects.js';
export { type CopyRows, OwnTables, type RunSql } from './context/own-tables.js';
export { CONTEXT_CONFIG, ReadModels } from './context/read-models.js';
export { atomOf, printable } from './feeds/atom.js';
export { FileEncryption } from './files/file-encryption.js';
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
export type { Letter } from './pdf/letter.js';
export { Letters } from './pdf/letters.js';
export { Problem, problemOf, type FieldError } from './problems/problem.js';
export { ConcurrencyLimit } from './limits/concurrency-limit.js';
export { Faults, faultsOf, Field, Hidden, Tick, type FieldFaults } from './pages/form.js';
export { privacyLine } from './pages/notice.js';
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
  AsLines,
  BodyLimit,
  BodyText,
  boundsOf,
  CalledBy,
  CalledIn,
  CallerAddress,
  CallerGone,
  Context,
  Ignores,
  InNameOfCaller,
  KeepsText,
  KeyInForm,
  Limited,
  OfBrowsers,
  OwnSession,
  Permission,
  Public,
  type OnBehalf,
  PublicAddress,
  QueryText,
  Reads,
  ReadsPersonal,
  type Refusal,
  RefusesAs,
  RequiresIfMatch,
  SentCookies,
  Untraced,
} from './http/routes/route.js';
export { thingStream } from './rights/subjects.schemas.js';
export { BlindIndex, type Term } from './subjects/blind-index.js';
export { Restrictions } from './subjects/restrictions.js';
export { contactTerm, nameTerms, termsOf, wordsIn } from './subjects/terms.js';
export { openSealed, type Sealed, withDeploymentSecret } from './boot/deployment-secret.js';
export { rewrapKeys } from './boot/open-vault.js';
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
export { Callers, notSignedIn, sessionCookie, type CalledByBrowser } from './identity/callers.js';
export { signInMs } from './identity/begun-sign-ins.js';
export type { Person } from './identity/people.js';
export type { Begun, Provider, SignedIn } from './identity/provider.js';
export { providerAway, unauthorised } from './identity/refusals.js';
export type { Session } from './identity/sessions.js';
export * from './approvals/approval.aggregate.js';
export * from './approvals/approval.decider.js';
export * from './approvals/approval.events.js';
export { Approvals, somebodyOf, type Approving } from './approvals/approvals.js';
export { approvalKind, grantAdministrator, type ApprovalKind } from './approvals/kinds.js';
export { GivenApproval, NeedsApproval } from './approvals/needs-approval.js';
export { Seal } from './identity/seal.js';
export { SecretTokens } from './identity/secret-tokens.js';
export { invalidInput } from './http/input/validation.js';
export { ContextMetrics } from './telemetry/metrics.js';
