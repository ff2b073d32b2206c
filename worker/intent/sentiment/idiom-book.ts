/**
 * Words that together say something else than each of them. Phrases are parted by commas, folded and with contractions
 * taken apart. `|` stands between words of which either will do, `?` behind a word that may be left out, `^` and `$`
 * for the beginning and the end of a clause. Adverbs may stand between the words of those that tell a feeling.
 */
export interface IdiomBook {
  telling: readonly { weight: number; phrases: string }[];
  /** They turn what follows into its opposite. */
  negating: string;
  /** What follows goes on, and is not turned. */
  persisting: string;
  /** A complaint of their own, and what is good behind them is not so: "hard to trust". */
  hampering: string;
  /** They bother as words like "crash" do. */
  bothering: string;
  /** Names and manners of speaking: none of their words is felt. */
  mere: string;
}
