import type { Vocabulary } from './lexicon.js';

/** The words of feeling in English, folded; see lexicon.ts for what follows of itself from each. */
export const english: Vocabulary = {
  language: 'en',
  feelings: [
    {
      weight: 1,
      words: `
        ador* amaze amazed amazement amazing astonish awesome* brilliance brilliant* delight* divine
        ecstatic elated enthrall excellen* exceptional exhilarating exquisite* extraordinar* fabulous
        fantastic* faultless* flawless* genius glorious godsend gorgeous groundbreaking heavenly hooray
        hurrah impeccab* incredible indispensable invaluable irreplaceable irresistible jewel legendary
        lifesaver lifesaving love loved loving magnificen* marvel marvellous* marvelous* masterful*
        masterpiece mesmerising mesmerizing mindblowing outstanding* overjoyed peerless perfect perfected
        perfection phenomenal* priceless remarkable smashing spectacular* splendid* stellar stunning*
        sublime superb superlative terrific* thrill thrilled thrilling unbeatable unforgettable unmatched
        unparalleled unrivaled unrivalled unsurpassed wonderful* wondrous woohoo yay yippee`,
    },
    {
      weight: 0.7,
      words: `
        acclaimed accommodating accomplished accura* aced actionable adaptable adequate admir* advantageous
        adventurous affable affection affordable agreeable airtight ambitious amus* appealing applaud*
        applause appreciat* approachable appropriate artful articulate astonishing astute attentive
        attractive authentic authoritative bargain beautiful* beneficial best better blessing bliss blissful
        boon brave bravo breakthrough breathtaking breeze breezy bright bulletproof buzzing calm calming
        capable captivat* careful* caring celebrate celebrated celebrating charm charmed charming cheer
        cheered cheerful* chuffed civil clarity classy clean clear clever coherent cohesive collaborative
        colorful colourful comfort comfortabl* comforted comforting commend* communicative compassion
        compassionate compelling competence competent complimentary complimented comprehensible
        comprehensive concise confidence confident congrat* conscientious considerate constructive contented
        convenience convenient* convinced convincing* cool cooperative cordial cosy courageous courteous
        courtesy cozy creative credible crisp curated cute daring dazzl* decisive deft delicious dependable
        deserving desirable devoted devotion dignified dignity diligent diplomatic discerning distinguished
        dope dreamy eager earnest ease easier easiest easily easy easygoing economical educational effective
        efficien* effortless* elegan* eloquent empath* empower* encourag* endearing energetic energis*
        energiz* engaging engrossing enjoy* enlighten* enrich* entertain* enthralling enthus* enticing
        enviable ergonomic ethical excelled excels excited excitement exciting exemplary expertly expressive
        exuberant fab fair faith faithful fan fascinat* fast favorable favorably favorite favourable
        favourably favourite flattering flatters flexibility flexible flourish flourishes flourishing fluent
        focused foolproof forgiving forthcoming fortunate fresh frictionless friendl* friendship fruitful
        fulfilled fulfilling fun funny gem gems generous* genial gentle genuine gifted glad gleeful glowing
        good graceful gracious grateful* gratif* gratitude great gripping handy happy harmonious harmony
        heartening heartfelt heartwarming hearty helped helpful* hilarious honest honesty honorable honored
        honourable honoured hopeful* hospitable humble humor humorous humour iconic ideal illuminat*
        imaginative immaculate immersive impartial impress impressed impresses impressing impressive*
        improved improvement improves improving inclusive infallible informative ingenious ingenuity
        innovative insightful inspirational inspired inspires inspiring instructive instrumental intelligent
        intelligible intriguing intuitive inventive invigorating inviting jolly joy joyful joyous judicious
        keen kind knowledgeable kudos laud* laughter legible legit levelheaded liberating likable likeable
        liked lively logical lovable loyal lucid luck lucky luminous luxurious magic magical manageable
        mastered masterly masters mastery mature meaningful mellow memorable merit methodical meticulous
        mindful modern motivat* nailed nails natural neat nice nicer nicest nifty nimble noble noteworthy
        nuanced observant optimal optimism optimistic orderly organised organized outgoing painless*
        palatable passion passionate patience patient peaceful perceptive personable persuasive phew
        picturesque playful pleasant* pleased pleases pleasing pleasurable pleasure plucky poignant poised
        polish polished polite powerful practical pragmatic praise praised praiseworthy praising precious
        precise precision prestigious prettier prettiest pride pristine proactive productive professional
        professionalism proficient promising promptly promptness proud prudent psyched pumped punchy
        punctual quick radiant rapid readable realistic reasonable reasonably reassur* receptive recommend
        recommended recommending refined refreshed refreshing rejoic* relaxed relaxing relevan* reliab*
        relief relieved relish* resilient resolute resourceful respectable respected respectful responsive
        rewarding rigorous robust* rocks safe satisf* savvy scalable seamless* secure sensational sensible
        serene serenity sharp shine shining sincere skilful skilled skillful sleek slick smart* smile smiled
        smiling smooth* snappy soared sociable solid solidarity solved soothe soothing sophisticated sound
        sparkling speedy spirited spotless stable steadfast steady stoked straightforward* striking strong
        sturdy stylish succeed succeeded success successes successful* succinct* suitable super superior
        supportive sweet swift sympathetic sympathy tactful talent talented tasteful tasty tempting
        thankful* thorough thoughtful* thrive thriving tidy timeless timely timesaver timesaving tireless
        tolerant touching tranquil transparent treasure tremendous trendy triumph* trust trusted trusting
        trustworthy truthful undeniable understandable unfailing unstoppable unwavering upbeat uplifted
        uplifting usable useable useful* valuable valued versatile vibrant victories victory vigour virtuous
        visionary vivacious vivid warm warmth watertight welcomed welcoming wholehearted wholesome win
        winner winning wins wisdom wise witty workable worthwhile worthy yummy zeal zest zesty zippy`,
    },
    {
      weight: 0.45,
      words: `
        acceptable achievable agree agreed ample appeals apt bearable believable benefited bonus cares
        cheers clarified clarifies competitive comprehends concrete correct decent deserve deserved detailed
        doable durable exact experienced fine fits fitting flows frank harmless helps interested
        interesting* justified listened listens passable plausible positive predictable preferable progress
        progressed progressing proper rational resonate resonated right satisfactory simple simplicity
        simplified simplifies simply suited suits tailored thank thankyou thnx thx tolerable understands
        understood welcome well worked working works worth wow`,
    },
    {
      weight: -0.45,
      words: `
        bizarre blunt bulky chatty cheesy cliche corny costly crowded crude curt dated debatable demanding
        disputable dubious expensive fake forgettable formulaic generic improbable improvised late lengthy
        lukewarm meh mundane negative outmoded peculiar pricey questionable quirky restrictive rushed sparse
        strange tepid timid tough tricky unanswered volatile wordy`,
    },
    {
      weight: -0.7,
      words: `
        abrasive abrupt* absurd* adrift afraid aggravat* aggressive agony aimless* alarming* alienat* aloof
        amateur* ambiguity ambiguous amiss anger angered angry anguish annoy* antagonise antagonize
        antiquated anxiety anxious* apathetic apathy apprehension apprehensive arbitrary archaic arduous
        argumentative arrogan* ashamed atrocities atrocity awkward* backfir* backlash backward bad badly
        baffl* banal belittl* betray* bewildering biased bicker bickering bitter* blame blamed bland bleak
        bloated blunder* blurry bogged bogus bored boredom bores boring* bossy botch* bother bothered
        bothering bothersome brittle brusque buggy bullied bullies bully bullying bummed bummer bumpy bungl*
        burden* burnout callous careless* chaos chaotic chaotically cheat cheated cheating childish choppy
        chore clogged clueless* clumsi* clumsy clunk* clutter cluttered cold combative complacent complain*
        complicated concern concerned concerning condescend* confound* confrontational confus* congested
        contempt contradict* contrived convoluted counterproductive cowardice cowardly cramped cranky crashy
        crazy creaky creepy cring* criticise criticised criticising criticize criticized criticizing crooked
        cruel crumble crummy crying cryptic cumbersome cursed cynical daft damaging damn damned dangerous
        daunting deaf deafening deceit* deceiv* decepti* decrepit defeated defective defensive deficien*
        dejected demean demeaning demoralis* demoraliz* demotivat* deplor* depress* derail* despair*
        desperat* despis* deteriorat* devalue devalued difficult* dirty disagree* disappoint* disapprov*
        disbelief disconcert* discontent* discourag* discredit disdain disenchanted disengaged disgrac*
        disgruntled dishearten* dishonest* disillusion* disinterest* disjointed dislik* dismal* dismay*
        dismissed dismissive disorder disorgan* disorient* disparag* displeas* disregard* disrespect*
        dissappoint* dissatisf* disservice distract* distraught distress* distrust* disturb* dodgy doubt
        doubted dour downhill drab drag dragged dragging drained draining drama dread dreaded dreading
        dreary drowning dull dumb dysfunctional eccentric edgy elusive embarass* embarrass* endless* endure
        enraged erratic* evasive exaggerated exasperat* excessive* excruciat* exhaust exhausted exhausting
        exorbitant* fallacious fallacy false farce farcical faulty fear fearful feeble ffs fiasco fiddly
        filthy fishy flaky flaw flawed flimsy flop flopped flounder* flustered foggy fool fooled foolish
        forgetful fragile frantic* fraudulent fraught frighten* frivolous frosty frown* fruitless* frustrat*
        fumbl* fuming fuss fussy futile fuzzy galling garbled garish gibberish gimmick* glitchy gloat gloom
        gloomy glum gossip grating grief grievance grim gripe groggy gross grotesque grouchy grubby grudge
        grueling gruelling grumble* grumbling grumpy guilt guilty gullible gutted hackneyed hamper hampered
        haphazard harass harassed harassment hard hardship harm harmed harmful harsh hassle* hasty haughty
        haunts hazardous hazy headache* heartbreak* heartbroken hectic helpless* hinder* hindrance hollow
        hostile humiliat* hurried hurt hurtful hurting hypocrisy idiot ignoran* ill impatien* impenetrable
        imperfect* impersonal imprecis* impulsive inaccessible inaccura* inadequa* inane inaudible incessant
        incompeten* incomplete incomprehensi* inconclusive inconsisten* inconvenien* incorrect* indifferent
        ineffect* inefficien* inept* inexcusable inferior inflated insensitive insipid instability
        insufficient insult* intimidat* invasive irate irk* irrelevan* irresponsible irritat* jaded janky
        jarring jealous jeopardise jeopardize jerky jittery joyless judgmental jumbled jumpy junk juvenile
        lackluster lacklustre laggy lame laughable lax laziness lazy letdown lethargic liar lifeless loathe
        loser lost lousy mad malice mangled mayhem meagre meaningless meddling mediocr* menace menacing mess
        messed messes messing messy miffed mindless* misaligned misbehav* miscommunicat* misery misfortune
        misgiving misguided mishandl* mishap misinform* misinterpret* misjudg* mislead* misled mismanag*
        misprint* misread misrepresent* missed misses misspel* mistake mistaken* mistreat* mistrust*
        misunderst* moan moaning mock mocked mockery monotonous moody mortified mouldy muddle* muffled murky
        naff nag nagging nags naive nasty naughty needless* negligen* nerve nerveracking nervewracking
        nervous* nightmares nitpick* noise noisy nonsens* nosy nuisance* objectionable oblivious obnoxious
        obscene obscure obsessive obsolete obstruct* obtrusive offend* offensive ominous opaque ordeal
        outdated overbearing overblown overcomplicat* overcrowded overdone overengineered overlong
        overpowering overpric* overrated overstretched overwhelm* overworked overwritten overzealous pain
        painful* paltry panic panicked panicking panicky paranoid patchy pathetic* patronis* patroniz*
        pedantic peeved perilous perplex* pessimis* pester pestered pestering petrified petty phoney picky
        piercing pitiful* pity plagued pointless* poisonous pompous poor powerless preachy precarious
        pretentious problematic puerile punish punishing puny pushy puzzled puzzling quarrelsome rage ragged
        raging rambl* rancid rant ranting reckless regressed regret regrettabl* regretted regretting
        reluctan* remorse repetitious repetitive repressive repugnant resent* restless ridicul* rigid ripoff
        robotic rocky ropey rotten rude ruin ruined ruining rusty ruthless sabotag* sad sadden saddened
        sadder saddest sadly sadness sarcastic scam scare scared scary scathing sceptic* scolded scorn
        scream screaming screw screwed scruffy secretive selfish senseless* shabby shaken shaky shallow sham
        shambl* shambolic shame shameful shock shocked shocking* shoddy shortsighted shouted shouting shun
        shunned sick sicken sickening silly simplistic skeptic* sketchy skewed slander slapdash sleazy
        sloppy slow sluggish* sly smelly smh smug sneaky snobbish snubbed snubs soggy sore sorrow soulless
        spammy spineless spite spiteful spoil* spotty spurious squalid squander* stagnant stank starving
        stiff stifling stilted stingy stink strained strenuous stress stressed stresses stressful stressing
        stressy strife struggl* stubborn stuffy stumbled stumbles stupid* subpar substandard suck sucked
        suffer* suffocat* sulky sullen superficial* surly sus swamped tacky tactless tangled tanked tardy
        tarnish tasteless taunt taxing tedious* tedium tense tension terrified terse thankless thorny
        thoughtless threadbare threatened threatening tired tiresome tiring torment tortuous torture* toxic
        tragedies tragedy tragic treacherous trite troubled troublesome troubling turmoil ugliness ugly
        unaccept* uncertain* uncomfortab* unconvinc* uncool underdevelop* undermin* underpaid underpowered
        understaffed undervalued underwhelm* uneas* uneven unfair* unfathomable unfinished unfit unfortunat*
        unfounded unfriendl* unhapp* unhelpful* unimagin* unimpress* uninformed uninspir* uninterest*
        unjust* unkempt unkind* unnecess* unnerv* unpleasant* unpopular unpredict* unprepared unprofess*
        unreadab* unreason* unreli* unruly unsafe unsatisf* unscrupulous unseemly unsettl* unsightly
        unspeakable unsuccess* unsuit* unsympath* untenable unthinking untidy untrue untrust* unwanted
        unwelcom* unwell unwieldy unwilling unwise upheaval uproar upset* useless* vacuous vague* vapid
        verbose vex* vicious vile vindictive vulgar wacky waffl* wary waste wasted wasteful wasting weak
        weaken weakness* weary weird* whin* wicked wobbly woe woefully wonky wooden woolly wooly worn worr*
        worse worsen* wrath wreck wrecked wrong yawn* yelled yelling yells yuck`,
    },
    {
      weight: -1,
      words: `
        abhor* abominab* abomination abysmal* appal appall* atrocious* awful* bollocks bullshit catastroph*
        crap crappy dammit detest* devastat* diabolical disaster* disastrous* disgust* dreadful* execrable
        fucked fucking furious* fury garbage ghastly hate hated hateful hating hell hellish hideous* hogwash
        hopeless* horrend* horribl* horrid* horrif* horror idiotic* infuriat* insane insufferab* intolerab*
        joke livid loath* ludicrous* maddening* miserabl* moronic nauseat* nightmar* outrag* pissed
        preposterous repuls* revolt* rubbish scandal* shit shite shitty sickens terribl* terrifying trash
        trashy travesty ugh unbearab* unforgivab* vomit woeful worst worthless* wretched* wtf`,
    },
    {
      weight: 0,
      words: `
        abuse actually breaker broker business complete content easter explainer extra frankly freshly goods
        honestly hopefully kindle kinds laid lately later latest net objective patients pointer points rate
        rated ratings recommendation refreshes rights sales serious sincerely undesirable worker`,
    },
  ],
  trouble: `
    breach breaches bump catch complication* conflict criticism* damage damaged defect degrad* delay delayed
    disconnect* discrepanc* disrupt* down downside* downtime drawback* error* fail failed failing failure*
    fault friction gap gaps incident interrupt* issue limitation* loophole* malfunction* misstep* mixup
    objection* obstacle omission outage* overload* oversight pitfall* problem rework risk setback*
    shortcoming slip slowdown* stall* stuck surprise surprising timeout* typo unavailable unexpected`,
  bothers: `
    bloat break broke broken bug bugs corrupt* crash crashed crashes crashing flicker* forgets forgot
    forgotten freeze freezing froze frozen glitch* hang hiccup* ignore ignored ignoring jammed jams lag lags
    loses missing neglected neglects omits omitted overlook* snag stutter* trouble`,
  deeds: `
    acknowledge adapt amuse answer apologise apologize appeal attention attract budge care clarify coherence
    collaborate communicate consideration consistency contribute convince cooperate correspond creativity
    credibility deliver delivered depth effort explain explained finesse fix flair follow help imagination
    interest involve like listen load logic manners match matched matches normal ok okay originality
    persuade point relevance remember replies reply respect respond rigor rigour satisfy sense simplify
    solve structure substance tact tally tolerate understand value work`,
};
