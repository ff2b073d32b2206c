/** Channels over one connection of this process, shared by everybody who listens. Inner part of the backplanes. */
export interface Subscriptions {
  /**
   * Resolves once messages on `channel` arrive, rejects after `limitMs`. The channel is left when its last
   * listener has gone.
   */
  subscribe(channel: string, listener: ChannelListener, limitMs: number): Promise<() => void>;
  close(): Promise<void>;
}

export interface ChannelListener {
  onMessage(text: string): void;
  /** After a break of the connection, once it stands again: messages may have been missed. */
  onGap(): void;
}
