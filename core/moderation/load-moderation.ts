import { fileURLToPath } from 'node:url';
import { readData } from '../data-file.js';
import { createModeration, type Moderation } from './moderation.js';
import { readRules } from './rule-file.js';

const source = new URL('./rules.yaml', import.meta.url);

/** By the shipped rules. Throws one sentence that says where the file is wrong. */
export function loadModeration(): Moderation {
  return createModeration(readRules(readData(source), fileURLToPath(source)));
}
