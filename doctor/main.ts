import { examine } from './examine.js';
import { asJson, asText } from './print.js';

/*
 * `npm run doctor`: tells how this installation is set, what is wrong with it, and its bounds. Changes nothing.
 * `--json` for programs. Exit code 1 when something keeps a program from working.
 */

// Whoever reads the beginning alone, as `head` does, has read enough.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error;
});
const report = await examine(process.env);
process.stdout.write(process.argv.includes('--json') ? asJson(report) : asText(report));
process.exitCode = report.problems.length > 0 ? 1 : 0;
