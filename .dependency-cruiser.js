/**
 * Which module may import which. Imports run one way: apps -> contexts, runtime; context -> contracts, event-sourcing, messaging, runtime,
 * never another context; runtime -> messaging -> event-sourcing, contracts; event-sourcing and contracts -> no workspace package.
 * tools/guards breaks each rule once.
 */
const foundations = '(?:event-sourcing|contracts|messaging|runtime)';
/** Every library is a context that is no foundation, and not what others install. */
const context = `libs/(?!(?:${foundations}|client)/)([^/]+)`;
/** The one aggregate that every process writes, whatever context it serves. */
const approvals = '^libs/runtime/src/approvals/approval\\.(events|decider)\\.ts$';
const spec = '\\.spec\\.tsx?$';
const testing = ['/src/testing/', '/src/.+/testing/'];
const namedEvents = [`^${context}/src/events/`, `^${context}/src/.+/events/`];

/** @type {import('dependency-cruiser').IConfiguration} */
export default {
  forbidden: [
    {
      name: 'no-circle',
      comment: 'Modules that import each other can only be understood together.',
      severity: 'error',
      from: {},
      to: { circular: true },
    },
    {
      name: 'no-unresolvable',
      comment: 'An import that leads nowhere would escape every other rule.',
      severity: 'error',
      from: {},
      to: { couldNotResolve: true },
    },
    {
      name: 'foundations-stand-alone',
      comment: 'event-sourcing and contracts import no workspace package.',
      severity: 'error',
      from: { path: '^libs/(event-sourcing|contracts)/' },
      to: { path: '^(libs|apps|tools)/', pathNot: '^libs/$1/' },
    },
    {
      name: 'client-stands-alone',
      comment: 'Others install it: it imports no workspace package, and no framework.',
      severity: 'error',
      from: { path: '^libs/client/' },
      to: {
        path: ['^(libs|apps|tools)/', 'node_modules/(@nestjs|@?fastify|kafkajs|typeorm|pg|rxjs)/'],
        pathNot: '^libs/client/',
      },
    },
    {
      name: 'client-is-for-others',
      comment: 'Ecou itself reads no messages over HTTP.',
      severity: 'error',
      from: { path: '^(libs|apps)/', pathNot: ['^libs/client/', spec] },
      to: { path: '^libs/client/' },
    },
    {
      name: 'event-sourcing-knows-no-framework',
      comment: 'Another project could take it: neither Nest nor Kafka nor TypeORM.',
      severity: 'error',
      from: { path: '^libs/event-sourcing/' },
      to: { path: 'node_modules/(@nestjs|kafkajs|typeorm|cloudevents|rxjs)/' },
    },
    {
      name: 'contracts-know-no-framework',
      severity: 'error',
      from: { path: '^libs/contracts/' },
      to: { path: 'node_modules/(@nestjs|kafkajs|typeorm|pg|rxjs)/' },
    },
    {
      name: 'messaging-imports-event-sourcing-and-contracts',
      comment: 'Nothing that stands on messaging, such as the runtime, and no context.',
      severity: 'error',
      from: { path: '^libs/messaging/' },
      to: { path: '^(libs|apps|tools)/', pathNot: '^libs/(messaging|event-sourcing|contracts)/' },
    },
    {
      name: 'messaging-knows-neither-nest-nor-http',
      comment: 'It works without a server: whoever hosts it gives it the command bus.',
      severity: 'error',
      from: { path: '^libs/messaging/' },
      to: { path: ['node_modules/(@nestjs|@?fastify|typeorm|rxjs)/', '^https?$'] },
    },
    {
      name: 'nest-by-its-public-api',
      comment: 'What a package of Nest does not export may be gone in its next version.',
      severity: 'error',
      from: {},
      to: { path: 'node_modules/@nestjs/[^/]+/(?!(?:dist/)?index\\.)' },
    },
    {
      name: 'runtime-imports-no-context',
      severity: 'error',
      from: { path: '^libs/runtime/' },
      to: { path: `^${context}/` },
    },
    {
      name: 'no-context-imports-another',
      comment: 'Contexts meet in contracts only.',
      severity: 'error',
      from: { path: `^${context}/` },
      to: { path: `^${context}/`, pathNot: '^libs/$1/' },
    },
    {
      name: 'libs-import-neither-apps-nor-tools',
      severity: 'error',
      from: { path: '^libs/' },
      to: { path: '^(apps|tools)/' },
    },
    {
      name: 'apps-hold-no-logic',
      comment: 'An app imports contexts and the runtime, and no other app.',
      severity: 'error',
      from: { path: '^apps/(?!e2e/)([^/]+)/', pathNot: spec },
      to: { path: '^(apps|tools|libs/(event-sourcing|contracts|messaging))/', pathNot: '^apps/$1/' },
    },
    {
      name: 'rules-are-pure',
      comment:
        'Events and deciders import zod, event-sourcing, contracts and modules of their own context, and nothing else.',
      severity: 'error',
      from: { path: '^libs/.+\\.(events|decider)\\.ts$' },
      to: {
        pathNot: ['(^|/)node_modules/zod/', '^libs/(event-sourcing|contracts)/src/', `^${context}/src/`, approvals],
      },
    },
    {
      name: 'rules-are-pure-to-the-bottom',
      comment: 'Nor do the modules of their own context that they import.',
      severity: 'error',
      from: { path: '^libs/.+\\.(events|decider)\\.ts$' },
      to: {
        path: ['(^|/)node_modules/(@nestjs|typeorm|kafkajs)/', '^libs/(messaging|runtime)/'],
        pathNot: approvals,
        reachable: true,
      },
    },
    {
      name: 'no-folder-named-events',
      comment: 'The context events must never be confused with domain events.',
      severity: 'error',
      from: { path: namedEvents },
      to: {},
    },
    {
      name: 'no-import-from-a-folder-named-events',
      comment: 'The same, for a module that imports nothing itself.',
      severity: 'error',
      from: {},
      to: { path: namedEvents },
    },
    {
      name: 'packages-by-name',
      comment: 'A relative path never leads out of its package.',
      severity: 'error',
      from: { path: '^(libs|apps)/([^/]+)/' },
      to: {
        path: '^(libs|apps|tools)/',
        pathNot: '^$1/$2/',
        dependencyTypes: ['local'],
        dependencyTypesNot: ['aliased-workspace'],
      },
    },
    {
      name: 'no-import-of-a-spec',
      severity: 'error',
      from: {},
      to: { path: spec },
    },
    {
      name: 'test-helpers-are-for-tests',
      severity: 'error',
      from: { pathNot: [spec, ...testing, '^apps/e2e/', '^tools/'] },
      to: { path: testing },
    },
  ],
  options: {
    doNotFollow: { path: ['node_modules', '/dist/'] },
    // Programs over clients that are generated beside them, for a test.
    exclude: { path: '^((apps|libs)/[^/]+|tools)/(dist|\\.types)/|^tools/interop/clients/' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    combinedDependencies: true,
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['types', 'import', 'default'],
      extensions: ['.ts', '.tsx', '.js', '.mjs', '.json'],
    },
  },
};
