import { nodeTooOld } from './node-version.js';

const problem = nodeTooOld(process.versions.node);
if (problem) {
  console.error(problem);
  process.exit(1);
}
// Imported late: what it loads may not even parse on an old Node.js.
const { run } = await import('./run.js');
await run();
