"""Who rings without a number: the many words that stand where a caller's number would."""

from __future__ import annotations

import re
from string import punctuation

_WORDS = frozenset(
    {
        # RFC 3323 section 4.1.1.3, RFC 3325 section 9.3, and what exchanges write of themselves.
        *("anonymous", "anonym", "anon", "unavailable", "unavail", "notavailable", "na", "unknown"),
        *("restricted", "restrict", "private", "privacy", "withheld", "suppressed", "blocked"),
        *("hidden", "unidentified", "undefined", "undisclosed", "unspecified", "noname", "none"),
        *("null", "nil", "no", "not", "cid", "clid", "clir", "payphone", "coinline"),
        *("outofarea", "nodata", "undef"),
        # Danish, Norwegian, Swedish, Finnish
        *("anonymt", "ukendt", "ukjent", "okänd", "okänt", "hemmelig", "hemmeligt", "hemlig"),
        *("hemligt", "skjult", "skyddat", "dold", "dolt", "sperret", "spærret", "utilgjengelig"),
        *("utilgængelig", "tuntematon", "salainen", "privat"),
        # Dutch, German
        *("anoniem", "onbekend", "afgeschermd", "verborgen", "geheim", "privé", "prive"),
        *("unbekannt", "unterdrückt", "gesperrt"),
        # French, Spanish, Italian, Portuguese, Polish
        *("anonyme", "inconnu", "masqué", "masque", "indisponible", "anónimo", "anonimo"),
        *("desconocido", "oculto", "privado", "sconosciuto", "nascosto", "privato"),
        *("desconhecido", "anônimo", "nieznany", "zastrzeżony", "prywatny", "anonimowy"),
    }
)
_BESIDE = frozenset(
    {
        *("caller", "callerid", "call", "number", "num", "nr", "no", "not", "name", "user", "id"),
        *(
            "identity",
            "id",
            "cli",
            "line",
            "party",
            "subscriber",
            "available",
            "nummer",
            "oppringer",
        ),
        *("innringer", "uppringare", "opkald", "samtale", "anrop", "beller", "rufnummer"),
        *("anrufer", "numéro"),
        *("numero", "appel", "número", "llamada", "numer", "by", "the"),
    }
)
"""What may stand beside such a word."""
_RUNS = re.compile(r"[^\W\d_]+")
_MARK = re.compile(r"-[0-9]{1,4}\Z")
"""Another box of ours has put its mark behind what it could not tell (office.md D8)."""
_LONGEST = 80


def is_no_number(user: str) -> bool:
    """Whether this stands where a number would, and says that there is none: "Unknown CLI"."""
    if not user.strip("+0"):
        return user != "0"
    if not user.strip(punctuation + " "):
        return True
    if user[0] == "+" or user[0].isdigit():
        return False
    bare = _MARK.sub("", user[:_LONGEST].casefold())
    runs = _RUNS.findall(bare)
    if not runs or any(c.isdigit() for c in bare):
        return False
    return _says_nothing(runs) or _says_nothing(["".join(runs)])


def hides(user: str, host: str) -> bool:
    """Whether a URI is that of somebody who is not told (RFC 3323 section 4.1.1.3)."""
    user, _, inner = user.partition("@")  # some write a whole address where the user stands
    hosts = (host.partition(":")[0], inner.lower())
    return any(each.endswith(".invalid") for each in hosts) or is_no_number(user)


def _says_nothing(runs: list[str]) -> bool:
    """Also where a word that may stand beside is joined to it: "privatenumber"."""
    parted = [_parted(run) for run in runs]
    return any(run in _WORDS for run in parted) and all(
        run in _WORDS or run in _BESIDE for run in parted
    )


def _parted(run: str) -> str:
    if run in _WORDS or run in _BESIDE:
        return run
    return next((run.removesuffix(b) for b in _BESIDE if run.removesuffix(b) in _WORDS), run)
