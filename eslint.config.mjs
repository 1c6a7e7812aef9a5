import jupyter from '@jupyter/eslint-plugin';
import reactHooks from 'eslint-plugin-react-hooks';
import tseslint from 'typescript-eslint';

/** Imports point one way: each layer may import those before it, and nothing after it. */
const LAYERS = [
  ['protocol'],
  ['workers'],
  ['json'],
  ['codecs'],
  ['transport'],
  ['transfer'],
  ['model'],
  ['capture', 'ui'],
  ['viewers'],
  ['plugins']
];

/** The same for the folders of the plugins. */
const PLUGINS = [
  ['application'],
  ['outputs'],
  ['artifacts', 'cards', 'transfers'],
  ['editing', 'storage'],
  ['documents'],
  ['lineage', 'offload', 'runs', 'sidebar'],
  ['drag']
];

/** For each folder of the layers, those that it may not import. Beside each other they know nothing of each other. */
function forbidden(layers) {
  return layers.flatMap((layer, index) => {
    const later = layers.slice(index + 1).flat();
    return layer.map(folder => [
      folder,
      [...later, ...layer.filter(other => other !== folder)]
    ]);
  });
}

/** Patterns of the imports that may not be, for one folder of src. */
function patternsOf(folder, others) {
  const index = LAYERS.findIndex(names => names.includes(folder));
  const patterns = others.map(name => ({
    regex: `^(\\.\\./)+${name}(/|$)`,
    message: `${folder} must not import ${name} (see docs/architecture.md).`
  }));
  if (folder !== 'plugins') {
    patterns.push({
      group: ['@jupyterlab/application', '@jupyterlab/application/*'],
      message: 'Only src/plugins imports @jupyterlab/application.'
    });
  }
  if (index < LAYERS.findIndex(names => names.includes('capture'))) {
    patterns.push({
      regex: '^(\\.\\./)+tokens$',
      message: 'The tokens describe the models; the models do not know them.'
    });
  }
  if (index <= LAYERS.findIndex(names => names.includes('transport'))) {
    patterns.push({
      group: ['react', 'react-dom', 'react-dom/*', '@lumino/widgets'],
      message: 'This layer knows no user interface.'
    });
  }
  if (folder === 'transfer') {
    patterns.push({
      group: ['@jupyterlab/*'],
      message:
        'The upload queue knows no JupyterLab: it reaches the world through its ports.'
    });
  }
  return patterns;
}

function restriction(path, patterns) {
  return {
    files: [`src/${path}/**/*.{ts,tsx}`],
    rules: { 'no-restricted-imports': ['error', { patterns }] }
  };
}

export default tseslint.config(
  {
    ignores: [
      '**/*.generated.*',
      'src/protocol/generated.ts',
      'lib/**',
      'node_modules/**',
      'python-bridge/**'
    ]
  },
  {
    files: ['src/**/*.{ts,tsx}', 'test/ts/**/*.{ts,tsx}'],
    extends: [tseslint.configs.recommendedTypeChecked],
    languageOptions: {
      parserOptions: {
        project: './tsconfig.test.json',
        tsconfigRootDir: import.meta.dirname
      }
    },
    plugins: { jupyter, 'react-hooks': reactHooks },
    linterOptions: { reportUnusedDisableDirectives: 'error' },
    rules: {
      ...reactHooks.configs.recommended.rules,
      'react-hooks/exhaustive-deps': 'error',
      curly: 'error',
      eqeqeq: ['error', 'smart'],
      'max-lines': ['error', 400],
      'no-control-regex': 'error',
      'no-console': ['error', { allow: ['warn', 'error', 'debug'] }],
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/switch-exhaustiveness-check': [
        'error',
        { considerDefaultExhaustiveForUnions: true }
      ],
      '@typescript-eslint/consistent-type-imports': [
        'error',
        { fixStyle: 'inline-type-imports' }
      ],
      '@typescript-eslint/no-floating-promises': 'error',
      // Lumino takes a method and its `this`; jupyter/require-signal-this-arg holds the pair.
      '@typescript-eslint/unbound-method': 'off',
      '@typescript-eslint/no-unused-vars': [
        'error',
        { args: 'after-used', argsIgnorePattern: '^_', varsIgnorePattern: '^_' }
      ]
    }
  },
  {
    files: ['src/**/*.{ts,tsx}'],
    rules: {
      'jupyter/command-described-by': 'error',
      'jupyter/command-id-convention': 'error',
      'jupyter/incorrect-translator-usage': 'error',
      'jupyter/no-dynamic-translation': 'error',
      'jupyter/no-pageconfig-base-url': 'error',
      'jupyter/no-translation-concatenation': 'error',
      'jupyter/no-untranslated-string': 'error',
      'jupyter/plugin-activation-args': 'error',
      'jupyter/plugin-description': 'error',
      'jupyter/plugin-id-convention': 'error',
      'jupyter/prefer-signal-this-arg': 'error',
      'jupyter/require-disposable-ownership': 'error',
      'jupyter/require-disposable-transfer': 'error',
      'jupyter/require-signal-cleanup': 'error',
      'jupyter/require-signal-this-arg': 'error',
      'jupyter/token-format': 'error'
    }
  },
  ...forbidden(LAYERS).map(([folder, others]) =>
    restriction(folder, patternsOf(folder, others))
  ),
  ...forbidden(PLUGINS).map(([folder, others]) =>
    restriction(
      `plugins/${folder}`,
      others.map(name => ({
        regex: `^\\.\\./${name}(/|$)`,
        message: `plugins/${folder} must not import plugins/${name} (see docs/architecture.md).`
      }))
    )
  )
);
