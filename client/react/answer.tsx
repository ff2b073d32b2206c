import { memo, useRef } from 'react';
import type { WireMessage } from '../../core/contracts/shapes.js';
import { hasEnded, type TurnView } from '../core/conversation.js';
import type { Strings } from '../i18n/strings.js';
import { AnswerOrigin } from './answer-origin.js';
import { ErrorBoundary } from './error-boundary.js';
import { EstimateCards } from './estimate-card.js';
import { FailedCard } from './failed-card.js';
import { htmlOf } from './html-of.js';
import { IconButton } from './icon-button.js';
import { useLanguage, useStrings } from './locale.js';
import { Markdown, PlainProse } from './markdown/markdown.js';
import { RetryButton } from './retry-button.js';
import { SourceCards } from './source-cards.js';
import { Stages } from './stages.js';
import { stoppedWords } from './stopped-words.js';
import { clock } from './times.js';
import { useStore } from './use-aside.js';
import { useCopied } from './use-copied.js';
import { nextFocus } from './use-focus-keeper.js';
import { looksAlike, type Viewed } from './use-versions.js';
import { VersionPager } from './version-pager.js';

interface AnswerProps {
  viewed: Viewed;
  turn: TurnView | undefined;
  /** Whether it may be given again, as a version of its own. */
  mayChange: boolean;
}

/** The assistant's answer, written on the page like a document. */
export const Answer = memo(function Answer({ viewed, turn, mayChange }: AnswerProps) {
  const strings = useStrings();
  const store = useStore();
  const { message } = viewed.entry;
  const writing = !hasEnded(message);
  // Who watched the stages keeps their line when the answer ends: taking it away would move the text.
  const watched = useRef<TurnView>(undefined);
  if (turn) watched.current = turn;
  const had = viewed.isCurrent && message.content !== '' ? watched.current : undefined;
  const stages = writing ? turn : had;
  return (
    <article
      className="answer"
      aria-label={strings.assistant}
      aria-busy={writing}
      data-status={message.status}
    >
      {stages && <Stages turn={stages} ended={writing ? null : message} />}
      {message.content !== '' && (
        <ErrorBoundary of={message.content} fallback={<AsWritten message={message} />}>
          {/* One that was stopped or cut ends in half a mark as well as one that is being written. */}
          <Markdown
            text={message.content}
            partial={message.status !== 'complete' || message.truncated}
            caret={writing}
            lang={message.language}
          />
        </ErrorBoundary>
      )}
      {message.status === 'failed' && <FailedCard message={message} />}
      {message.status === 'blocked' && <p className="aside-note">{strings.blocked}</p>}
      {message.status === 'stopped' && (
        <p className="aside-note" {...nextFocus('.composer textarea', '.list')}>
          {stoppedWords(message, strings)}{' '}
          {(mayChange || message.content === '') && (
            <RetryButton turnId={message.turn_id} className="link-button" />
          )}
        </p>
      )}
      {!writing && <EstimateCards calls={message.tool_calls ?? []} lang={message.language} />}
      {message.truncated && (
        <p className="aside-note">
          {strings.truncated}{' '}
          {mayChange && (
            <button type="button" className="link-button" onClick={() => store.send(strings.goOn)}>
              {strings.continueAnswer}
            </button>
          )}
        </p>
      )}
      {!writing && message.sources.length > 0 && (
        <SourceCards sources={message.sources} lang={message.language} />
      )}
      {!writing && <Colophon viewed={viewed} mayChange={mayChange} />}
    </article>
  );
}, looksAlike);

function AsWritten({ message }: { message: WireMessage }) {
  const strings = useStrings();
  return (
    <>
      <p className="aside-note">{strings.shownPlain}</p>
      <PlainProse text={message.content} lang={message.language} />
    </>
  );
}

/** Elsewhere nobody can tell what its numbers stand for. */
function sourceLines({ sources }: WireMessage, strings: Strings): string[] {
  const lines = sources.map(({ number, title, url }) => `[${number}] ${title}${url ? `, ${url}` : ''}`);
  return lines.length === 0 ? [] : [strings.sources, ...lines];
}

/** Below an answer: what can be done with it, and when and how it came about. */
function Colophon({ viewed, mayChange }: Omit<AnswerProps, 'turn'>) {
  const strings = useStrings();
  const language = useLanguage();
  const store = useStore();
  const { versions } = viewed;
  const { message } = viewed.entry;
  const place = useRef<HTMLDivElement>(null);
  const lines = sourceLines(message, strings);
  const { copied, copy } = useCopied(
    [message.content, ...(lines.length === 0 ? [] : ['', ...lines])].join('\n'),
    () => {
      const prose = place.current?.parentElement?.querySelector<HTMLElement>('.prose');
      return prose ? htmlOf(prose, lines) : null;
    },
  );
  const took = message.processing_ms === null ? '' : ` · ${strings.seconds(message.processing_ms / 1_000)}`;
  const pager = (
    <VersionPager
      label={strings.versionsOfAnswer}
      version={message.version}
      versions={versions}
      onLeaf={viewed.leaf}
    />
  );
  if (message.content === '') return versions < 2 ? null : <div className="colophon">{pager}</div>;
  return (
    <div className="colophon" ref={place} {...nextFocus('.composer textarea', '.list')}>
      <IconButton
        small
        name={copied ? 'check' : 'copy'}
        label={copied ? strings.copied : strings.copy}
        onClick={copy}
      />
      {mayChange && message.status !== 'stopped' && message.turn_id !== null && (
        <IconButton
          small
          name="again"
          label={strings.regenerate}
          onClick={() => void store.retryTurn(message.turn_id ?? '')}
        />
      )}
      {pager}
      <AnswerOrigin message={message} />
      <span className="meta">
        {clock(message.created_at, language)}
        {took}
      </span>
    </div>
  );
}
