/**
 * What feeling a word tells, in English and French, folded (no accents, lower case); `*` for any ending. Words of the
 * trade that only name trouble ("error", "panne") tell no feeling: people ask about them all day. They do where they
 * come back, or are told to be gone: see `trouble`.
 */
export const feelings: readonly { weight: number; words: string }[] = [
  {
    weight: 1,
    words: `impress* amaz* lovely splendid superbe* superbly beautifully delight* masterpiece gem pepite epatant* genialissime bonheur conquis conquise conquises parfaitement excellente excellentes excellents youpi hourra yay yes! woohoo bluffant* jubilat* kiffe regal regale tuerie pleine-satisfaction amazing amazingly awesome brilliant brilliantly excellent fantastic outstanding superb perfect perfectly
      wonderful marvellous marvelous incredible exceptional love loved loves loving adore* stellar flawless* terrific
      thrilled delighted delightful lifesaver ecstatic phenomenal
      genial geniale geniaux formidable* fantastique* parfait parfaite parfaits parfaites parfaitement magnifique*
      merveill* extraordinaire* incroyable* exceptionnel* remarquable* impeccable* nickel bluff* epoustouflant*
      ravi ravie ravis ravies enchante enchantee adore adores adorons adorent adorer canon chapeau bravo top`,
  },
  {
    weight: 0.7,
    words: `praise relevant reasonable readable punctual generous attentive accessible welcoming refreshing inspiring engaging memorable gripping fascinating lively juste raisonnable passionnant* captivant* exploitable aise genereu* attentif attentive accueillant* inspirant* vivant* stimulant* reactif reactive performant* convivial* ludique* coherent* soignes loyal* honnete* sincere* fructueu* cleverly clever smart neatly tidy slick polished snappy responsive seamless* painless* effortless* straightforward comfortable robust thorough thoroughly insightful worthwhile rewarding promising charming graceful natural warm kind kindly patient polite professional sharp sensible logical concise readable accurate clarity finesse quality fan convinced convincing reassured thankful fortunate lucky smile smiles cheerful satisfaction comfort ease charm merit praise kudos congrats congratulations laud* praised praises happier merrier bravo chaleureu* naturel naturelle fluidite finesse clarte lisible lisibles soigne soignee soignes astucieu* malin maline ingenieu* harmonieu* complet complete confortable* agreablement interet enthousias* motiv* prometteu* encourageant* brillant* brillamment brio futé futee joli jolie jolis jolies beau belle beaux belles satisfaction soulagement reconfort* merite merites felicitation* compliment* bienvenue sereinement stable stables solide solides robuste* ergonomique* lumineu* gagner delice parfaite genialement pro chic classe good great nice glad happy happily pleased satisfied satisfying satisfactory helpful useful impressed
      impressive enjoy* elegant clear clearly clean convincing reassur* reliable reliably smooth smoothly fast quick
      quickly efficient efficiently effective intuitive handy valuable accurate precise friendly pleasant pleasantly
      easy easily better best win wins winner success successful successfully solved proud confident relieved relief
      excited exciting grateful appreciate* appreciated recommend* spot cool neat fun trust* solid beautiful
      bien bon bonne bons bonnes mieux super chouette* agreable* satisf* content contente contents contentes heureux
      heureuse* utile utiles pratique pratiques efficace* efficacement clair claire clairs claires clairement limpide*
      rapide rapides rapidement fiable* fluide* intuitif* intuitive* precis precise precieux precieuse* pertinent*
      convaincant* convaincu* convaincue* rassur* soulage* impressionn* reussi* reussit reussie fier fiere fiers
      confiance facile faciles facilement simple simplement elegant* appreci* recommand* plaisir aime aimons aiment
      adorable sympa sympas plait apprecie felicit* gagne resolu resolue serein sereine meilleur meilleure`,
  },
  {
    weight: 0.45,
    words: `properly correctement understands helps aide aident impressed comprend comprends understood understands gere geres thanks thank thx cheers fine works worked working interesting welcome fair decent acceptable agreed
      right correct correctly improved improving improvement progress
      merci marche marchent fonctionne fonctionnent correct correcte interessant* convient progres avance ameliore*
      amelioration raison volontiers`,
  },
  {
    weight: -0.7,
    words: `weak feeble mistake mistakes embarrassing embarrassed clueless bored boredom overrated dated patchy flimsy shaky wobbly buggy unfair unkind unhelpfully dishonest vague pushy intrusive annoyance nuisance blunder* faible faibles bete betes trompe trompes tromper plaint plainte plaintes anormal* anormaux raler rale arnaque* reproche* desagreabl* ennuye* ennuyes ennuyees ennui lache* embarrass* genant* gene injuste* malhonnete* intrusif* envahissant* pagaille bazar desordre confusion* erreur-grossiere letdown letdowns hassle hassles headache headaches mess messy frustrates disappoints disappoint disappointingly annoy irritat* aggravat* stress stressed stressful overwhelmed lost lag lags lagging flicker flickers unreadable illegible unintuitive inefficient ineffective incomplete inconsistent sloppy careless clumsy awkward cumbersome bloated noisy harsh rude cold dull bland shallow superficial flawed faulty defective amateur amateurish amateurs chaotic chaos botched wasteful pointless worthless overpriced pricey regret regrets dread dreaded dreading sceptic* skeptic* suspicious nervous anxious afraid scared worry worries concern exasperat* tiresome repetitive nagging pathetic sorry shame flop missed misses impatient inefficace* illisible* incoherent* incomplet* superficiel* bancal bancale brouillon baclee froid froide froids froides rude rudes sec seche impoli* penibles stress stresse stressé stressant* angoiss* depite depites depitee impatien* saoule saoulant* soule soulant* soûle soûlant* plaie gachis gacher accroc accrocs prise-de-tete laborieusement fastidieu* encombrant* bruyant* deconcert* dérout* derout* perplexe* sceptique* mefian* peur crains craindre crainte angoisse boiteu* chaotique* foireu* foire loupe loupé desol* choque* indign* outre contrarie* contrariant* vexant* vexé decourag* desesper* lasse lassant* épuis* epuis* embrouill* incompetent* guignol guignols amateurisme faiblard* decevante insuffisant* insuffisante bad badly poor poorly wrong unclear confused confusing disappointed disappointing disappointment annoyed
      annoying annoys frustrated frustrating frustration frustrates unhappy sad sadly upset unsatisfied dissatisfied
      unhelpful unusable unreliable misleading inaccurate incorrect irrelevant clunky messy slow sluggish laggy painful
      pain tired tedious hard difficult boring worried worrying worse concern* pity unfortunate* regret* doubt*
      complain* complaint* angry struggle* struggling waste wasted wasting lost outdated ridiculous* nonsense vague
      unacceptable lousy stupid dumb fed sick ugly lame meh sucks suck
      mauvais mauvaise* mal decu decue decus decues decev* decoi* decevant* deception agac* enerv* frustr* mecontent*
      insatisf* triste* malheureu* inutile* inutilisable* incomprehensible* confus confuse confuses flou floue flous
      imprecis* inexact* faux fausse penible* lent lente lents lentes lentement lourd lourde complique* difficile*
      galere* fatigue* ennuyeux ennuyeuse* inquiet* inquiete* dommage hélas helas regrett* doute* perdu perdue perdre
      pire colere fache fachee fachés marre ras agace embete embetant* bof hors inacceptable* ridicule* absurde* gache*
      laborieux laborieuse obsolete* approximatif* bacle* moche mediocre* plains plaindre`,
  },
  {
    weight: -1,
    words: `cata dégueu degueu atroce* abominable* calamit* scandaleuse révolt* revolt* enrag* insane maddening atrocious hellish hell ridiculously idiotic moronic insulting infuriates terrible terribly horrible horribly awful awfully dreadful hate hated hates hating useless worst disaster
      disastrous catastroph* furious outrage* disgust* pathetic garbage trash crap crappy appalling nightmare abysmal
      infuriat* rubbish joke shameful scandal* hopeless unbearable worthless
      affreux affreuse* horribl* terribl* nul nulle nuls nulles deteste* desastre* desastreu* catastrophe*
      catastrophique* furieu* honte honteux honteuse scandale* scandaleux insupportable* lamentable* pathetique*
      cauchemar* execrable* ignoble* merde merdique pourri pourrie deplorable* haine`,
  },
];

/** Names trouble and tells no feeling, unless it comes back or is gone. */
export const trouble = `lag lags deconnexion* disconnect* bloat hiccup* snag* delay* retard* ralentissement* problem* issue issues error errors bug bugs buggy fail fails failed failing failure* crash*
  broken break breaks outage* down stuck timeout* freeze* freezes hang hangs glitch* trouble* complaint
  probleme* erreur* bug bogue* panne pannes echec echoue* echouent plante plantent plantage* bloque* souci soucis
  casse cassee cassé coupure* incident* incidents lenteur*`;

/** Turns what follows into its opposite. */
export const negations = `not no never seldom rarely zero hardly barely scarcely without nothing neither nor none cannot t dont doesnt
  isnt wasnt wont didnt couldnt wouldnt aint pas jamais rien aucun aucune guere sans ni nullement
  zero denue denuee denues lack lacks lacked lacking couldn wouldn`;
/** The same where "to", "à" or "de" follows: "fails to impress", "manque de clarté". */
export const negationsOfVerbs = `fail fails failed failing peine peinent manque manquent manquait`;
/** They negate the whole sentence that follows. */
export const negatingSubjects = `nobody noone personne nothing`;
/** Closes a French negation that "ne" has opened; right behind a verb it negates that, also without one. */
export const particles = `pas plus jamais rien guere aucun aucune`;

export const stronger = `very really so extremely absolutely totally incredibly truly highly super completely utterly
  deeply far way much too quite tres vraiment tellement extremement absolument totalement completement hyper trop si
  carrement franchement beaucoup profondement fort`;
export const weaker = `slightly somewhat bit little rather kind sort fairly peu plutot assez moyennement relativement`;

/** What follows counts more than what stood before. */
export const contrasts = `but however yet though mais cependant pourtant toutefois neanmoins`;
/** Trouble with one of these is felt. */
export const returns = `again still always constantly keeps everytime encore toujours nouveau constamment`;
