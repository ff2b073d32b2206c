/**
 * A failure to start that a person can mend. Its message is one sentence that names the setting and the remedy;
 * whoever catches it prints that sentence, without a stack trace, and exits with 1.
 */
export class StartError extends Error {
  override readonly name = 'StartError';
}
