import type { ConverseRequest } from './converse-request.js';
import { composeAnswer, composeGap } from './model/compose.js';
import { asksToCondense, condense, condenseLastAnswer, promptOfTheMatter } from './model/condense.js';
import { isCovered, measureCoverage, nearestSources } from './model/coverage.js';
import { answerDigest, readDigest } from './model/digest.js';
import { detectLanguage } from './model/language.js';
import { type Passage, readPassages } from './model/passages.js';
import { phrases } from './model/phrases.js';
import { type Prompt, readPrompt, type Source } from './model/prompt.js';
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
      const digest = readDigest(request);
      if (digest) return answerDigest(digest);
      const prompt = readPrompt(request);
      const remark = answerSmallTalk(prompt.question);
      if (remark) return remark;
      const question = readQuestion(prompt);
      if (asksToCondense(prompt, question)) return answerInShort(prompt, question);
      if (question.terms.length === 0) return phrases[question.language].unclear;
      return answerFromSources(question, prompt.sources);
    },
  };
}

/** From the sources where the last answer is in another language than the one asked for, else from that answer. */
function answerInShort(prompt: Prompt, question: Question): string {
  const { language } = question;
  const last = prompt.history.findLast(({ role }) => role === 'assistant')?.text ?? '';
  const matter = { ...readQuestion(promptOfTheMatter(prompt)), language };
  if ((detectLanguage(last) ?? language) !== language && matter.terms.length > 0) {
    const own = prompt.sources.flatMap(readPassages).filter((passage) => passage.language === language);
    const answer = composeFrom(matter, own);
    if (answer) return condense(answer, 'citations');
  }
  return condenseLastAnswer(prompt, question);
}

function answerFromSources(question: Question, sources: Source[]): string {
  const all = sources.flatMap(readPassages);
  const own = all.filter((passage) => passage.language === question.language);
  // Sources in the reader's language answer alone when they can; those in another are quoted only for want of them.
  for (const passages of [own, all]) {
    const answer = composeFrom(question, passages);
    if (answer) return answer;
  }
  const { missingNames } = measureCoverage(question, all);
  return composeGap(question, nearestSources(question, sources), missingNames);
}

/** Null when these passages do not hold the answer. */
function composeFrom(question: Question, passages: Passage[]): string | null {
  const coverage = measureCoverage(question, passages);
  if (!isCovered(question, coverage)) return null;
  const selection = selectPassages(rankPassages(question, passages), question.kinds);
  return selection && composeAnswer(question, selection, coverage);
}
