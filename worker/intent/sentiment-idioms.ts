/** Of several words, folded, and turn what follows into its opposite. */
export const negatingIdioms = list(`
  far from, loin d, loin de, anything but, tout sauf, a peine, bien peu, stopped being, lack of, in no way, at
  no point, not once, yet to, hors de question, pas une seule fois, en rien, n a rien d, could be more, could be
  much, could be a lot, could be a bit, pourrait etre plus, cesse d, cesse de`);

/**
 * Words that together say something else than each of them, by what they weigh; 0 is for what is only a name or a manner
 * of speaking.
 */
export const idioms: readonly { weight: number; phrases: string[] }[] = [
  {
    weight: 0.8,
    phrases: list(`
      nothing but praise, exactly what i needed, just what i needed, couldn t be happier, could not be happier,
      couldn t be better, great job, spot on, game changer, this is fire, vaut vraiment le coup, au top, de la
      balle, c est de la balle, beau boulot, beau travail, tu geres, trop bien, trop cool, comme sur des
      roulettes, well done, bien joue, thumbs up, hard to fault, difficile de faire mieux, dur de faire mieux, a
      joy, a pleasure, un plaisir, makes me smile, worth every, worth it, hassle free, no complaints, couldn t
      ask for, big help, good job, nice work, nice job, well explained, on point, time saver, vaut le coup, bon
      boulot, bon travail, bien vu, rien a jeter, rien a redire, rien a desirer, fait gagner, pas mal du tout`),
  },
  {
    weight: 0.6,
    phrases: list(`
      makes sense, what i asked for, nothing wrong, got the point, compter sur, count on, servi a quelque chose,
      ce que j avais demande, a l aise, at ease, worth the, what i needed, to the point, gagner du temps, tres
      bien, pas mal, not bad, on the mark, ask for more, nothing more to ask, stress free, bug free, can t
      complain, cannot complain, nothing to complain, well written, saved me, saves me, saved us, saves us, keep
      it up, bien fait, apporte beaucoup, de mieux en mieux, can t wait`),
  },
  {
    weight: 0.4,
    phrases: list(`
      make sense, see the value, rely on, out of trouble, easy to, tant mieux, c est bien, see the point, get
      the point, up to date, on fire, m en passer`),
  },
  {
    weight: 0.2,
    phrases: list(`
      what i asked, seen worse, plus facile, a jour, thank you for, thanks for`),
  },
  {
    weight: 0,
    phrases: list(`
      all the time, tout a fait, avec plaisir, aide a, aide moi, aidez moi, help me, worst case, bad review, bad
      reviews, bad bots, bad bot, pain points, pain point, happy hour, disaster recovery, hot spot, trust
      policy, trust relationship, trusted advisor, clear text, hard disk, unhappy customers, angry customers,
      unhappy customer, angry customer, happy customers, good morning team, best regards, kind regards, worst
      offenders, better option, best option, best way, better way, bad request, dead letter, well architected,
      free trial, lost customers, customer satisfaction, satisfaction survey, best price, best time, thanks in
      advance, merci de, merci d avance, pire scenario, pires scenarios, mauvais bots, client mecontent, clients
      mecontents, clients satisfaits, satisfaction client, bonne nuit, bonne continuation, meilleures pratiques,
      meilleure pratique, meilleur moyen, meilleure facon, au mieux, bien a vous, bien cordialement, faux
      positif, faux positifs, points faibles, sans doute, pas mal de, pas mal d, no thanks, non merci, of
      course, bien sur, ou bien, bien que, eh bien, good morning, good afternoon, good evening, good practice,
      good practices, best practice, best practices, best effort, bonne pratique, bonnes pratiques, bonne
      journee, bonne soiree, hard drive, hard limit, too many requests, right now, right sizing, simple storage,
      simple queue, simple email, simple notification, top of, down to, break down, breaking change, breaking
      changes, de facto, error rate, error budget, fast track`),
  },
  {
    weight: -0.2,
    phrases: list(`
      just great, passer pour, tant pis, en doute`),
  },
  {
    weight: -0.4,
    phrases: list(`
      too much, in the way, made up, find a mistake, tombe en panne, mise a mal`),
  },
  {
    weight: -0.6,
    phrases: list(`
      no sense, too expensive, trop cher, trop chere, se trompe, soit rate, de quoi raler, makes mistakes, out
      of date, off topic, could be better, could do better, no use, fault the, oh great, hard to, pourrait etre
      mieux, fail to see, fails to see, c est rate, servi a rien, sert a rien, hors sujet, seen better, to be
      desired, peut mieux faire, vu mieux, pas top, pas genial, passe pour des, perdre du temps, apporte rien`),
  },
  {
    weight: -0.8,
    phrases: list(`
      makes no sense, make no sense, waste my time, wastes my time, off the mark, left a lot to be desired,
      leaves a lot to be desired, drives me, driving me, makes me crazy, missed the point, miss the point,
      making things up, make things up, no help, of no use, let me down, lets me down, letting me down, letting
      us down, vaut pas le coup, a jeter, a desirer, pas terrible, usine a gaz, prise de tete, inventer des
      chiffres, fait perdre, laisse a desirer, de pire en pire, a redire, let down, bon a rien, good for
      nothing, losing patience, lost patience, not what i asked, what a mess, tout a jeter, a cote de la plaque,
      n importe quoi, me rend fou, me rend folle, rend dingue, perds patience, perd patience, me saoule, de mal
      en pis, thumbs down, had enough`),
  },
  {
    weight: -1,
    phrases: list(`
      en avoir marre, j en peux plus, en peux plus, ras le bol, en ai marre, waste of time, perte de temps, fed
      up`),
  },
];

function list(phrases: string): string[] {
  return phrases.split(',').map((phrase) => phrase.trim());
}
