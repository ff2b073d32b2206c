import type { ConverseRequest } from './converse-request.js';
import { choose } from './model/choose.js';
import { composeAnswer, composeClosest, composeGap, composeNothingFound } from './model/compose.js';
import { asksToCondense, condense, condenseLastAnswer, promptOfTheMatter } from './model/condense.js';
import { saidOfCurrency, saidOfEstimates, toolUseFor, wantedEstimates } from './model/cost/call-estimate.js';
import { isAboutAcronym, isCovered, measureCoverage, nearestSources } from './model/coverage.js';
import { answerDigest, readDigest } from './model/digest.js';
import { detectLanguage } from './model/language.js';
import { type Passage, readPassages } from './model/passages.js';
import { phrases } from './model/phrases.js';
import { type Prompt, readPrompt } from './model/prompt.js';
import { type Question, readQuestion } from './model/question.js';
import { rankPassages } from './model/rank.js';
import { answerRecap } from './model/recap.js';
import { closestPassages, selectPassages } from './model/select.js';
import { answerSmallTalk } from './model/small-talk.js';

export interface ExtractiveModel {
  /** Depends on the request alone: the same prompt always gets the same answer. */
  answer(request: Pick<ConverseRequest, 'system' | 'messages'>): string;
  /** The same, with the tools that it is offered: it calls for an estimate where the question says enough for one. */
  say(request: Pick<ConverseRequest, 'system' | 'messages' | 'tools' | 'calls' | 'forced'>): Said;
}

/** Text, and the tools that are to be called before there is more of it. */
export interface Said {
  text: string;
  toolUses: readonly { name: string; input: string }[];
}

/**
 * Answers with sentences of the sources in the prompt, word for word, and says so when they do not hold the answer.
 * It never states a fact of its own.
 */
export function createExtractiveModel(): ExtractiveModel {
  return {
    answer: (request) => {
      const digest = readDigest(request);
      if (digest) return answerDigest(digest);
      const prompt = readPrompt(request);
      return answerSmallTalk(prompt.question) ?? answerInWords(prompt, readQuestion(prompt));
    },
    say: ({ tools, calls, forced, ...request }) => {
      const chosen = forced && choose(forced.schema, request.system, request.messages.at(-1)?.text ?? '');
      if (forced && chosen) return { text: '', toolUses: [{ name: forced.name, input: chosen }] };
      const digest = readDigest(request);
      if (digest) return inWords(answerDigest(digest));
      const prompt = readPrompt(request);
      const remark = answerSmallTalk(prompt.question);
      if (remark) return inWords(remark);
      const question = readQuestion(prompt);
      const estimate = saidOfEstimates(calls, prompt, question);
      if (estimate) return inWords(withAdvice(estimate, prompt, question));
      const wanted = wantedEstimates(tools, prompt, question);
      if (wanted?.inputs) return { text: '', toolUses: wanted.inputs.map(toolUseFor) };
      return inWords(wanted?.asks ?? saidOfCurrency(prompt, question) ?? answerInWords(prompt, question));
    },
  };
}

function inWords(text: string): Said {
  return { text, toolUses: [] };
}

function answerInWords(prompt: Prompt, question: Question): string {
  const recap = answerRecap(prompt);
  if (recap) return recap;
  if (asksToCondense(prompt, question)) return answerInShort(prompt, question);
  if (question.terms.length === 0) return phrases[question.language].unclear;
  return answerFromSources(question, prompt);
}

/** An estimate alone, or that there is none, unless the question also asks how: then with what the sources say. */
function withAdvice(text: string, prompt: Prompt, question: Question): string {
  if (!question.kinds.has('how')) return text;
  const own = prompt.sources.flatMap(readPassages).filter(({ language }) => language === question.language);
  const advice = composeFrom(question, own);
  return advice === null ? text : `${text}\n\n${advice}`;
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

function answerFromSources(question: Question, { sources, isWeak }: Prompt): string {
  const all = sources.flatMap(readPassages);
  const own = all.filter((passage) => passage.language === question.language);
  // One word in common is nothing, where the search does not trust it either: "How many days off do I have?"
  const isThin = isWeak && question.terms.length === 1 && !isAboutAcronym(question, sources);
  // Sources in the reader's language answer alone when they can; those in another are quoted only for want of them.
  for (const passages of isThin ? [] : [own, all]) {
    const answer = composeFrom(question, passages);
    if (answer) return answer;
  }
  const { missingNames } = measureCoverage(question, all);
  // It knows words only; that the source fits the question in other words, the search has found out.
  if (!isWeak && missingNames.length === 0) {
    const closest = closestPassages(rankPassages(question, own.length > 0 ? own : all));
    if (closest.length > 0) return composeClosest(question, closest);
  }
  return sources.length === 0
    ? composeNothingFound(question, missingNames)
    : composeGap(question, nearestSources(question, sources), missingNames);
}

/** Null when these passages do not hold the answer. */
function composeFrom(question: Question, passages: Passage[]): string | null {
  const coverage = measureCoverage(question, passages);
  if (!isCovered(question, coverage)) return null;
  const selection = selectPassages(rankPassages(question, passages), question.kinds);
  return selection && composeAnswer(question, selection, coverage);
}
