//! Language → the few words of figures that show what changed.

use super::Role;
use super::history::Mark;

/// What a figure of changes says in one language.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Changes {
    /// What the marks mean: new, moved, promoted, demoted, reworded, confirmed, tentative, reordered, merged,
    /// removed.
    marks: [&'static str; 10],
    /// A link with another end, kind or label.
    pub link: &'static str,
    /// A place that is empty now.
    pub place: &'static str,
    /// Words that are gone.
    pub wording: &'static str,
    /// Words that were not there.
    pub words: &'static str,
    /// What stands beside an earlier outcome, and an earlier core.
    pub roles: (&'static str, &'static str),
    /// Letters that show how words are struck.
    pub sample: &'static str,
    /// What has no mark.
    pub unchanged: &'static str,
    /// Beside a line from an earlier place to the later one.
    pub moved: &'static str,
    /// Beside a line from a theme to what came out of it.
    pub split: &'static str,
    /// Beside a line from what is gone to where it goes on.
    pub merged: &'static str,
    /// Where something is now, `{}` being its name.
    pub moved_to: &'static str,
    /// Where something goes on.
    pub merged_into: &'static str,
}

/// By the first part of a language tag.
const LANGUAGES: [(&str, Changes); 9] = [
    (
        "en",
        Changes {
            marks: [
                "New",
                "Moved",
                "Promoted",
                "Demoted",
                "Reworded",
                "Confirmed",
                "Now tentative",
                "Reordered",
                "Merged",
                "Removed",
            ],
            link: "Link changed",
            place: "Earlier place",
            wording: "Earlier wording",
            words: "Added words",
            roles: ("Earlier outcome", "Earlier core"),
            sample: "abc",
            unchanged: "Unchanged",
            moved: "moved",
            split: "split out",
            merged: "merged",
            moved_to: "now in ‘{}’",
            merged_into: "now part of ‘{}’",
        },
    ),
    (
        "fr",
        Changes {
            marks: [
                "Nouveau",
                "Déplacé",
                "Promu",
                "Rétrogradé",
                "Reformulé",
                "Confirmé",
                "Devenu provisoire",
                "Réordonné",
                "Fusionné",
                "Retiré",
            ],
            link: "Lien modifié",
            place: "Place antérieure",
            wording: "Formulation antérieure",
            words: "Mots ajoutés",
            roles: ("Ancien résultat", "Ancien noyau"),
            sample: "abc",
            unchanged: "Inchangé",
            moved: "déplacé",
            split: "détaché",
            merged: "fusionné",
            moved_to: "désormais dans « {} »",
            merged_into: "désormais dans « {} »",
        },
    ),
    (
        "es",
        Changes {
            marks: [
                "Nuevo",
                "Movido",
                "Ascendido",
                "Descendido",
                "Reformulado",
                "Confirmado",
                "Ahora provisional",
                "Reordenado",
                "Fusionado",
                "Eliminado",
            ],
            link: "Vínculo cambiado",
            place: "Lugar anterior",
            wording: "Redacción anterior",
            words: "Palabras añadidas",
            roles: ("Resultado anterior", "Núcleo anterior"),
            sample: "abc",
            unchanged: "Sin cambios",
            moved: "movido",
            split: "separado",
            merged: "fusionado",
            moved_to: "ahora en «{}»",
            merged_into: "ahora en «{}»",
        },
    ),
    (
        "de",
        Changes {
            marks: [
                "Neu",
                "Verschoben",
                "Hochgestuft",
                "Herabgestuft",
                "Umformuliert",
                "Bestätigt",
                "Jetzt vorläufig",
                "Umgestellt",
                "Zusammengeführt",
                "Entfallen",
            ],
            link: "Verbindung geändert",
            place: "Früherer Ort",
            wording: "Früherer Wortlaut",
            words: "Neue Wörter",
            roles: ("Früheres Ergebnis", "Früherer Kern"),
            sample: "abc",
            unchanged: "Unverändert",
            moved: "verschoben",
            split: "abgespalten",
            merged: "zusammengeführt",
            moved_to: "jetzt in „{}“",
            merged_into: "jetzt in „{}“",
        },
    ),
    (
        "pt",
        Changes {
            marks: [
                "Novo",
                "Movido",
                "Promovido",
                "Rebaixado",
                "Reformulado",
                "Confirmado",
                "Agora provisório",
                "Reordenado",
                "Fundido",
                "Removido",
            ],
            link: "Ligação alterada",
            place: "Lugar anterior",
            wording: "Redação anterior",
            words: "Palavras acrescentadas",
            roles: ("Resultado anterior", "Núcleo anterior"),
            sample: "abc",
            unchanged: "Sem alteração",
            moved: "movido",
            split: "separado",
            merged: "fundido",
            moved_to: "agora em “{}”",
            merged_into: "agora em “{}”",
        },
    ),
    (
        "zh",
        Changes {
            marks: ["新增", "移动", "升级", "降级", "改写", "已确认", "暂定", "调整顺序", "合并", "删除"],
            link: "关系已变",
            place: "原位置",
            wording: "原措辞",
            words: "新增词语",
            roles: ("原结果", "原核心"),
            sample: "文字",
            unchanged: "未变",
            moved: "移动",
            split: "拆分",
            merged: "合并",
            moved_to: "移至“{}”",
            merged_into: "并入“{}”",
        },
    ),
    (
        "fa",
        Changes {
            marks: [
                "جدید",
                "جابه‌جاشده",
                "ارتقایافته",
                "تنزل‌یافته",
                "بازنویسی‌شده",
                "تأییدشده",
                "اکنون موقت",
                "تغییر ترتیب",
                "ادغام‌شده",
                "حذف‌شده",
            ],
            link: "پیوند تغییریافته",
            place: "جای پیشین",
            wording: "عبارت پیشین",
            words: "واژه‌های افزوده",
            roles: ("پیامد پیشین", "هستهٔ پیشین"),
            sample: "ابج",
            unchanged: "بدون تغییر",
            moved: "جابه‌جا شد",
            split: "جدا شد",
            merged: "ادغام شد",
            moved_to: "اکنون در «{}»",
            merged_into: "اکنون در «{}»",
        },
    ),
    (
        "ar",
        Changes {
            marks: [
                "جديد",
                "منقول",
                "مُرقّى",
                "مُخفَّض",
                "معاد الصياغة",
                "مؤكَّد",
                "مؤقت الآن",
                "معاد الترتيب",
                "مدمج",
                "محذوف",
            ],
            link: "رابط مُعدَّل",
            place: "الموضع السابق",
            wording: "الصياغة السابقة",
            words: "كلمات مضافة",
            roles: ("النتيجة السابقة", "المحور السابق"),
            sample: "ابج",
            unchanged: "دون تغيير",
            moved: "نُقل",
            split: "انفصل",
            merged: "دُمج",
            moved_to: "الآن في «{}»",
            merged_into: "الآن في «{}»",
        },
    ),
    (
        "nl",
        Changes {
            marks: [
                "Nieuw",
                "Verplaatst",
                "Hoger geplaatst",
                "Lager geplaatst",
                "Anders verwoord",
                "Bevestigd",
                "Nu voorlopig",
                "Andere volgorde",
                "Samengevoegd",
                "Vervallen",
            ],
            link: "Verband gewijzigd",
            place: "Eerdere plaats",
            wording: "Eerdere bewoording",
            words: "Toegevoegde woorden",
            roles: ("Eerdere uitkomst", "Eerdere kern"),
            sample: "abc",
            unchanged: "Ongewijzigd",
            moved: "verplaatst",
            split: "afgesplitst",
            merged: "samengevoegd",
            moved_to: "nu in ‘{}’",
            merged_into: "nu in ‘{}’",
        },
    ),
];

impl Changes {
    /// What a mark means.
    pub fn mark(&self, mark: Mark) -> &'static str {
        let at = super::history::MARKS.iter().position(|(known, _)| *known == mark);
        at.and_then(|at| self.marks.get(at)).copied().unwrap_or_default()
    }
}

/// What an earlier core or outcome is called, in English with the name of its version.
pub fn once(role: Role, version: Option<&str>, lang: Option<&str>) -> String {
    let english = lang.is_none_or(|lang| lang.split('-').next() == Some("en"));
    let words = changes(lang).roles;
    let is_core = role == Role::Core;
    match version.filter(|name| english && !name.is_empty()) {
        // As the legend has it: a name may be a noun or not, preprint or initial.
        Some(name) => format!("{} {}", capital(name), if is_core { "core" } else { "outcome" }),
        None => if is_core { words.1 } else { words.0 }.to_owned(),
    }
}

/// A name with a capital in front.
pub fn capital(name: &str) -> String {
    let mut letters = name.chars();
    let first = letters.next().map(|first| first.to_uppercase().to_string()).unwrap_or_default();
    format!("{first}{}", letters.as_str())
}

/// The words for a map in a language, a BCP 47 tag; the English ones where none are known. Signs without any words would
/// leave a reader more to guess than words of another language.
pub fn changes(lang: Option<&str>) -> &'static Changes {
    let lang = lang.and_then(|tag| tag.split('-').next()).unwrap_or("en").to_lowercase();
    let known = LANGUAGES.iter().find(|(known, _)| *known == lang);
    known.map_or(&LANGUAGES[0].1, |(_, words)| words)
}
