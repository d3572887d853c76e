// `npm test`: sets up and runs everything. See scripts/test.ts.
import { run } from './bootstrap.mjs';

run('scripts/test.ts');
