/** No import goes in a circle, imports for types included. Layers are in eslint.config.mjs. */
export default {
  forbidden: [
    {
      name: 'no-circles',
      comment: 'Put what both need into a file of its own.',
      severity: 'error',
      from: {},
      to: { circular: true }
    }
  ],
  options: {
    tsConfig: { fileName: 'tsconfig.json' },
    tsPreCompilationDeps: true,
    doNotFollow: { path: 'node_modules' }
  }
};
