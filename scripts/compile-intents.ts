import { compileIntents } from '../worker/intent/load-intents.js';

/* Part of the build, when the programs are compiled. */
compileIntents();
