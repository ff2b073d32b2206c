import { compileRules } from '../core/moderation/load-moderation.js';
import { compileIntents } from '../worker/intent/load-intents.js';

/* Part of the build, when the programs are compiled: what takes long to read or to train on is done once. */
compileIntents();
compileRules();
