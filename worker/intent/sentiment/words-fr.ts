import type { Vocabulary } from './lexicon.js';

/** The words of feeling in French, folded; see lexicon.ts for what follows of itself from each. */
export const french: Vocabulary = {
  language: 'fr',
  feelings: [
    {
      weight: 1,
      words: `
        admirable* adorable adorait adore adorent adorer adorez adorons bijou bluff* bonheur bravo canon
        chapeau chouchou conquis delice delicieu* divin ebloui eblouissant* emballant emballe emerveill*
        enchante enchanteur enthousiasm* epatant* epate epoustoufl* euphori* excellen* exceptionnel* exquis
        extase extra extraordinair* fabuleu* fantastique* formidable* genial genialissime geniaux grandiose*
        hallucinant* hourra idyllique imbattable* impeccable* incomparable* incroyable* inegalable* inespere
        inestimable* irreprochable* irresistible* jouissif jouissive jubil* kiff* magique* magistral*
        magnifi* merveill* mythique nickel ouah parfait pepite perfection perle phenomenal* prodigieu* ravi
        ravissant* regal regaler remarquable* sensationnel* somptueu* spectaculair* splendid* sublim*
        superbe* tuerie waouh youpi`,
    },
    {
      weight: 0.7,
      words: `
        abordable* abouti accommodant accueillant* adaptee adaptes adequat* aere affable agreable* aguerri
        aimable* aimais aimait aime aiment aimer aimera aimons aisance aise amabilite amelior* amusant*
        apais* appreci* approfondi approprie argumente arrangeant astucieu* attachant* attentif attentionne
        attentive attirant attractif attractive attrait attrayant* audacieu* authentique avantageu* avenant
        avise beau beaute beaux bel belle benefique* bien bienfaisant bienveill* bienvenu* bon bonne bons
        bonte brillamment brillant* brio captiv* cartonne cartonnent chaleureu* charmant* charme chic
        chouette* clair clairvoyant clarte coherent* comblee combles commode* compatissant competent*
        complet complicite compliment* comprehensible* comprehensif comprehensive conciliant concis
        concluant* concret confiance confiant* confort confortabl* consciencieu* constructif constructive
        content convainc* conviva* convivial* cool cooperatif cooperative cordial* courage courageu*
        courtois* creatif creative* credible* debrouillard decontract* delicat delicatesse detaillee
        detailles detendu devoue digne diligent* distrayant divertissant doigte douce douceur doue doux
        drole dynamique* dynamisant* eblouit eclairant* eclatant edifiant educatif educative efficace*
        efficacite elegan* eloquent* embellit emouvant emouvoir encense encensent enchant* encourage*
        energique* engageant* enjoue enrichissant* ensoleille enthousias* entraide entrainant epanoui
        epanouissant* epanouissement epater epaule equilibree equitable* ergonomi* espoir etaye etincelant
        exaltant excelle excellent excitant exemplaire* exhaustif exhaustive expressif fabuleux facile
        fascin* felicit* fervent fiabilite fiable* fidele* fier fierte finesse flatte flatteur flatteuse
        flexible* fluide* fluidite franc franche fructueu* futee gagnant* gagne gai gaie gaiete galant
        genereu* generosite gentil* gracieu* grandement gratifiant* gratitude habile* harmoni* heureu*
        hilarant honnete honneur honorable honore humour ideal* imaginatif imaginative impartial* impec
        impressionn* incontournable indeniable* infaillible* ingenieuse ingenieux ingeniosite innovant*
        inspirant* instructif instructive integre intelligent* intelligible* interesse interet intuiti*
        inventif inventive joie joli jovial joyeu* judicieu* juste limpide limpidite lisibilite lisible*
        logique* louable* louange* loyal loyaux lucide* ludique* lumineu* maestria malin maniable* marrant*
        meilleur* melodieu* memorable* merit* methodique* meticuleu* mieux mignon* minutieu* moderne* motiv*
        naturel naturelle nette novateur novatrice optimal* optimiste* organisee paisible palpitant parlant
        passionn* patiemment patience patient pedagog* percutant* performant* perseverant perspicace
        persuasif persuasive pertinen* plaisant* plaisir plait plu pointu poli politesse polyvalent*
        ponctualite ponctuel* positif positive pragmatique* pratique precieu* precis precision prevenance
        prevenant pro proactif proactive probant* productif productive professionnalisme professionnel*
        profitable* prometteu* propre prouesse puissant* qualitatif radieu* raffine rafraichissant*
        raisonnable* rapide* rapidite rassur* rayonne rayonnent reactif reactive reactivite realiste*
        receptif receptive recommande recommandent recommander recommanderai recommandons recompense
        reconfort* reconnaissant* rejoui* relaxant remercie remercier reparateur resolu respectable
        respectueu* ressourcant reussi* revigorant rigolo rigoureu* rigueur robuste* sagesse sain saisissant
        salue saluent satisf* savoureu* scrupuleu* seduire seduisant* seduit sense serein sereine* serenite
        serieuse serviable* simple* simplicite sincere* sincerite sociable soigne soigneu* solidaire*
        solidarite solide* sophistique soulage souple soupless* souriant* sourire splendeur spontane stable*
        stimul* structuree studieu* subtil succes sympa sympathie sympathique* tact talentueu* tolerant
        tonique touchant tranquill* transparent* triomph* utile* utilite vaillant valeureu* valorisant*
        valorise viable victoire vif vigilant* vivacite vivant* vive vivifiant volontiers vraisemblable zen`,
    },
    {
      weight: 0.45,
      words: `
        acceptable* aidait aide aident approuve approuvent autonome calme clarifie clarifient comprend
        comprennent compris conforme convaincs convenable* convenait conviennent convient correct decent
        eclaire etonnant exact experimente exploitable* facilite facilitent fonctionnait fonctionne
        fonctionnent hate interessant* leger marchait marche marchent mci merci mercii ouf passable*
        plausible potable profond progres progresse progresser reconnaissent reconnait reflechi sage
        simplifie soutenait soutenu soutien soutiennent soutient suffisamment suffisant* supportable*
        synthetique tolerable* utilisable* valable* valorisent`,
    },
    {
      weight: -0.45,
      words: `
        banal bof chelou contestable* couteu* critiquable* discutable* distrait douteu* dur etrange
        improvise longuet mitige plat pointilleu* precipite quelconque restrictif restrictive tardif tardive
        timide verbeu*`,
    },
    {
      weight: -0.7,
      words: `
        abandonne abandonnent abandonner aberrant* abime abimer absurde* abuse abusif abusive accablant*
        accable accabler accroc acerbe* afflig* affol* affront agac* aggrav* agonie agress* aigre aigri
        alambique alarmant* alourdi* amateurisme ambigu* amer amertume ampoule anarchique angoiss* anormal*
        anormaux antipathie antipathique* anxiete anxieu* anxiogene* apathie apathique apprehension
        approximatif approximative* archaique* ardu* aride arnaque* arrogan* assommant* atterrant* atterre
        attrist* austere autoritaire aversion aveugl* bacle* bagarre balbutiant balourd bancal* baratin
        barbant* barbare bavard* bazar berne bete* betise* bidon blame blamer blase blessant* blesse boiteu*
        bordel bordelique boude boudent bourde* bourrin bouscul* brimer brouillon* brusque* brutal* bruyant*
        bureaucratique cacophonie caduc cafouill* calvaire caricatural* carnage cauchemardesque chaos
        chaotique* chiant* choqu* chronophage* clinquant colere compliqu* condescend* confus confusion*
        consternant* consterne contradict* contraignant* contrariant* contrarie* contreproductif
        contreproductive corvee* craignos crain* cretin crispant* crispe cruaute cruel* cryptique*
        culpabilis* cynique cynisme dangereu* daube debile* debord* decep* decev* decoi* deconcert*
        decontenanc* decourag* decousu* decrepit decu dedain defaillan* defavorable defectueu* deficien*
        degout* degueu* delabre delaiss* deletere delirant demesure demode* demoli demolir demoralis*
        demotiv* denigr* depasse depit deplaire deplais* deplait deplor* deprim* deraisonnabl* deran*
        derisoire* deroba derout* desabus* desagreabl* desagrement* desappoint* desarroi desastr*
        desavantag* desempare desenchant* desengage desesper* deshonor* desinteret desinvolt* desobligeant*
        desolant* desordonne* desordre desorganis* desorient* desuet detestable* deteste* detracteu*
        detresse devalorise devalorisent difficile* difficulte* discorde disproportionne dissuasif dommage*
        douleur douloureu* doute* dramatique* echaude ecoeur* ecrasant* effarant* effare effondre effray*
        effroyabl* egare egarer egoisme egoiste embarras embarrass* embetant* embete* embrouill* emmerd*
        empirer empoisonnant encombrant* endormant* endorment endort enerv* engueul* ennui ennuient ennuye*
        enquiquine enrage* envahissant* envenime epouvant* eprouvant epuis* equivoque ereint* erratique*
        errone* etouffant* etouffe etouffent etouffer etourdi etrique evasif evasive exagere* exasper*
        excedant* excede excessif excessive* execrable* exorbitant* expeditif expeditive fache* fade*
        faiblard* faible* fallacieu* farfelu fastidieu* fatigant* fatigue* fauss* fautif fautive faux
        febrile fiasco flemmard flippant* flop flou foirer foireu* fouillis foutoir foutraque foutu* fragil*
        frayeur frileux froid froideur froisse frustr* fumeu* funeste fureur futil* fuyant gache gacher
        gachis gaffe galere* gaspill* gavant* genant* genee genent glacial gonflant* gonfle grincheu* grogne
        grossier* grotesque* guignol* haineu* handicap* harassant harcelement hargneu* hasardeu* hautain*
        herisse* hermetique* hesitant* hesitation hideu* hostil* humili* hypocrisie hypocrit* idiot idioties
        ignar* ignoran* illisible* illogique* illusoire* imbecil* imbuvable immonde impardonnable imparfait*
        impatient* impensable imperson* impitoyabl* implacable impoli* importun* impraticable impratiqu*
        imprecis* imprevisibl* inabouti* inacceptable* inaccessible inachev* inadapte* inadequa*
        inadmissibl* inapproprie* inapte inattenti* inaudible* incapabl* incertain* incertitud* incohere*
        incommod* incompeten* incomplet* incomprehens* inconfort* incongru inconsistan* inconven* incorrect*
        indecis* indifferen* indigest* indign* indiscret indispos* ineffica* inefficient inegal* inelegan*
        inexact* inexcus* inexistant* inexploit* infantilis* infect infernal* infonde ingerable* ingrat
        inhospital* inhumain* inintelligib* inintere* injurieu* injust* inoperant* inquiet* insatisf*
        insens* insidieu* insignifi* insipid* insolent insoutenable instabil* instabl* insuffis* insultant*
        intempest* intenable* interminabl* intolera* intraitable intransigeant intrusif intrusive
        inutilisable* invasif invasive invivabl* invraisembl* irrealiste* irrecevable irrespect*
        irrespirable irrespons* irrit* jalousie jaloux laborieu* labyrinthe lachait lache lachent lacher
        lacheur lacunaire* laid* lamenter larguee largues lass* laxiste* lent* louche lourd* lugubr* mal
        maladresse maladroi* malaisant* malaise malchanceu* malcommod* malentend* malheur* malhonnet*
        malmene malpoli* malsain* malveillance malvenu* manipulateur manipulatrice marre maussade mauvais*
        mechancete mechant mecontent* mediocr* mefi* menacant mensong* mentent menti mentir mepris* mesquin*
        meurtri mielleu* minable* miser* moche* moisi mollass* molle monoton* moqu* morne morose* mou naif
        naive nargue nase navr* nawak naze nebuleu* nefaste negatif negative neglig* nerveu* nervosite nocif
        nocive noye nuire nuis* nullite obscene obscur* obsedant obsede obsolet* offens* offus* oppress*
        outrag* outree outres pagaille panade paniqu* paresse paresseu* pataud patine patiner pauvre pedant
        peine penib* perd perdent perdez perdons perdre perdu perplex* perturb* pesant* pessimist* peste
        pestent pester peur pff pfff pffff pietin* pietre pinaillage pire piteu* pitoyabl* plaie plaign*
        plaind* plains plaint plombant* plombe plombent poisseu* pompeu* pourave poussiereu* poussif
        poussive precaire* premature preoccup* pretentieu* primitif primitive problematique* pue puent
        pueril punir punit querelle rabaiss* rage rageant* rager rala rale raler raleur rancoeur ratage*
        rate rater rebarbatif* rebarbative* rebutant* redout* reducteur* regret regrett* relou remords
        repetitif repetitive repouss* reproch* repugn* resigne ressentiment reticence reticent* reveche*
        ridicul* rigid* ringard rouill* rude rugueu* ruine* rustre saborde sabote sabotent saccad* sale
        salete saoul* sape sapent saper sceptiqu* sidere simplist* somnol* soporifiqu* sordide sot sotte
        souffr* soulant soule soulent stagn* sterile* stress* stupid* subi submerge suffocant* superficiel*
        superflu* supplice surchar* surcout* surev* surfait* surmen* survolte tarabiscote* tatillon*
        tendancieu* tendu terne terreur terrifiant terrifie tetu tiede* tordu* tortueu* tortur* tourment
        toxique* tracas tracass* trahi* trainer traumatis* triche tricher trist* tromp* troublant trouill*
        tyrannique usant* vacarme vague* vain vaniteu* vaseu* vetust* vex* vicieu* vieilli vieillot* viellot
        vilain* violence violent* virulent* vulgair* zut`,
    },
    {
      weight: -1,
      words: `
        abject* abominabl* affreu* atroce* calamit* cata catastroph* cauchemar* chier degueulass* deplorabl*
        desastre* deteste ecoeurant* enfer execrabl* foutage furax furieu* haine haineuse hais honte honteu*
        horreur* horribl* horripil* ignobl* immond* infam* innommabl* insupport* lamentabl* merd* minabl*
        nul nulle nullissime nuls odieu* pathetiqu* pourri revolt* revuls* saloperie* scandal* terribl*
        tragiqu*`,
    },
    {
      weight: 0,
      words: `
        comprise desole dispositif forcement france francs geree honnetement indesirable interne justement
        patients precisement raisons sensible serieusement seulement simplement sincerement vagues`,
    },
  ],
  trouble: `
    accident* anicroche* anomalie* bemol* blocage* bloque bogue* complication* conflit* contretemps
    coquille* coupure* critique* deconnexion* defaillance* defaut degat derap* desaccord dysfonction* echec*
    echoue* ecueil* encombre* erreur* faille* faute* friction* hic imprevu* inattendu incident inconvenient*
    interruption* lacune* limite* mesaventure* objection* obstacle* ombre oubli panne perte plantage*
    probleme* ralentissement* remous retard* risque* surprenant surprise* tension*`,
  bothers: `
    beug bug bugait bugge buggent bugger buggue bugs bugue buguent buguer casse crashe deconne degrade
    degradent dysfonctionne fige foire foirent freeze freezer lag lagger lague laguent manquait manque
    manquent manquer merdouille neglige oublie oublient oublier plantait plante plantent planter planteront
    ramaient ramait rame rament ramer saccade souci`,
  deeds: `
    aboutit aider apporte assure assurent assurer attention coherence collabore communique comprendre
    convainc convaincre coopere correspond correspondent credibilite ecoute ecoutent effort envie explique
    expliquent fonctionner gout marcher normal ok originalite pertinence plaire presentable recommandable
    repond repondent repondre respecte respectent rythme satisfaire sens serieux sert servi soin substance
    suivi suivre tenu tient valeur`,
};
