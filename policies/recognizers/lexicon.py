"""Word lists: given names and surnames, and the plain words that some of them are too.

`given_names.txt` and `surnames.txt` come from the package faker (`training/export_given_names.py`);
`common_words.txt` holds single words, by count, that stand in small letters in texts of United States agencies and in
MedQuAD (CC BY 4.0).
"""

from __future__ import annotations

import unicodedata
from functools import cache, lru_cache
from pathlib import Path

from policies.words import fold

_FOLDER = Path(__file__).parent

_CALENDAR = """
january february march april may june july august september october november december jan feb mar apr jun jul aug
sep sept oct nov dec monday tuesday wednesday thursday friday saturday sunday mon tue tues wed thu thur thurs fri
sat sun januar februar märz mai juni juli oktober dezember montag dienstag mittwoch donnerstag freitag samstag
sonntag janvier février mars avril juin juillet août septembre octobre novembre décembre lundi mardi mercredi jeudi
vendredi samedi dimanche enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre
lunes martes miércoles jueves viernes sábado domingo gennaio febbraio aprile maggio giugno luglio settembre ottobre
dicembre easter christmas diwali ostern weihnachten navidad today tomorrow yesterday
"""

_PLACES = """
africa america asia europe england scotland wales ireland britain germany france spain italy portugal austria
belgium netherlands holland denmark sweden norway finland poland hungary romania greece turkey russia ukraine china
japan korea india pakistan bangladesh israel jordan lebanon egypt kenya nigeria ghana chad mali niger ethiopia
uganda canada mexico brazil argentina chile peru cuba haiti jamaica australia alabama alaska arizona arkansas
california carolina colorado connecticut dakota delaware florida georgia hawaii idaho illinois indiana iowa kansas
kentucky louisiana maine maryland massachusetts michigan minnesota mississippi missouri montana nebraska nevada
hampshire jersey ohio oklahoma oregon pennsylvania rhode tennessee texas utah vermont virginia washington wisconsin
wyoming york london paris berlin hamburg munich münchen köln cologne frankfurt stuttgart dresden leipzig bremen
vienna wien zurich zürich geneva genf madrid barcelona sevilla valencia milan milano rome roma florence firenze
venice naples turin lisbon porto amsterdam rotterdam brussels antwerp copenhagen stockholm oslo helsinki warsaw
prague budapest dublin belfast edinburgh glasgow manchester birmingham liverpool leeds bristol oxford cambridge
lincoln lancaster chester boston chicago houston dallas austin denver phoenix seattle portland atlanta miami
orlando tampa detroit cleveland columbus cincinnati pittsburgh philadelphia baltimore charlotte raleigh richmond
nashville memphis madison milwaukee minneapolis omaha sacramento oakland francisco diego antonio jose angeles vegas
savannah augusta helena pierre jackson salem albany buffalo santa san santo saint st los las jerusalem bethlehem
nazareth sydney melbourne adelaide perth victoria alberta ontario montreal toronto vancouver hudson lourdes
brooklyn bronx manhattan queens chelsea kingston trinity sierra santiago lima bogota havana cairo nairobi lagos
delhi mumbai madras marseille lyon nice toulouse bordeaux nantes lille cordoba granada bilbao bergen essen bonn
halle trier worms mainz kiel ulm hof
"""

_STOP = """
helpdesk hotline mailbox hygienist deposit inbox webmaster postmaster noreply
a an the and or of to in on at by for from with as is are was were be been has have had do does did not no yes if
then this that these those it its he she they we you i me my your his her their our us him them who whom whose
which what when where why how all any each every both few more most other some such only own same so than too very
just also der die das den dem des ein eine einer eines einem und oder nicht mit von für auf aus bei nach zur zum
ist sind war hat ihr ihre ihren ihrem sein seine wir sie er es im am als auch noch nur sehr wie wenn le la les un
une du et ou est sont pour dans avec sur par au aux el los las una y o son para con por del al il lo gli e per nel
het een en van org clinic hospital klinik klinikum krankenhaus hôpital hopital clinica clínica ospedale center centre
zentrum practice praxis surgery ward station department dept abteilung service services office büro bureau oficina
unit team group gruppe committee board council commission agency authority ministry ministerium government county
city state federal national university universität université universidad college school institute institut academy
foundation stiftung association society verein union company corporation corp inc llc ltd gmbh ag kg plc sa sarl bv
nv co partners associates holdings bank insurance versicherung krankenkasse pharmacy apotheke laboratory labor lab
labs trust fund church street straße strasse avenue road drive lane boulevard court place square park building
house tower floor room suite apartment bridge river lake mountain valley island beach airport museum library
theatre hotel restaurant policy policies procedure procedures handbook manual guide guideline guidelines plan
programme program project system report reports record records note notes letter form forms section chapter part
article paragraph page table figure appendix annex schedule agreement contract lease act law rule rules regulation
code standard version draft summary introduction overview background purpose scope definition definitions
conclusion references contents index leave benefits pay salary wages holiday vacation sick parental maternity
paternity overtime training review appraisal date dates time day week month year number nr id name names surname
firstname lastname given family birth dob born age sex gender male female address phone telephone telefon mobile
fax email mail e-mail contact website url zip postcode plz patient patients patientin client clients customer
customers employee employees employer staff member members manager managers supervisor director officer president
chief head chair chairman secretary treasurer assistant administrator administration reception receptionist doctor
doctors physician physicians nurse nurses nursing therapist pharmacist consultant specialist surgeon resident
attending referring primary care provider health medical medicine clinical emergency intensive general internal
human resources information technology security privacy data protection finance accounting payroll legal compliance
operations marketing sales support help desk quality safety cardiology oncology neurology radiology pediatrics
paediatrics orthopedics orthopaedics psychiatry dermatology urology gynecology gynaecology pathology anesthesia
anaesthesia nephrology gastroenterology endocrinology rheumatology hematology haematology ophthalmology pulmonology
immunology obstetrics physiotherapy podiatry geriatrics ent gp icu history examination exam assessment diagnosis
diagnoses treatment therapy medication medications allergies allergy vitals vital signs blood pressure pulse heart
rate temperature weight height bmi subjective objective impression complaint complaints present past social systems
results findings discharge admission admitted follow followup up visit visits appointment referral reason signature
signed electronically dictated reviewed dear hi hello hey good morning afternoon evening thanks thank regards
sincerely best yours kind warm respectfully cheers geehrte geehrter geehrten liebe lieber hallo guten tag herr
herrn frau damen herren freundliche freundlichen grüße grüßen viele hochachtungsvoll cher chère bonjour monsieur
madame mesdames messieurs cordialement estimado estimada querido querida hola señor señora saludos atentamente sir
madam sirs mr mrs ms miss dr dra prof professor everyone everybody colleague colleagues friend friends parent parents
guardian student students teacher teachers applicant candidate tenant landlord buyer seller borrower lender lessee
lessor party parties witness plaintiff defendant claimant respondent petitioner judge attorney attorneys counsel
solicitor notary plaintiffs defendants subject re cc bcc fwd fw sent attachment attachments enclosure enclosures
encl ps none unknown unspecified n/a na tbd tba pending applicable above below see left blank redacted new old high
low first last next previous total amount price fee fees cost quantity description item items status type title
position role job grade level location site region country nationality language religion ethnicity marital single
married divorced widowed occupation profession hire start end effective expiry expiration issued valid md rn np pa
phd dds dmd esq cpa lcsw msw dpt otr pharmd facc facs frcp mbbs mph mba bsn msn aprn fnp crna jd msc bsc english
german french spanish italian dutch polish portuguese turkish arabic chinese japanese european american british
medicare medicaid hipaa gdpr covid user users admin guest owner author editor reviewer approver requester assignee
reporter creator vendor supplier facility branch headquarters hq north south east west northern southern eastern
western central upper lower termin befund diagnose anamnese therapie medikation verlauf beurteilung patienten
versicherte versicherter geboren geburtsdatum anschrift adresse wohnort telefonnummer vorname nachname anrede
betreff datum ort unterschrift facharzt fachärztin hausarzt hausärztin arzt ärztin ärzte pflege kollege kollegin
kollegen kolleginnen mitarbeiter mitarbeiterin arbeitgeber arbeitnehmer vermieter mieter kunde kundin firma vertrag
rechnung mandant mandantin nom prénom naissance docteur médecin patiente objet nombre apellido apellidos dirección
fecha nacimiento médico paciente asunto nome cognome indirizzo medico paziente oggetto
fahrzeug fahrzeuge kennzeichen
"""

_PLAIN = """
ali angel archer ball blessing bond brick bull bush camp chance charity christian clay coral crane cruise destiny
diamond duke earl early eden eve fancy flora frost garden gates ginger gold golden guy harmony harvest haven heath
honey honor hunt indigo ivory jade jet jewel joy junior justice karma king knight lane laurel love lucky lynx mace
magic mango marsh mercy misty monk moon moss nova ocean opal palmer parker patience peace pearl pepper pike plum
poppy precious presley priest promise prudence queen rain raven reed reef river robin rust sage sailor scarlet sea
shade sheriff silk silver sky slate star sterling storm sunny swan swift temple terra tiger timber trip true van
victor violet vita waters wave west wolf wren zen zion corps crew wheels global digital cloud bay ad art bar bass
bean bear blank bloom board bold boot bow box brace buck cage cannon cape cash castle chapel chase church city
clerk coast college cooper court crown dance direct drake driver east echo elite ember express falcon ferry fire
first fish flag flash forest fort free friend front fusion gate gateway genesis golf grand gravity harbor harbour
hawk hero horizon humble impact island jail king's kit lady legacy liberty lion lone market matrix medal media
memorial metro mission mountain nation native nexus nest omega open orchard order orient pack panda paramount park
path pioneer pixel planet plaza point pool port portal prime pro pulse quest radio rail ranger rapid red regent
regional relay reserve rhythm rider right rise rover royal runway sand scout seal search season section select
shield ship shore sigma signal site solar sole solid sonic sound spark speed spirit spring square squad stage state
stream student studio summit sun surf team tele terminal torch total tower trail transit travel tree tribe trust
tunnel turbo twin ultra union unity urban valley vanguard vault vector venture villa village vision vista voice
volume voyage weather web wheel wild wind window wing winner wire wonder word works world yard zenith zone tech sys
neo max axis alpha beta gamma delta iota kappa lambda nemo java ruby perl python cassandra oracle apache jenkins
jira slack zoom teams alexa siri cortana gemini claude mistral llama linux docker grant mark may antigua asta
aurora bahia fe flor iglesia isla luz mar montaña monte nieves norte oro paz piedra sur torre valle tour soleil
"""
"""Words that are names as well, and that the list of common words happens not to hold."""

_SHORT_FORMS = """
victoria charlotte florence
abby abe al alec alex alf andy angie annie archie barb barney becky ben benny bernie bert beth betsy betty bev bill
billy bob bobby brad brandy cam carl cathy charlie chaz cher chris chuck cindy cliff clint connie corey cora dan
danny dave debbie deb dee dick dirk don donnie dora doug drew eddie ella ellie emmy ernie fran frank fred freddie
gabe gail gary gene gerry gil ginny greg gus hal hank harry hattie herb herbie hugh iggy ike izzy jack jackie jake
jan jeff jen jenny jerry jess jill jim jimmy jo joe joey johnny jon josh judy kat kate kathy katie kay ken kenny
kim kit larry len lenny les lew lex libby lily linda lisa liz lizzie lou lucy luke lynn maddie maggie mandy marge
margie mark marty matt maude max meg mel mickey mike millie milo minnie moe molly monty nan nancy nat ned nell nick
nicky nora norm olly pam pat patty peg peggy penny pete phil polly ray reg rich rick ricky rob robbie robin rod ron
ronnie rose rosie roy grace russ sally sam sandy sid sol stan steve stu sue susie ted teddy terry theo tilly tim
timmy tina toby tom tommy tony tracy tricia trish vic vicky vince wally walt wendy wes will willie woody zach zoe
heinz hansi uli uwe ulli jörg jürgen kalle micha toni sepp resi gitte moni biggi pepe paco lola pili nacho chema
charo loli mari beppe luigi nino pippo lele
"""

_RARER = """
rosalind osric xanthe cordelia rosamund persephone araminta clementine cressida davina drusilla esme eudora giselle
guinevere hermione hester honoria horatio jemima jocasta letitia nerys ottoline petronella portia sibyl tamsin
thomasina venetia verity winona alasdair algernon archibald aubrey augustus balthazar barnaby crispin cuthbert digby
ephraim eustace finlay gwilym ignatius isidore jethro jolyon lancelot llewellyn malachi montague percival
peregrine piers ranulf rollo rufus tarquin zachariah
"""
"""Given names of English that the lists happen not to hold."""

_EPONYM_HEADS = """
disease syndrome sign test score scale index lymphoma fracture palsy criteria classification formula method
procedure position reflex test's phenomenon law effect curve plot distribution equation theorem coefficient
maneuver manoeuvre catheter forceps retractor bandage cup grade stage staging inventory questionnaire coma
contracture thyroiditis esophagus oesophagus ulcer tumor tumour sarcoma nodes bodies cells krankheit syndrom
zeichen skala award prize foundation institute medal technique
"""


_ACTS = """
was is has had will would shall should must may can could did does says said goes went comes came takes took gets
got feels felt thinks knows wants writes wrote tells told lives works smokes drinks eats sleeps walks runs speaks
spoke reads sits lies stands reports denies complains states presents agrees asks calls returns attends arrives
remains receives believes joins starts left suffers undergoes underwent requests recalls recovers tolerates
declines prefers understands understood found gave gives made makes met lost keeps kept brought sent sees saw began
drove drives shares owes also then never still again currently now to hat ist war wurde wird kam klagt berichtet
leidet kann soll muss möchte stellte wartet est a était sera es fue tiene era è ha
"""

_SURNAME_STARTS = ("o'", "mc", "fitz", "d'")
_SURNAME_ENDS = tuple(
    (
        "dóttir dottir sson ović ovic ević evic wicz owski owska ewski ewska czyk opoulos akis idis shvili enko chuk "
        "ullah zadeh oğlu oglu quist gaard escu ikova inova evna yeva ieva"
    ).split()
)

_NO_ACTS = frozenset(
    ("colored coloured tinged stained red bed speed need seed feed based related limited united led").split()
)


@cache
def _listed(name: str) -> frozenset[str]:
    return frozenset((_FOLDER / name).read_text(encoding="utf-8").split())


@cache
def _folded(name: str) -> frozenset[str]:
    return frozenset(map(fold, _listed(name)))


@lru_cache(maxsize=8192)
def _is_listed(folded: str, name: str) -> bool:
    """Whether a list holds the word, with its accents or without them."""
    if folded in _listed(name):
        return True
    bare = "".join(mark for mark in unicodedata.normalize("NFD", folded) if not unicodedata.combining(mark))
    return bare != folded and bare in _listed(name)


@cache
def _words(source: str) -> frozenset[str]:
    return frozenset(source.split())


def is_given_name(folded: str) -> bool:
    """Whether a word, in small letters, is listed as a given name."""
    return _is_listed(folded, "given_names.txt") or folded in _words(_SHORT_FORMS) or folded in _words(_RARER)


def is_folded_given_name(word: str) -> bool:
    """As `is_given_name`, for a word as `policies.words.fold` spells it."""
    return word in _folded("given_names.txt") or is_given_name(word)


def is_folded_surname(word: str) -> bool:
    """As `is_surname`, for a word as `policies.words.fold` spells it."""
    return word in _folded("surnames.txt") or is_surname_by_form(word)


def is_short_form(folded: str) -> bool:
    """Whether a word is a given name that most people know as one, be it a plain word too ("Will", "Mark", "Rose")."""
    return folded in _words(_SHORT_FORMS)


def is_surname(folded: str) -> bool:
    """Whether a word, in small letters, is listed as a surname."""
    return _is_listed(folded, "surnames.txt")


def is_listed_name(folded: str) -> bool:
    """Whether a word, in small letters, is listed as a given name or as a surname."""
    return is_given_name(folded) or is_surname(folded)


def is_surname_by_form(folded: str) -> bool:
    """Whether a word is built as surnames are: "o'donoghue", "guðmundsdóttir", "petrović", "mcallister"."""
    return len(folded) > 5 and (folded.startswith(_SURNAME_STARTS) or folded.endswith(_SURNAME_ENDS))


def is_plain(folded: str) -> bool:
    """Whether a name is a word of brands and institutions before it is a name: "bay", "global", "crown"."""
    return folded in _words(_PLAIN)


def is_place(folded: str) -> bool:
    """Whether a word names a country, a state or a large town."""
    return folded in _words(_PLACES)


def is_stop(folded: str) -> bool:
    """Whether a word is never a part of a name: a function word, a form's label, a job, an institution, a month."""
    return folded in _words(_STOP) or folded in _words(_CALENDAR)


def is_everyday(folded: str) -> bool:
    """Whether a word is a plain word, a place or a month before it is a name: alone, it proves no name."""
    return is_stop(folded) or is_place(folded) or folded in _listed("common_words.txt") or folded in _words(_PLAIN)


def is_act(folded: str) -> bool:
    """Whether the word is what a person does, right behind a name: an auxiliary, a verb of speech, a past tense."""
    return folded in _words(_ACTS) or (folded.endswith("ed") and len(folded) > 4 and folded not in _NO_ACTS)


def is_eponym_head(folded: str) -> bool:
    """Whether the word before it is an eponym and no person: "Parkinson disease", "Barthel index"."""
    return folded in _words(_EPONYM_HEADS)
