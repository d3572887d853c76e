// `npm start`: sets up, builds and serves the app with its own relay.
import { run } from './bootstrap.mjs';

run('scripts/serve.ts');
