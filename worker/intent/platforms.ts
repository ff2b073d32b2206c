/** Places to publish and to advertise, with what people call them. Words of plain speech ("medium", "threads") are not taken alone. */
export const platforms: Record<string, readonly string[]> = {
  instagram: ['Instagram', 'insta', 'IG', 'Instagram Reels'],
  tiktok: ['TikTok', 'Tik Tok'],
  reddit: ['Reddit', 'subreddit'],
  onlyfans: ['OnlyFans', 'Only Fans'],
  youtube: ['YouTube', 'You Tube', 'YT', 'YouTube Shorts'],
  linkedin: ['LinkedIn', 'Linked In'],
  facebook: ['Facebook', 'FB', 'Facebook Ads'],
  twitter: ['Twitter', 'X Twitter'],
  pinterest: ['Pinterest'],
  snapchat: ['Snapchat', 'Snap Chat'],
  twitch: ['Twitch'],
  whatsapp: ['WhatsApp', 'Whats App'],
  telegram: ['Telegram'],
  discord: ['Discord'],
  threads: ['Meta Threads'],
  bluesky: ['Bluesky'],
  mastodon: ['Mastodon'],
  substack: ['Substack'],
  patreon: ['Patreon'],
  fansly: ['Fansly'],
  tumblr: ['Tumblr'],
  vimeo: ['Vimeo'],
  spotify: ['Spotify'],
  slack: ['Slack'],
  mailchimp: ['Mailchimp', 'Mail Chimp'],
  hubspot: ['HubSpot', 'Hub Spot'],
  brevo: ['Brevo', 'Sendinblue'],
  salesforce: ['Salesforce'],
  'google ads': ['Google Ads', 'AdWords', 'Google AdWords'],
  'google analytics': ['Google Analytics', 'GA4'],
};

/**
 * Names that are also words, taken where what stands before says that a platform is meant: "on X", "sur Medium",
 * "post to Threads". Written as the platform writes them.
 */
export const wordlikePlatforms: Record<string, string> = {
  X: 'twitter',
  Medium: 'medium',
  Threads: 'threads',
};
export const BEFORE_WORDLIKE =
  /(?:\b(?:on|to|via|for|and|or|from)|(?<!\p{L})(?:sur|vers|et|ou|via|pour|de|à)|[,/])\s{0,3}$/iu;
