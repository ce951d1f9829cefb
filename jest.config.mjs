import { readFileSync } from 'node:fs';

/** swc options of the build, without the keys that belong to its command line. */
const swc = JSON.parse(readFileSync(new URL('.swcrc', import.meta.url), 'utf8'));

const common = {
  rootDir: import.meta.dirname,
  testEnvironment: 'node',
  injectGlobals: false,
  extensionsToTreatAsEsm: ['.ts', '.tsx'],
  transform: { '\\.tsx?$': ['@swc/jest', { ...swc, $schema: undefined, sourceMaps: 'inline', swcrc: false }] },
  moduleNameMapper: {
    '^(\\.{1,2}/.*)\\.js$': '$1',
    '^@ecou/(event-sourcing|contracts|messaging|runtime|events|feedback|facilities|notifications|integrations|analytics|identity|client)$':
      '<rootDir>/libs/$1/src/index.ts',
    '^@ecou/(event-sourcing|contracts|messaging|runtime|identity)/testing$': '<rootDir>/libs/$1/src/testing/index.ts',
    '^@ecou/runtime/(pages|pdf|privacy|codes|hours|imports|outgoing|receipts|conversion)$':
      '<rootDir>/libs/runtime/src/$1/index.ts',
    '^@ecou/(events|feedback|facilities|notifications|integrations|identity)/processing$':
      '<rootDir>/libs/$1/src/processing.ts',
    '^@ecou/runtime/security-headers$': '<rootDir>/libs/runtime/src/http/security-headers.ts',
    '^@ecou/tools/(.*)$': '<rootDir>/tools/$1',
  },
  modulePathIgnorePatterns: ['/dist/', '/.types/', '/.nx/', '/.ecou/'],
};

/** `unit` needs nothing; `int` needs PostgreSQL and Kafka (started once for the run); `e2e` runs the built apps. */
export default {
  maxWorkers: 2,
  // Node never lets go of a vm.SourceTextModule, nor of the context of its file (0068): a worker that holds more bytes than this gives way.
  workerIdleMemoryLimit: 300e6,
  // The upper bound of a test and of a hook, on a busy machine too: each waits for what it needs, and says itself how long for what may not come.
  testTimeout: 300_000,
  projects: [
    {
      ...common,
      displayName: 'unit',
      testMatch: ['**/*.spec.ts', '**/*.spec.tsx'],
      testPathIgnorePatterns: ['\\.(int|e2e)\\.spec\\.ts$', '/dist/'],
    },
    {
      ...common,
      displayName: 'int',
      testMatch: ['**/*.int.spec.ts'],
      globalSetup: './tools/test/services.setup.ts',
      globalTeardown: './tools/test/services.teardown.ts',
    },
    {
      ...common,
      displayName: 'e2e',
      testMatch: ['**/*.e2e.spec.ts'],
      globalSetup: './tools/test/services.setup.ts',
      globalTeardown: './tools/test/services.teardown.ts',
    },
  ],
};
