"""E-mail addresses, web addresses, network addresses and user names."""

from __future__ import annotations

import ipaddress
import re

from policies.recognizers.finder import Finder, PatternFinder

EMAIL = (
    r"(?<![\w.+%-])[\w+%'-]{1,64}(?:\.[\w+%'-]{1,64}){0,8}@[\w-]{1,63}"
    r"(?:\.[\w-]{1,63}){0,8}\.[^\W\d_]{2,24}(?![\w@-])"
)
_URL = (
    r"(?i)\b(?:https?|hxxps?|ftp|sftp|ldaps?)://[^\s<>\"'|\]⟦⟧]{2,2000}(?<![.,;:!?)\]])"
    r"|\bwww\.[\w-]{1,63}\.[^\s<>\"'|\]⟦⟧]{2,2000}(?<![.,;:!?)\]])"
)
_BARE_URL = (
    r"(?i)(?<![\w@./\\-])(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.){1,4}(?:com|org|net|edu|gov|info|biz|io|ly|me|co"
    r"|uk|de|fr|es|it|nl|eu|ch|at|us|ca|blog|app|dev)/(?=\w)[^\s<>\"'|\]⟦⟧]{1,500}(?<![.,;:!?)\]])"
)
_PROFILE = (
    r"(?i)(?<![\w@-])(?:(?:facebook|instagram|twitter|x|tiktok|github|gitlab|threads|pinterest|strava|venmo|medium)\.com"
    r"|linkedin\.com/(?:in|pub)|xing\.com/profile|youtube\.com/(?:c|user)|reddit\.com/u(?:ser)?|t\.me|bsky\.app/profile"
    r")/(?P<value>@?[a-z0-9][\w.-]{1,60}[a-z0-9])(?![\w@])"
)
_HANDLE = r"(?<![\w@./+:-])(?P<value>@(?=[A-Za-z._]{2,20}\d)[A-Za-z][\w.]{2,28}\w)(?![\w@/(]|\.\w)"
_HANDLE_IN_A_SENTENCE = (
    r"(?<=[^\W_][,:;]? |[(:])(?P<value>@(?=[A-Za-z]{2,20}_[A-Za-z])[A-Za-z][\w.]{2,28}\w)(?![\w@/(]|\.\w)"
)
"""Where no decorator of a program can stand, with an underscore instead of a digit."""

_OCTET = r"(?:25[0-5]|2[0-4]\d|1?\d?\d)"
_IPV4 = rf"(?<![\w.])(?:{_OCTET}\.){{3}}{_OCTET}(?:/(?:3[0-2]|[12]?\d))?(?![\w]|\.\d)"
_IPV6 = (
    r"(?<![\w:.])(?=[0-9A-Fa-f:]*:[0-9A-Fa-f:]*:)[0-9A-Fa-f:]{2,39}(?:\.\d{1,3}){0,3}"
    r"(?:%\w{1,16})?(?:/\d{1,3})?(?![\w:])"
)
_MAC = (
    r"(?<![\w:-])[0-9A-Fa-f]{2}([:-])(?:[0-9A-Fa-f]{2}\1){4}[0-9A-Fa-f]{2}(?![\w:-])|"
    r"(?<![\w.])(?:[0-9A-Fa-f]{4}\.){2}[0-9A-Fa-f]{4}(?![\w.])"
)
_USERNAME = (
    r"(?i)(?<![^\W_])(?:user[\s_]?name|user[\s_]?id|user|login|log-?in name|account name|benutzername"
    r"|benutzerkennung|anmeldename|"
    r"nom d'utilisateur|identifiant|usuario|nome utente|gebruikersnaam|twitter|skype"
    r"|telegram|instagram|handle)"
    r"\\?[\"']?\s?[:=|]\s?\\?[\"']?(?P<value>@?[A-Za-z][\w.-]{1,40}[A-Za-z0-9])(?![\w@])"
)
_HOME = (
    r"(?:(?<![\w.])/(?:home|Users)/|\b[A-Za-z]:[\\/]Users[\\/])"
    r"(?P<value>[A-Za-z][\w-]{0,31}(?:\.[\w-]{1,31}){0,3})(?![\w{}<>%$])"
)
_IN_A_SENTENCE = (
    r"(?i)\b(?:user\s?name|user\s?id|account name|handle|benutzername|nom d'utilisateur) (?:is |was |ist |est )?"
    r"(?P<value>(?=[A-Za-z]{1,40}(?:[\d_]|\.[A-Za-z]{2}))[A-Za-z][\w.-]{2,40}[A-Za-z0-9])(?![\w@])"
)
"""Without a separator a user name must not look like a word: it holds a digit, an underscore or a dot."""

_USER = (
    r"(?i)user|log-?in|account name|benutzer|anmeldename|utilisateur|identifiant|usuario|utente|gebruikersnaam|twitter"
    r"|skype|telegram|instagram|handle"
)
"""A piece of each label of a user name."""


def email_addresses() -> Finder:
    """E-mail addresses. No list of top-level domains is fetched or needed."""
    return PatternFinder("email address", "EMAIL_ADDRESS", [(EMAIL, 0.9)], needs="@")


def web_addresses() -> Finder:
    """Addresses with a scheme or with www."""
    return PatternFinder("web address", "URL", [(_URL, 0.7)], needs=r"(?i)://|www\.")


def bare_web_addresses() -> Finder:
    """Addresses without a scheme, with a path: "wren-joinery.com/team"."""
    return PatternFinder("bare web address", "URL", [(_BARE_URL, 0.5)], needs=r"[A-Za-z]/\w")


def ip_addresses() -> Finder:
    """IPv4 and IPv6 addresses, also of networks."""
    return PatternFinder("ip address", "IP_ADDRESS", [(_IPV4, 0.7), (_IPV6, 0.7)], check=_is_ip, needs=r"\d\.\d|:")


def mac_addresses() -> Finder:
    """Hardware addresses: six pairs, or three groups of four."""
    return PatternFinder("mac address", "MAC_ADDRESS", [(_MAC, 0.7)], needs=r"[0-9A-Fa-f]{2}[.:-][0-9A-Fa-f]{2}")


def usernames() -> Finder:
    """User names behind their label."""
    return PatternFinder(
        "username", "USERNAME", [(_USERNAME, 0.6), (_IN_A_SENTENCE, 0.55)], check=_is_username, needs=_USER
    )


def profiles() -> Finder:
    """Whose page of a social network it is, with a scheme before it or without."""
    return PatternFinder("profile", "USERNAME", [(_PROFILE, 0.7)], check=_is_page, needs=r"[A-Za-z]/[\w@]")


def handles() -> Finder:
    """Names that begin with an at sign. Of one word alone it may be an annotation of a program."""
    return PatternFinder("handle", "USERNAME", [(_HANDLE, 0.5), (_HANDLE_IN_A_SENTENCE, 0.5)], needs=r"@[A-Za-z]")


def home_folders() -> Finder:
    r"""User names as paths have them: "/home/tohara7/scans", "C:\Users\tohara7"."""
    return PatternFinder(
        "home folder", "USERNAME", [(_HOME, 0.6)], check=_is_somebodys, needs=r"[/\\](?:home|Users)[/\\]"
    )


def _is_page(value: str) -> bool | None:
    """Some addresses of such a site are its own pages."""
    return False if value.casefold() in _PAGES else None


_PAGES = frozenset(
    """about explore features groups help home hashtag i intent jobs login marketplace orgs pages policies privacy
    profile.php search settings share sharer sharer.php signup terms topics watch""".split()
)


def _is_somebodys(value: str) -> bool | None:
    """Some home folders are those of programs, or everybody's."""
    return False if len(value) < 2 or value.casefold() in _NOBODYS else None


_NOBODYS = frozenset(
    """admin administrator all app appuser apps build builder ci common data default deploy docker ec2-user git guest
    jovyan linuxbrew me my name node oracle pi postgres public root runner service share shared test ubuntu user
    username users vagrant vscode work www www-data you your yourname""".split()
)


def _is_username(value: str) -> bool | None:
    """The name of the next column is none: "| username | ip_address |"."""
    return False if _COLUMN.fullmatch(value) else None


_COLUMN = re.compile(
    r"(?i)(?:[a-z]{1,15}[_-])?(?:address|addr|agent|name|date|time|timestamp|version|status|role|roles|e-?mail|phone"
    r"|group|groups|type|password|created|updated|domain|department|id)(?:[_-](?:at|on|by|id|time|date|name|type))?"
)


def _is_ip(value: str) -> bool | None:
    address = re.split(r"[%/]", value)[0]
    try:
        parsed = ipaddress.ip_address(address)
    except ValueError:
        return False
    # "::" and "1.2.3.4" as a version number stay what they are: only ambiguous short forms are refused.
    return None if parsed.version == 4 or len(address) > 4 else False
