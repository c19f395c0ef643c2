"""Which languages a text is in: by its alphabet, and by its function words. No model, no data file, no network."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence

SUPPORTED: dict[str, str] = {"en": "English", "de": "German", "fr": "French", "es": "Spanish"}
"""Languages that a policy may name. English is read in full; of the others, numbers with a pattern or a checksum,
dates, addresses and labelled fields. Names in running text are found less surely in them."""

NAMES: dict[str, str] = {
    **SUPPORTED,
    "it": "Italian",
    "nl": "Dutch",
    "pt": "Portuguese",
    "ca": "Catalan",
    "pl": "Polish",
    "cs": "Czech",
    "sv": "Swedish",
    "da": "Danish",
    "no": "Norwegian",
    "fi": "Finnish",
    "hu": "Hungarian",
    "ro": "Romanian",
    "tr": "Turkish",
    "hr": "Croatian, Serbian or Bosnian",
    "id": "Indonesian or Malay",
    "vi": "Vietnamese",
    "ru": "Russian",
    "uk": "Ukrainian",
    "bg": "Bulgarian",
    "el": "Greek",
    "ar": "Arabic",
    "fa": "Persian",
    "he": "Hebrew",
    "hi": "Hindi or another language in Devanagari",
    "th": "Thai",
    "ja": "Japanese",
    "zh": "Chinese",
    "ko": "Korean",
}
"""Languages that are told apart."""

UNKNOWN = "und"
"""Sentences in a language that is none of those (ISO 639-2: undetermined)."""

_FUNCTION_WORDS: dict[str, frozenset[str]] = {
    language: frozenset(words.split())
    for language, words in {
        "en": """the of and to in is was for that with on as are by be at from this have had his her not they were
            which or an has their its you she he it we will been who should would may than there what when your
            must if any all into after before also""",
        "de": """der die das und ist nicht ein eine einen einem einer mit von zu den dem des im auf für sich auch als
            es an wird bei aus nach wurde werden sie er ich wir sind hat haben war oder über zum zur durch noch
            nur wie kein keine sowie unter vor bis wenn dass seit""",
        "fr": """le la les de des du et est un une en que qui dans pour pas sur au aux avec par ce cette il elle nous
            vous son sa ses sont été plus ne se ont mais ou leur être à a d l qu n s depuis sans lors chez""",
        "es": """el la los las de del y es un una en que por con no para se su al lo como más sus le ha fue pero este
            esta o son entre cuando muy sin sobre también hasta hay desde está a todo nos durante donde tras""",
        "it": """il lo la i gli le di del della dei delle e è un una in che per con non si da al alla sono nel nella
            come più anche ha dal dalla ma o suo sua questo questa stato essere hanno ai alle dopo ogni""",
        "nl": """de het een en van is in op te dat die voor met niet zijn aan er om ook als bij maar door naar dan
            nog wordt werd uit heeft hij ze wij zij deze dit tot over onder hebben zal moet geen worden""",
        "pt": """o a os as de do da dos das e é um uma em no na nos nas que por para com não se ao à mais como mas
            foi seu sua ou ser está são também até pelo pela já quando tem muito após""",
        "ca": """el la els les de del dels i és un una en que per amb no es al als ha va seva seu com més però aquest
            aquesta són o també fins hi ser després""",
        "pl": """w i na z do nie się jest że to o jak po od za przez dla który która są oraz ale był być tym jego jej
            czy już może tylko ze przy pod lub""",
        "cs": """a v na je se že s z do o to by i jako pro za po při od ale jsou byl být nebo která který jeho bylo
            také ze k podle až před""",
        "sv": """och i att en det som är av för på med den till inte har de om ett var han hon sig från vi men ska
            eller vid under kan efter när också blev""",
        "da": """og i at en det som er af for på med den til ikke har de om et var han hun sig fra vi men skal eller
            ved under kan efter når også blev der bliver""",
        "no": """og i at en det som er av for på med den til ikke har de om et var han hun seg fra vi men skal eller
            ved under kan etter når også ble være blir""",
        "fi": """ja on ei se että hän oli ovat myös mutta tai kun joka sen ole jos kuin niin mukaan sekä ollut voi
            jälkeen tämä hänen ennen vain""",
        "hu": """a az és hogy nem is egy ez van volt meg csak de mint ki már vagy azt lesz még kell után minden ha
            szerint el be""",
        "ro": """și de la în a cu nu pe un o este pentru din care ce se mai au fost sau al ale să că dar prin după
            sunt într dacă fi""",
        "tr": """ve bir bu için ile de da olarak çok daha ne o gibi olan var kadar sonra ancak ya ise değil
            tarafından en her veya""",
        "hr": "i u je na se da su za od s a ne što koji koja kao to bi iz o ali ili biti nakon prije kod te",
        "id": """yang dan di dari untuk dengan ini itu pada tidak dalam adalah akan ke oleh juga sebagai atau karena
            telah dapat setelah""",
        "vi": "và của là có không được cho trong một các người đã với này để những khi về từ đến tại",
        "ru": "и в не на что с по как к из у за от о для это был была его её но при или также после",
        "uk": "і в у на що з не до за та як від про для це був була його її але або також після є",
        "bg": "и в на не от се за с да е по че като са при но или има към след беше",
        "ar": "في من على إلى أن عن هذا هذه التي الذي كان ما لا مع و بعد أو",
        "fa": "و در به از که این را با است برای آن یک شود می تا بر",
    }.items()
}

_SCRIPTS: tuple[tuple[str, str], ...] = (
    ("ja", "\u3040-\u30ff"),
    ("ko", "\uac00-\ud7af\u1100-\u11ff"),
    ("zh", "\u4e00-\u9fff\u3400-\u4dbf"),
    ("th", "\u0e00-\u0e7f"),
    ("hi", "\u0900-\u097f"),
    ("he", "\u0590-\u05ff"),
    ("el", "\u0370-\u03ff\u1f00-\u1fff"),
)
"""Alphabets that tell the language alone. Japanese before Chinese: it is written with Chinese characters too."""

_SCRIPT = re.compile("|".join(f"(?P<{language}>[{ranges}])" for language, ranges in _SCRIPTS))
_WORD = re.compile(r"[^\W\d_]+")
_BLOCK = re.compile(r"\S(?:.|\n(?!\n)){0,1200}")

SHORTEST = 60
"""Letters of a piece of text below which its language is not asked for."""

_PROSE = 0.12
"""Share of function words from which a piece is sentences of that language. Tables, lists and code have fewer."""

_SENTENCE_LIKE = 0.75
"""Share of words in small letters from which a piece without function words is sentences all the same."""

_LEAST_TOLD = 2
_MOST_PIECES = 400

LEAST_SHARE = 0.05
LEAST_LETTERS = 150


def language_of(text: str) -> str | None:
    """The language of a piece of text: a key of `NAMES`, `UNKNOWN`, or None for what is no sentence in any."""
    letters = sum(map(str.isalpha, text))
    if letters < SHORTEST:
        return None
    scripts = Counter(match.lastgroup for match in _SCRIPT.finditer(text))
    for language, _ in _SCRIPTS:
        # A few kana make a text Japanese; of other alphabets there must be more than a quoted word.
        if scripts[language] * (20 if language == "ja" else 3) > letters:
            return language
    words = _WORD.findall(text)
    counts = Counter(word.casefold() for word in words)
    shares = {
        language: sum(count for word, count in counts.items() if word in known) / len(words)
        for language, known in _FUNCTION_WORDS.items()
    }
    best = max(shares, key=lambda language: shares[language])
    if shares[best] >= _PROSE:
        return best
    small = sum(not (word.isupper() or word.istitle()) for word in words) / len(words)
    return UNKNOWN if shares[best] < _PROSE / 2 and small >= _SENTENCE_LIKE and len(words) >= 20 else None


def leaning(text: str) -> str | None:
    """The language whose function words a text has most of, be they few, as in notes and lists; None for no telling."""
    words = [word.casefold() for word in _WORD.findall(text)]
    counts = {language: sum(word in known for word in words) for language, known in _FUNCTION_WORDS.items()}
    best, second = sorted(counts, key=lambda language: -counts[language])[:2]
    return best if counts[best] > _LEAST_TOLD and counts[best] > counts[second] else None


def languages_in(text: str) -> dict[str, float]:
    """The languages of a text's sentences, each with its share of the letters, the largest first.

    A long text is read in 400 pieces of at most 1,200 characters, spread evenly.
    """
    letters: Counter[str] = Counter()
    for piece in _pieces(text):
        language = language_of(piece)
        if language is not None:
            letters[language] += sum(map(str.isalpha, piece))
    total = letters.total()
    return {language: count / total for language, count in letters.most_common()}


def unsupported(text: str, languages: Sequence[str]) -> list[str]:
    """Names of languages that a text is in, and that are not among `languages` (of a policy)."""
    size = sum(map(str.isalpha, text))
    return [
        NAMES.get(language, "a language that is not known here")
        for language, share in languages_in(text).items()
        if language not in languages and (share >= LEAST_SHARE or share * size >= LEAST_LETTERS)
    ]


def _pieces(text: str) -> Iterator[str]:
    spans = [match.span() for match in _BLOCK.finditer(text)]
    step = max(1, -(-len(spans) // _MOST_PIECES))
    for start, end in spans[::step]:
        yield text[start:end]
