#!/usr/bin/env python3
"""Makes src/core/country_names.c of Unicode's CLDR.

    python3 src/data/country_names.py [CLDR_DIR] > src/core/country_names.c

CLDR_DIR holds common/main and common/supplemental; by default it is where Debian's
package unicode-cldr-core has them.  The same CLDR gives the same file.

A row is a country: its ISO code of two letters and of three, and its names in Dutch,
English, French and German as country.c compares them: small letters only, accents gone.
A name that two countries have in these languages is left out, and told on standard
error: country.c never guesses.
"""

import re
import sys
import unicodedata
import xml.etree.ElementTree as xml

CLDR = "/usr/share/unicode/cldr"
LANGUAGES = ("nl", "en", "fr", "de")

# PostNL's own codes (reference/countries.csv), which ISO reserves; and Kosovo's, which
# everybody uses.
BESIDE_ISO = {"IC": None, "EA": None, "XK": "XKX"}

# What people write beside CLDR's names: parts that stand for the whole, older names,
# and the code that the EU uses.
ALIASES = {
    "NL": ("Holland", "Hollande"),
    "GB": ("UK", "Great Britain", "Groot-Brittannië", "Grande-Bretagne", "Großbritannien",
           "Britain", "England", "Engeland", "Angleterre", "Scotland", "Schotland", "Écosse",
           "Schottland", "Wales", "Pays de Galles", "Northern Ireland", "Noord-Ierland",
           "Irlande du Nord", "Nordirland", "VK"),
    "GR": ("EL", "Hellas"),
    "US": ("Verenigde Staten", "VS", "United States of America", "America", "Amerika",
           "Vereinigte Staaten von Amerika", "Verenigde Staten van Amerika",
           "États-Unis d'Amérique"),
    "CZ": ("Czech Republic", "Tsjechische Republiek", "République tchèque",
           "Tschechische Republik"),
    "IE": ("Republic of Ireland", "Eire"),
    "LU": ("Grand-Duché de Luxembourg", "Groothertogdom Luxemburg"),
    "DE": ("Bundesrepublik Deutschland", "BRD"),
    "SK": ("Slovak Republic", "Slowaakse Republiek"),
    "AE": ("UAE", "VAE"),
    "MM": ("Myanmar", "Burma", "Birma", "Birmanie"),
    "TR": ("Türkiye",),
    "HK": ("Hong Kong",),
    "MO": ("Macau", "Macao"),
    "IC": ("Canaries", "Islas Canarias"),
    "ES": ("España",),
    "IT": ("Italia",),
    "PT": ("República Portuguesa",),
    "PL": ("Polska",),
    "SE": ("Sverige",),
    "DK": ("Danmark",),
    "NO": ("Norge",),
    "FI": ("Suomi",),
    "AT": ("Republik Österreich",),
}

# A German who has no umlauts writes two letters.
UMLAUTS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "Ä": "Ae", "Ö": "Oe", "Ü": "Ue"})

# Letters that have no parts, as in country.c.
LETTERS = str.maketrans({"ß": "ss", "æ": "ae", "œ": "oe", "ø": "o", "ł": "l", "đ": "d",
                         "ð": "d", "þ": "th", "ı": "i"})


def fold(name):
    """A name as country.c compares it."""
    parts = unicodedata.normalize("NFD", name.lower().translate(LETTERS))
    return re.sub("[^a-z]", "", parts)


def iso_codes(cldr):
    """{two letters: three letters} of ISO 3166-1, and those beside it."""
    tree = xml.parse(f"{cldr}/common/supplemental/supplementalData.xml")
    codes = {each.get("type"): each.get("alpha3")
             for each in tree.iter("territoryCodes")
             if re.fullmatch("[A-Z]{2}", each.get("type")) and each.get("alpha3")
             and each.get("numeric")}
    # for private use in ISO, or for no country
    codes = {code: alpha3 for code, alpha3 in codes.items()
             if not re.fullmatch("X[A-Z]|Q[M-Z]|AA|ZZ|EU", code)}
    codes.update(BESIDE_ISO)
    return codes


def names_of(cldr, codes):
    """{code: [names in all languages, in this order]}"""
    names = {code: [] for code in codes}
    for language in LANGUAGES:
        tree = xml.parse(f"{cldr}/common/main/{language}.xml")
        for each in tree.find("localeDisplayNames/territories"):
            if each.get("type") not in codes:
                continue
            # short for something, and somebody's code: "R.-U.", "É.-U."
            if len(fold(each.text)) <= 3:
                continue
            names[each.get("type")].append(each.text)
            if language == "de":
                names[each.get("type")].append(each.text.translate(UMLAUTS))
    # what is a country no more has codes, but no names
    names = {code: each for code, each in names.items() if each}
    for code, aliases in ALIASES.items():
        names[code] += aliases
    return names


def unambiguous(names):
    """{code: folded names}, without those that are of two countries."""
    owners = {}
    for code, each in names.items():
        for name in each:
            owners.setdefault(fold(name), set()).add(code)
    for name, codes in sorted(owners.items()):
        if len(codes) > 1:
            print(f"left out: {name} is {', '.join(sorted(codes))}", file=sys.stderr)
    return {code: list(dict.fromkeys(fold(name) for name in each
                                     if len(owners[fold(name)]) == 1))
            for code, each in names.items()}


def literal(names):
    """C strings of at most so many columns, joined by the compiler."""
    lines, line = [], ""
    for name in names:
        # the first one stands behind the codes
        if line and len(line) + len(name) > (84 if lines else 74):
            lines.append(line)
            line = ""
        line += name + "|"
    lines.append(line[:-1])
    return "\n\t\t".join(f'"{each}"' for each in lines)


HEAD = """\
/*
 * country_names.c
 *		Countries, and their names in Dutch, English, French and German.
 *
 * Made by src/data/country_names.py of Unicode's CLDR {version}; change that, not this.
 * (c) 1991-2022 Unicode, Inc., license Unicode-DFS-2016: LICENSE has it.
 *
 * In the order of the codes.  Names are in small letters without accents, blanks and
 * signs.
 */
#include "core/country_names.h"

const PnlCountry pnl_country_names[] = {{
"""


def main(cldr):
    codes = iso_codes(cldr)
    names = unambiguous(names_of(cldr, codes))
    with open(f"{cldr}/common/dtd/ldml.dtd", encoding="utf-8") as file:
        version = re.search('cldrVersion CDATA #FIXED "([^"]+)"', file.read()).group(1)
    rows = []
    for code in sorted(names):
        rows.append(f'\t{{"{code}", "{codes[code] or ""}", {literal(names[code])}}},\n')
    sys.stdout.write(HEAD.format(version=version).replace("{{", "{"))
    sys.stdout.write("".join(rows))
    sys.stdout.write("};\n\nconst size_t pnl_country_names_count = "
                     "sizeof(pnl_country_names) / sizeof(pnl_country_names[0]);\n")


if __name__ == "__main__":
    main(*(sys.argv[1:] or [CLDR]))
