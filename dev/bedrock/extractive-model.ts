import type { ConverseRequest } from './converse-request.js';
import { composeAnswer, composeGap } from './model/compose.js';
import { condenseLastAnswer } from './model/condense.js';
import { isCovered, measureCoverage, nearestSources } from './model/coverage.js';
import { readPassages } from './model/passages.js';
import { phrases } from './model/phrases.js';
import { readPrompt, type Source } from './model/prompt.js';
import { type Question, readQuestion } from './model/question.js';
import { rankPassages } from './model/rank.js';
import { selectPassages } from './model/select.js';
import { answerSmallTalk } from './model/small-talk.js';

export interface ExtractiveModel {
  /** Depends on the request alone: the same prompt always gets the same answer. */
  answer(request: Pick<ConverseRequest, 'system' | 'messages'>): string;
}

/**
 * Answers with sentences of the sources in the prompt, word for word, and says so when they do not hold the answer.
 * It never states a fact of its own.
 */
export function createExtractiveModel(): ExtractiveModel {
  return {
    answer(request) {
      const prompt = readPrompt(request);
      const remark = answerSmallTalk(prompt.question);
      if (remark) return remark;
      const question = readQuestion(prompt);
      const condensed = condenseLastAnswer(prompt, question);
      if (condensed) return condensed;
      if (question.terms.length === 0) return phrases[question.language].unclear;
      return answerFromSources(question, prompt.sources);
    },
  };
}

function answerFromSources(question: Question, sources: Source[]): string {
  const all = sources.flatMap(readPassages);
  const own = all.filter((passage) => passage.language === question.language);
  // Sources in the reader's language answer alone when they can; those in another are quoted only for want of them.
  for (const passages of [own, all]) {
    const coverage = measureCoverage(question, passages);
    if (!isCovered(question, coverage)) continue;
    const selection = selectPassages(rankPassages(question, passages), question.kinds);
    if (selection) return composeAnswer(question, selection, coverage);
  }
  const { missingNames } = measureCoverage(question, all);
  return composeGap(question, nearestSources(question, sources), missingNames);
}
