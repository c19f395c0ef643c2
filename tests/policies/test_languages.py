"""The language of a text is told by its function words and its alphabet; what a policy does not name is reported."""

import pytest

from policies.languages import NAMES, SUPPORTED, UNKNOWN, language_of, languages_in, unsupported

SENTENCES = {
    "en": "The cellar key hangs behind the door, and whoever takes it should write the time into the book "
    "that is there.",
    "de": "Der Schlüssel zum Keller hängt hinter der Tür, und wer ihn nimmt, soll die Uhrzeit in das Buch eintragen.",
    "fr": "La clé de la cave est derrière la porte, et celui qui la prend doit noter l'heure dans le "
    "cahier qui est là.",
    "es": "La llave del sótano está detrás de la puerta, y quien la toma debe anotar la hora en el "
    "cuaderno que hay allí.",
    "it": "La chiave della cantina è appesa dietro la porta, e chi la prende deve scrivere l'ora nel "
    "quaderno che è lì.",
    "nl": "De sleutel van de kelder hangt achter de deur, en wie hem neemt moet de tijd in het boek "
    "schrijven dat er ligt.",
    "pt": "A chave da cave está atrás da porta, e quem a tira deve escrever a hora no caderno que se encontra ao lado.",
    "ca": "La clau del celler és darrere la porta, i qui l'agafa ha d'escriure l'hora en el quadern que "
    "hi ha al costat.",
    "pl": "Klucz do piwnicy wisi za drzwiami, a ten, kto go bierze, ma wpisać godzinę do zeszytu, który tam leży.",
    "cs": "Klíč od sklepa visí za dveřmi a ten, kdo si ho vezme, má zapsat čas do sešitu, který je na stole.",
    "sv": "Nyckeln till källaren hänger bakom dörren, och den som tar den ska skriva upp tiden i boken som ligger där.",
    "da": "Nøglen til kælderen hænger bag døren, og den, som tager den, skal skrive tiden i bogen, der "
    "ligger ved siden af.",
    "fi": "Kellarin avain on oven takana, ja se joka sen ottaa, kirjoittaa ajan vihkoon, joka on pöydällä "
    "sen vieressä.",
    "hu": "A pince kulcsa az ajtó mögött van, és aki elviszi, annak az időt be kell írnia abba a füzetbe, "
    "amely ott van.",
    "ro": "Cheia de la pivniță este în spatele ușii, iar cine o ia trebuie să scrie ora în caietul care se află acolo.",
    "tr": "Bodrumun anahtarı kapının arkasında asılı ve onu alan kişi için orada duran bir deftere saati "
    "yazmak gerekir.",
    "vi": "Chìa khóa của tầng hầm được treo sau cửa, và người nào lấy nó thì phải ghi giờ vào quyển sổ để ở đó.",
    "ru": "Ключ от подвала висит за дверью, и тот, кто его берёт, должен записать время в тетрадь, "
    "которая лежит на столе.",
    "uk": "Ключ від підвалу висить за дверима, і той, хто його бере, має записати час у зошит, який лежить на столі.",
    "el": "Το κλειδί του υπογείου κρέμεται πίσω από την πόρτα και όποιος το παίρνει γράφει την ώρα στο τετράδιο.",
    "ar": "مفتاح القبو معلق خلف الباب، وعلى من يأخذه أن يكتب الوقت في الدفتر الذي يوجد على الطاولة.",
    "ja": "地下室の鍵はドアの後ろに掛けてあり、"
    "持ち出す人はそこにあるノートに時刻を書くこと。夜は管理人に声をかけてから使い、"
    "使い終わったら必ず元の場所に戻してください。",
    "zh": "地下室的钥匙挂在门后，拿走的人应当把时间写在那里的本子上。晚上使用之前请先告诉管理员，"
    "用完以后请务必放回原处，"
    "不要交给别人保管，也不要带出大楼之外。",
    UNKNOWN: "Ufunguo wa chumba cha chini umening'inia nyuma ya mlango, na anayeuchukua anapaswa "
    "kuandika saa kwenye daftari "
    "lililopo pale karibu yake kila siku.",
}

NO_SENTENCES = [
    "",
    "short",
    "| Name | Phone | Room |\n|---|---|---|\n| Edda Quillfeather | 617-555-0182 | 12 |\n"
    "| Bram Stoll | 617-555-0183 | 14 |",
    "Hgb 12.1, WBC 8.2, platelets 220, sodium 138, potassium 4.1, creatinine 0.9, glucose 98, albumin 4.0, ferritin 21",
    "NORTHERN DISTRICT WATER BOARD - ANNEX B - RATES 2024 - KILOLITRE, MEGALITRE, CONNECTION, METER, STANDPIPE",
    "def total(values):\n    result = 0\n    while values:\n        result += values.pop()\n    return result",
]


@pytest.mark.parametrize("language", SENTENCES)
def test_one_sentence_is_enough(language: str) -> None:
    assert language_of(SENTENCES[language]) == language


@pytest.mark.parametrize("text", NO_SENTENCES)
def test_tables_lists_and_code_are_in_no_language(text: str) -> None:
    assert language_of(text) is None
    assert unsupported(text, ["en"]) == []


def test_each_language_of_a_text_is_told_with_its_share() -> None:
    text = "\n\n".join([SENTENCES["en"]] * 3 + [SENTENCES["it"]])
    shares = languages_in(text)
    assert list(shares) == ["en", "it"]
    assert sum(shares.values()) == pytest.approx(1)
    assert unsupported(text, ["en", "de"]) == ["Italian"]


def test_a_policy_s_languages_are_not_reported() -> None:
    text = "\n\n".join(SENTENCES[language] for language in SUPPORTED)
    assert unsupported(text, list(SUPPORTED)) == []
    assert set(unsupported(text, ["en"])) == {"German", "French", "Spanish"}


def test_a_quotation_in_another_language_is_not_reported() -> None:
    assert unsupported((SENTENCES["en"] + "\n\n") * 20 + SENTENCES["it"], ["en"]) == []


def test_a_whole_page_is_reported_however_long_the_rest() -> None:
    text = (SENTENCES["en"] + "\n\n") * 100 + (SENTENCES["it"] + "\n\n") * 4
    assert unsupported(text, ["en"]) == ["Italian"]


def test_sentences_in_no_language_known_here_are_reported_too() -> None:
    assert unsupported(SENTENCES[UNKNOWN], ["en"]) == ["a language that is not known here"]


def test_the_languages_of_policies_are_among_those_told_apart() -> None:
    assert set(SUPPORTED) <= set(NAMES)
