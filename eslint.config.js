import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import js from '@eslint/js';
import { defineConfig, globalIgnores } from 'eslint/config';
import typescript from 'typescript-eslint';

const root = import.meta.dirname;

/** What reads a clock, draws at random or reaches the world: modules that are pure have the time and ids passed in. */
const impure = {
  globals: ['performance', 'crypto', 'process', 'fetch', 'setTimeout', 'setInterval', 'setImmediate', 'queueMicrotask'],
  properties: [
    ['Date', 'now'],
    ['Math', 'random'],
    ['DateTime', 'now'],
    ['globalThis', 'crypto'],
    ['globalThis', 'performance'],
    ['globalThis', 'Date'],
    ['globalThis', 'Math'],
  ],
};

const pass = 'Pass it in: this module is pure.';
const isSet = {
  object: 'Date',
  property: 'now',
  message: 'A clock that is set may step back: measure by performance.now(), and have the time told by Clock.',
};
const appends = {
  property: 'append',
  message: 'Decide through UnitsOfWork.run: no unit is built by hand outside event-sourcing.',
};

/** Rules, folds and mappings: they are run again, and must come to the same. */
const declaredPure = readdirSync(join(root, 'libs'), { recursive: true, withFileTypes: true })
  .map(({ parentPath, name }) => relative(root, join(parentPath, name)))
  .filter((file) => /\/src\/(.+\.(events|decider|view)|(.+\/)?publish)\.ts$/.test(file));

/** The modules, and those of their own package whose values they import, to the bottom. */
function withImports(files) {
  const found = new Set(files);
  for (const file of found) {
    const text = readFileSync(join(root, file), 'utf8');
    const imported = text.matchAll(/^(?:import|export) (?!type )[^;]*?'(\.[^']+)\.js';/gm);
    for (const [, path] of imported) found.add(relative(root, resolve(root, dirname(file), `${path}.ts`)));
  }
  return [...found];
}

/**
 * Lint with types. Boundaries between packages, circles and what pure modules import stand in .dependency-cruiser.js; unused code
 * is found by knip; layout is Prettier's.
 */
export default defineConfig(
  globalIgnores(['libs/client/src/contracts.ts', '**/dist/', '**/.types/', '**/.nx/', '**/.ecou/', 'coverage/']),
  { linterOptions: { reportUnusedDisableDirectives: 'error' } },
  js.configs.recommended,
  {
    files: ['**/*.{ts,tsx}'],
    extends: [typescript.configs.strictTypeChecked],
    languageOptions: { parserOptions: { project: true } },
    rules: {
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/no-import-type-side-effects': 'off',
      '@typescript-eslint/no-floating-promises': 'error',
      '@typescript-eslint/switch-exhaustiveness-check': 'error',
      '@typescript-eslint/no-confusing-void-expression': ['error', { ignoreArrowShorthand: true }],
      '@typescript-eslint/no-invalid-void-type': ['error', { allowAsThisParameter: true }],
      '@typescript-eslint/no-extraneous-class': ['error', { allowWithDecorator: true }],
      '@typescript-eslint/no-unused-vars': [
        'error',
        { argsIgnorePattern: '^_', varsIgnorePattern: '^_', ignoreRestSiblings: true },
      ],
      // Where a library asks for an options class, a literal of the same shape is meant.
      '@typescript-eslint/no-unsafe-class-instance-assignment': 'off',
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true, allowBoolean: true }],
    },
  },
  {
    files: ['**/*.{ts,tsx,js,mjs}'],
    rules: {
      // A switch counts once: one over a union is exhaustive, and as long as the union.
      complexity: ['error', { max: 10, variant: 'modified' }],
      'max-lines': ['error', { max: 300, skipBlankLines: true, skipComments: true }],
      'max-params': ['error', 5],
      eqeqeq: ['error', 'always', { null: 'ignore' }],
    },
  },
  {
    files: ['{libs,apps}/*/src/**/*.{ts,tsx}'],
    ignores: ['apps/e2e/**', '**/*.spec.{ts,tsx}', '**/testing/**'],
    rules: { 'no-restricted-properties': ['error', isSet] },
  },
  {
    files: ['{libs,apps}/*/src/**/*.{ts,tsx}'],
    ignores: ['libs/event-sourcing/**', 'apps/e2e/**', '**/*.spec.{ts,tsx}', '**/testing/**'],
    rules: { 'no-restricted-properties': ['error', isSet, appends] },
  },
  {
    files: withImports(declaredPure),
    rules: {
      'no-restricted-globals': ['error', ...impure.globals.map((name) => ({ name, message: pass }))],
      'no-restricted-properties': [
        'error',
        ...impure.properties.map(([object, property]) => ({ object, property, message: pass })),
        appends,
      ],
      'no-restricted-syntax': [
        'error',
        {
          selector: "NewExpression[callee.name='Date'][arguments.length=0]",
          message: `new Date() reads the clock. ${pass}`,
        },
        { selector: "CallExpression[callee.name='Date']", message: `Date() reads the clock. ${pass}` },
        { selector: 'ImportDeclaration[source.value=/^(node:)?(crypto|process|perf_hooks|timers)/]', message: pass },
        { selector: 'ImportExpression', message: pass },
      ],
    },
  },
  {
    // Node runs them as they are: it strips types, and can do no more.
    files: ['tools/**/*.ts'],
    rules: {
      'no-restricted-syntax': [
        'error',
        ...[
          'TSParameterProperty',
          'TSEnumDeclaration',
          'TSModuleDeclaration[declare!=true]',
          'TSImportEqualsDeclaration',
          'Decorator',
        ].map((selector) => ({ selector, message: 'Node cannot strip this: write plain JavaScript with types.' })),
      ],
    },
  },
  {
    files: ['**/*.spec.{ts,tsx}', '**/testing/**/*.ts', 'tools/test/**/*.ts', 'apps/e2e/**/*.ts'],
    rules: {
      // A spec is a list of cases.
      'max-lines': ['error', { max: 500, skipBlankLines: true, skipComments: true }],
      // Answers of HTTP calls and rows of raw queries are looked into as they are.
      '@typescript-eslint/no-non-null-assertion': 'off',
      '@typescript-eslint/no-unsafe-argument': 'off',
      '@typescript-eslint/no-unsafe-assignment': 'off',
      '@typescript-eslint/no-unsafe-call': 'off',
      '@typescript-eslint/no-unsafe-member-access': 'off',
      '@typescript-eslint/no-unsafe-return': 'off',
    },
  },
  {
    files: ['**/*.{js,mjs}'],
    languageOptions: {
      globals: {
        process: 'readonly',
        console: 'readonly',
        URL: 'readonly',
        setTimeout: 'readonly',
        clearTimeout: 'readonly',
        fetch: 'readonly',
      },
    },
  },
  {
    // The verifier runs in Node and in browsers, and is one file on purpose: people copy it, and it stands alone.
    files: ['libs/client/verify.mjs'],
    languageOptions: { globals: { TextEncoder: 'readonly', TextDecoder: 'readonly', atob: 'readonly' } },
    rules: { 'max-lines': ['error', { max: 400, skipBlankLines: true, skipComments: true }] },
  },
);
