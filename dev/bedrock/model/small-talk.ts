import type { Language } from './language.js';
import { phrases } from './phrases.js';
import { fold } from './stem.js';

type Remark = 'greeting' | 'thanks' | 'farewell' | 'abilities';

const remarks: [Remark, Language, RegExp][] = [
  ['greeting', 'en', /^(?:hi|hello|hey|good (?:morning|afternoon|evening))(?: there| everyone| aside)?$/],
  ['greeting', 'fr', /^(?:bonjour|bonsoir|salut|coucou)(?: a tous| tout le monde| aside)?$/],
  [
    'thanks',
    'en',
    /^(?:ok |great |perfect |super )?(?:many )?(?:thanks|thank you|cheers|thx)(?: a lot| so much| very much| for (?:the|your) \w+| that helps| that s (?:great|perfect|all))*$/,
  ],
  [
    'thanks',
    'fr',
    /^(?:ok |super |parfait |tres bien )?merci(?: beaucoup| bien| a vous| pour (?:la|ta|votre) \w+| c est (?:parfait|tout))*$/,
  ],
  ['farewell', 'en', /^(?:bye|goodbye|bye bye|see you)(?: later| soon)?$/],
  ['farewell', 'fr', /^(?:au revoir|a bientot|bonne (?:journee|soiree))$/],
  [
    'abilities',
    'en',
    /^(?:help|who are you|what are you|what can you do|what can you do for me|how can you help(?: me)?|what do you know)$/,
  ],
  [
    'abilities',
    'fr',
    /^(?:aide|qui es tu|qui etes vous|que sais tu faire|que savez vous faire|que peux tu faire|que pouvez vous faire|comment peux tu m aider|comment pouvez vous m aider)$/,
  ],
];

/** The answer to a remark that asks nothing of the knowledge base; null for a question. */
export function answerSmallTalk(text: string): string | null {
  const plain = fold(text)
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();
  const found = remarks.find(([, , pattern]) => pattern.test(plain));
  return found ? phrases[found[1]][found[0]] : null;
}
