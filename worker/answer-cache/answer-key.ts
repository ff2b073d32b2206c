import { createHash } from 'node:crypto';
import type { Language } from '../../core/domain/message.js';
import type { SessionContext } from '../../core/domain/session.js';

/** All that an answer to a first question depends on, but for what `AnswerStamp` says. */
export interface AnswerCircumstances {
  intent: string;
  language: Language;
  /** Of the session, as the prompt shows it to the model. */
  context: SessionContext;
  /** Access labels of the asker, in any order: they say which documents he may see. */
  labels: readonly string[];
  /** Which documents were searched, as the retriever names them. */
  documents: string;
  question: string;
}

/** By what an answer was made: it serves again while all of it is the same. */
export interface AnswerStamp {
  templateVersion: string;
  /** Grows with each change of the knowledge base. */
  knowledgeVersion: number;
  model: string;
}

/** 64 hex digits: the same for the same circumstances, and it tells nothing of them. */
export function answerKey({ question, ...circumstances }: AnswerCircumstances): string {
  const { intent, language, context, labels, documents } = circumstances;
  const text = JSON.stringify([
    intent,
    language,
    labels.toSorted(),
    documents,
    context,
    normalQuestion(question),
  ]);
  return createHash('sha256').update(text).digest('hex');
}

/** Space, a capital in front and a mark at the end say nothing. Other capitals may: `-v` is not `-V`. */
export function normalQuestion(question: string): string {
  const text = question.normalize('NFC').replace(/\s+/gu, ' ').trim();
  let end = text.length;
  while (end > 0 && ' ?!.…'.includes(text.charAt(end - 1))) end -= 1;
  return text.charAt(0).toLowerCase() + text.slice(1, end);
}
