//! Language → what the page itself says.

/// The page's own words in one language. `{n}` stands for a number.
pub struct Phrases {
    /// A BCP 47 tag.
    pub lang: &'static str,
    /// Labels the search box.
    pub search: &'static str,
    /// Themes found: none, one, several.
    pub found: [&'static str; 3],
    /// Names the buttons of the zoom.
    pub zoom: &'static str,
    pub zoom_in: &'static str,
    pub zoom_out: &'static str,
    /// Back to the width of the window.
    pub fit: &'static str,
    /// Heads what is known of the chosen theme.
    pub details: &'static str,
    /// Stands there before one is chosen.
    pub choose: &'static str,
    /// Heads the long description.
    pub description: &'static str,
    /// Heads the outline.
    pub outline: &'static str,
    /// Before other wordings of a label.
    pub also: &'static str,
    /// Before the participants who speak to a theme.
    pub voices: &'static str,
    /// What stands below a theme: one, several.
    pub below: [&'static str; 2],
    pub links: [&'static str; 2],
    pub quotes: [&'static str; 2],
    /// Core, group, theme, sub-theme, code, outcome.
    pub roles: [&'static str; 6],
    /// Heads the keys.
    pub keyboard: &'static str,
    /// What the figure itself says of them.
    pub keys_hint: &'static str,
    /// What each row of keys does: back and forth, levels, on the page, ends, details, search, hits, zoom.
    pub keys: [&'static str; 8],
}

impl Phrases {
    /// The word for a role.
    pub fn role(&self, role: &str) -> &'static str {
        const NAMES: [&str; 6] = ["core", "group", "theme", "subtheme", "code", "outcome"];
        NAMES.iter().position(|name| *name == role).map_or("", |at| self.roles[at])
    }
}

/// The words of a page whose labels are in that language: English where its own are not known.
pub fn phrases(lang: &str) -> &'static Phrases {
    let lang = lang.split(['-', '_']).next().unwrap_or_default().to_lowercase();
    LANGUAGES.iter().find(|phrases| phrases.lang == lang).unwrap_or(&LANGUAGES[0])
}

static LANGUAGES: [Phrases; 5] = [
    Phrases {
        lang: "en",
        search: "Search",
        found: ["Nothing found", "1 theme found", "{n} themes found"],
        zoom: "Zoom",
        zoom_in: "Zoom in",
        zoom_out: "Zoom out",
        fit: "Fit",
        details: "Details",
        choose: "Choose a theme in the figure to read about it here.",
        description: "Description of the figure",
        outline: "All themes",
        also: "Also:",
        voices: "Voices:",
        below: ["1 below it", "{n} below it"],
        links: ["1 link", "{n} links"],
        quotes: ["1 quote", "{n} quotes"],
        roles: ["Core", "Group", "Theme", "Sub-theme", "Code", "Outcome"],
        keyboard: "Keyboard",
        keys_hint: "Tab leads into the figure and out of it. Arrow keys go from theme to theme, Enter to the details.",
        keys: [
            "next and previous theme in reading order",
            "into a group and back to it",
            "nearest theme in that direction",
            "first and last theme",
            "to the details and back",
            "to the search box; there Enter leads to the first theme found",
            "next and previous theme found",
            "zoom in, zoom out, fit",
        ],
    },
    Phrases {
        lang: "fr",
        search: "Rechercher",
        found: ["Aucun résultat", "1 thème trouvé", "{n} thèmes trouvés"],
        zoom: "Zoom",
        zoom_in: "Agrandir",
        zoom_out: "Réduire",
        fit: "Ajuster",
        details: "Détails",
        choose: "Choisissez un thème dans la figure pour le lire ici.",
        description: "Description de la figure",
        outline: "Tous les thèmes",
        also: "Aussi :",
        voices: "Voix :",
        below: ["1 élément en dessous", "{n} éléments en dessous"],
        links: ["1 lien", "{n} liens"],
        quotes: ["1 citation", "{n} citations"],
        roles: ["Noyau", "Groupe", "Thème", "Sous-thème", "Code", "Résultat"],
        keyboard: "Clavier",
        keys_hint: "Tab mène dans la figure et en sort. Les flèches vont de thème en thème, Entrée mène aux détails.",
        keys: [
            "thème suivant et précédent dans l’ordre de lecture",
            "entrer dans un groupe et y revenir",
            "thème le plus proche dans cette direction",
            "premier et dernier thème",
            "aux détails et retour",
            "au champ de recherche ; Entrée y mène au premier thème trouvé",
            "thème trouvé suivant et précédent",
            "agrandir, réduire, ajuster",
        ],
    },
    Phrases {
        lang: "es",
        search: "Buscar",
        found: ["Sin resultados", "1 tema encontrado", "{n} temas encontrados"],
        zoom: "Zoom",
        zoom_in: "Ampliar",
        zoom_out: "Reducir",
        fit: "Ajustar",
        details: "Detalles",
        choose: "Elija un tema en la figura para leerlo aquí.",
        description: "Descripción de la figura",
        outline: "Todos los temas",
        also: "También:",
        voices: "Voces:",
        below: ["1 elemento debajo", "{n} elementos debajo"],
        links: ["1 vínculo", "{n} vínculos"],
        quotes: ["1 cita", "{n} citas"],
        roles: ["Núcleo", "Grupo", "Tema", "Subtema", "Código", "Resultado"],
        keyboard: "Teclado",
        keys_hint: "Tab lleva a la figura y sale de ella. Las flechas van de tema en tema, Intro lleva a los detalles.",
        keys: [
            "tema siguiente y anterior en orden de lectura",
            "entrar en un grupo y volver a él",
            "tema más cercano en esa dirección",
            "primer y último tema",
            "a los detalles y de vuelta",
            "al cuadro de búsqueda; allí Intro lleva al primer tema encontrado",
            "tema encontrado siguiente y anterior",
            "ampliar, reducir, ajustar",
        ],
    },
    Phrases {
        lang: "de",
        search: "Suche",
        found: ["Nichts gefunden", "1 Thema gefunden", "{n} Themen gefunden"],
        zoom: "Zoom",
        zoom_in: "Vergrößern",
        zoom_out: "Verkleinern",
        fit: "Einpassen",
        details: "Einzelheiten",
        choose: "Wählen Sie ein Thema in der Abbildung, um hier darüber zu lesen.",
        description: "Beschreibung der Abbildung",
        outline: "Alle Themen",
        also: "Auch:",
        voices: "Stimmen:",
        below: ["1 darunter", "{n} darunter"],
        links: ["1 Verbindung", "{n} Verbindungen"],
        quotes: ["1 Zitat", "{n} Zitate"],
        roles: ["Kern", "Gruppe", "Thema", "Unterthema", "Code", "Folge"],
        keyboard: "Tastatur",
        keys_hint: "Tab führt in die Abbildung und hinaus. Pfeiltasten gehen von Thema zu Thema, Eingabe zu den Einzelheiten.",
        keys: [
            "nächstes und voriges Thema in Lesefolge",
            "in eine Gruppe hinein und zurück",
            "nächstgelegenes Thema in dieser Richtung",
            "erstes und letztes Thema",
            "zu den Einzelheiten und zurück",
            "zum Suchfeld; dort führt die Eingabetaste zum ersten Fund",
            "nächster und voriger Fund",
            "vergrößern, verkleinern, einpassen",
        ],
    },
    Phrases {
        lang: "pt",
        search: "Pesquisar",
        found: ["Nada encontrado", "1 tema encontrado", "{n} temas encontrados"],
        zoom: "Zoom",
        zoom_in: "Ampliar",
        zoom_out: "Reduzir",
        fit: "Ajustar",
        details: "Detalhes",
        choose: "Escolha um tema na figura para ler sobre ele aqui.",
        description: "Descrição da figura",
        outline: "Todos os temas",
        also: "Também:",
        voices: "Vozes:",
        below: ["1 elemento abaixo", "{n} elementos abaixo"],
        links: ["1 ligação", "{n} ligações"],
        quotes: ["1 citação", "{n} citações"],
        roles: ["Núcleo", "Grupo", "Tema", "Subtema", "Código", "Resultado"],
        keyboard: "Teclado",
        keys_hint: "Tab leva à figura e sai dela. As setas vão de tema em tema, Enter leva aos detalhes.",
        keys: [
            "tema seguinte e anterior na ordem de leitura",
            "entrar num grupo e voltar a ele",
            "tema mais próximo nessa direção",
            "primeiro e último tema",
            "aos detalhes e de volta",
            "à caixa de pesquisa; ali Enter leva ao primeiro tema encontrado",
            "tema encontrado seguinte e anterior",
            "ampliar, reduzir, ajustar",
        ],
    },
];
