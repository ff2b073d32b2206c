import type { Token } from 'marked';

/** Tokens inside a token; none for leaves. */
export function childrenOf(token: Token): readonly Token[] {
  return 'tokens' in token && Array.isArray(token.tokens) ? token.tokens : [];
}

/** Keys by place: while an answer grows only its last tokens change, so earlier elements are kept. */
export function keyed<T>(tokens: readonly T[]): readonly { key: string; token: T }[] {
  return tokens.map((token, index) => ({ key: String(index), token }));
}
