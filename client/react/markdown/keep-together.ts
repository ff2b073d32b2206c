const NO_BREAK = '\u00a0';

/** No line ends between an amount and its sign (`525,60 $`), nor before the marks that French sets apart (`VPC ?`). */
export function keepTogether(text: string): string {
  return text.replace(/(?<=\d) (?=[$€£%])|(?<=\S) (?=[?!:;»](?:\s|$))|(?<=«) /g, NO_BREAK);
}
