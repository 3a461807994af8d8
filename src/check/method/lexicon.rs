//! Language → the words that the rules about names know in it.

/// A list of words, parted by blanks.
#[derive(Clone, Copy)]
pub struct Words(&'static str);

impl Words {
    /// Whether a word is in the list.
    pub fn hold(self, word: &str) -> bool {
        self.0.split_ascii_whitespace().any(|known| known == word)
    }
}

/// What is known of one language. Words are in lower case, as [`super::wording::words`] gives them.
pub struct Lexicon {
    /// First part of the language tag.
    pub tag: &'static str,
    /// Articles, prepositions and the like, by which names do not differ.
    pub small: Words,
    /// What alone names what is left over.
    pub leftover: Words,
    /// What does so before or after a word for themes.
    pub other: Words,
    /// Words for themes, as in "other themes".
    pub themes: Words,
    /// Nouns that name what is talked about, and not what is meant.
    pub topics: Words,
    /// Words that add nothing to them: "perceived", "main".
    pub qualifiers: Words,
    /// Prepositions between a topic and what it is of.
    pub of: Words,
    /// Words that begin a clause, in which a name may well say something.
    pub clause: Words,
}

/// The lexicons for a map: that of its language, all where it names none, none where its language is not known.
pub fn lexicons(lang: Option<&str>) -> &'static [Lexicon] {
    let Some(lang) = lang else { return &LEXICONS };
    let tag = lang.split(['-', '_']).next().unwrap_or_default().to_lowercase();
    let known = LEXICONS.iter().position(|lexicon| lexicon.tag == tag);
    known.map_or(&[], |at| &LEXICONS[at..=at])
}

/// Words by which names do not differ, in the language of a map; where it names none, those of English.
pub fn small(lang: Option<&str>) -> Words {
    lexicons(Some(lang.unwrap_or("en"))).first().map_or(Words(""), |lexicon| lexicon.small)
}

static LEXICONS: [Lexicon; 5] = [
    Lexicon {
        tag: "en",
        small: Words("a an the of and or to for in on at with by from as its their one ones"),
        leftover: Words(
            "miscellaneous misc miscellanea other others various leftover leftovers rest uncategorised uncategorized \
             unclassified uncoded remaining",
        ),
        other: Words("other various miscellaneous additional remaining further"),
        themes: Words(
            "theme themes topic topics code codes issue issues aspect aspects factor factors finding findings comment \
             comments category categories subtheme subthemes",
        ),
        topics: Words(
            "barrier barriers facilitator facilitators enabler enablers obstacle obstacles challenge challenges difficulty \
             difficulties problem problems issue issues concern concerns benefit benefits advantage advantages disadvantage \
             disadvantages risk risks experience experiences perception perceptions perspective perspectives attitude \
             attitudes view views opinion opinions beliefs expectation expectations need needs knowledge awareness \
             communication information support resource resources factor factors reason reasons cause causes effect effects \
             impact impacts consequence consequences outcome outcomes strategy strategies recommendation recommendations \
             suggestion suggestions consideration considerations motivation motivations emotion emotions context background role roles",
        ),
        qualifiers: Words(
            "perceived main key general positive negative future past current personal social ethical practical emotional \
             possible potential different overall common lived",
        ),
        of: Words("of to on about with for in towards toward regarding around by influencing affecting"),
        clause: Words(
            "that which who whom whose when where why how what because as is are was were not no without before than nobody \
             never",
        ),
    },
    Lexicon {
        tag: "fr",
        small: Words("le la les l un une des de du d et ou à au aux en dans pour par sur avec"),
        leftover: Words("divers diverses autre autres inclassable inclassables reste miscellanées"),
        other: Words("autre autres divers diverses différents"),
        themes: Words("thème thèmes sujet sujets code codes aspect aspects facteur facteurs points"),
        topics: Words(
            "barrière barrières obstacle obstacles frein freins levier leviers facilitateur facilitateurs défi défis \
             difficulté difficultés problème problèmes enjeu enjeux bénéfice bénéfices avantage avantages inconvénient \
             inconvénients risque risques expérience expériences perception perceptions attitude attitudes opinion opinions \
             croyance croyances attente attentes besoin besoins connaissance connaissances communication information soutien \
             ressource ressources facteur facteurs raison raisons effet effets impact impacts conséquence conséquences \
             stratégie stratégies vécu représentations contexte rôle rôles",
        ),
        qualifiers: Words(
            "perçu perçus perçue perçues principal principaux positif positifs positives négatif négatifs négatives social \
             sociaux personnels éthiques",
        ),
        of: Words("de du des d à au aux avec sur pour dans envers par"),
        clause: Words("qui que qu quand où pourquoi comment est sont ne pas sans comme"),
    },
    Lexicon {
        tag: "es",
        small: Words("el la los las lo un una unos unas de del y e o u a al en para por con su sus"),
        leftover: Words("miscelánea varios varias otro otra otros otras diversos resto"),
        other: Words("otro otra otros otras varios varias diversos diversas"),
        themes: Words("tema temas código códigos aspecto aspectos factor factores cuestiones asuntos"),
        topics: Words(
            "barrera barreras facilitador facilitadores obstáculo obstáculos desafío desafíos reto retos dificultad \
             dificultades problema problemas beneficio beneficios ventaja ventajas desventaja desventajas riesgo riesgos \
             experiencia experiencias percepción percepciones actitud actitudes opinión opiniones creencia creencias \
             expectativa expectativas necesidad necesidades conocimiento conocimientos comunicación información apoyo recurso \
             recursos factor factores razones efecto efectos impacto impactos consecuencias estrategia estrategias contexto papel",
        ),
        qualifiers: Words(
            "percibido percibidos percibida percibidas principales positivos positivas negativos negativas social sociales \
             personales éticos éticas",
        ),
        of: Words("de del a al con en para sobre hacia por"),
        clause: Words("que quien quienes cuando donde cómo es son no sin como"),
    },
    Lexicon {
        tag: "de",
        small: Words(
            "der die das den dem des ein eine einer eines und oder von vom zu zum zur für mit im in auf bei am an",
        ),
        leftover: Words("sonstiges sonstige verschiedenes diverses weiteres übriges anderes restliches"),
        other: Words("sonstige andere weitere verschiedene übrige diverse"),
        themes: Words("thema themen code codes aspekte faktoren punkte kategorien aussagen"),
        topics: Words(
            "barriere barrieren hindernis hindernisse hemmnisse förderfaktoren herausforderung herausforderungen \
             schwierigkeit schwierigkeiten problem probleme vorteil vorteile nachteil nachteile nutzen risiken erfahrung \
             erfahrungen wahrnehmung wahrnehmungen einstellung einstellungen meinungen ansichten erwartung erwartungen \
             bedürfnis bedürfnisse bedarf wissen kenntnisse kommunikation information informationen unterstützung ressourcen \
             faktoren gründe ursachen auswirkung auswirkungen folgen strategien kontext rolle rollen",
        ),
        qualifiers: Words(
            "wahrgenommene wichtige wichtigste positive negative soziale persönliche ethische praktische emotionale \
             allgemeine",
        ),
        of: Words("von vom mit zu zum zur für bei der des in im über gegenüber auf"),
        clause: Words("dass wenn wer was wie wo warum ist sind nicht kein keine ohne als"),
    },
    Lexicon {
        tag: "pt",
        small: Words("o a os as um uma de do da dos das e ou em no na nos nas para por com ao à"),
        leftover: Words("diversos diversas outro outra outros outras vários várias miscelânea resto"),
        other: Words("outro outra outros outras vários várias diversos diversas"),
        themes: Words("tema temas código códigos aspecto aspectos fator fatores assuntos questões"),
        topics: Words(
            "barreira barreiras facilitador facilitadores obstáculo obstáculos desafio desafios dificuldade dificuldades \
             problema problemas benefício benefícios vantagem vantagens desvantagem desvantagens risco riscos experiência \
             experiências percepção percepções perceção perceções atitude atitudes opinião opiniões crença crenças \
             expectativa expectativas necessidade necessidades conhecimento conhecimentos comunicação informação apoio \
             recurso recursos fator fatores razões efeito efeitos impacto impactos consequências estratégia estratégias \
             contexto papel",
        ),
        qualifiers: Words(
            "percebido percebidos percebida percebidas principais positivos positivas negativos negativas social sociais \
             pessoais éticos éticas",
        ),
        of: Words("de do da dos das ao à com em no na nos nas para sobre por"),
        clause: Words("que quem quando onde como porquê é são não sem"),
    },
];
