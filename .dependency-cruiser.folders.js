import modules from './.dependency-cruiser.js';

/**
 * Imports between the folders of a library run one way. Specs and test helpers are left out: they put together what stands side by side,
 * and a file of its own would not show a folder without them.
 *
 * @type {import('dependency-cruiser').IConfiguration}
 */
export default {
  forbidden: [
    {
      name: 'no-circle-between-folders',
      comment: 'Folders that import each other can only be understood together.',
      severity: 'error',
      scope: 'folder',
      from: { path: '^libs/' },
      to: { circular: true },
    },
  ],
  options: { ...modules.options, exclude: { path: [modules.options.exclude.path, '\\.spec\\.tsx?$', '/testing/'] } },
};
