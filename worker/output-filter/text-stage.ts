/**
 * A step that the model's text goes through before anybody sees it. It may keep some back until it knows more; how the
 * text is cut into pieces makes no difference to what comes out of it in all.
 */
export interface TextStage {
  /** The text that may go on by now. */
  push(text: string): string;
  /** The text has ended: what was kept back. */
  end(): string;
}

export function inTurn(stages: readonly TextStage[]): TextStage {
  return {
    push: (text) => stages.reduce((piece, stage) => (piece === '' ? '' : stage.push(piece)), text),
    end: () => stages.reduce((piece, stage) => (piece === '' ? '' : stage.push(piece)) + stage.end(), ''),
  };
}
