/*
 * address_word.c
 *		The words of address lines in the Netherlands, Belgium, Luxembourg,
 *		Germany and France: a table, and what each can be.
 *
 * Words are written as pnl_fold_word() leaves them.  Sources: the BAG's
 * catalogue (huisletter, huisnummertoevoeging), the municipal registers'
 * "aanduiding bij huisnummer" (to, by), the additions of Amsterdam (hs, I,
 * II), Haarlem (rd, zw) and Utrecht (bis), bpost's and La Poste's rules for
 * the lines of an address.
 */
#include "core/address_word.h"

#include <string.h>

#include "core/fold.h"

/* Longer words are names. */
#define WORD_SIZE 40

static const struct
{
	unsigned	kinds;
	const char *words;
}			lists[] = {
	{PNL_WORD_ALONE,
		"hs|huis|bis|ter|quater|quinquies|rd|rood|zw|zwart|wit|boven|bov|beneden|ben|achter|voor|"
		"links|rechts|midden|bovenhuis|benedenhuis|bovenwoning|benedenwoning|achterhuis|voorhuis|"
		"souterrain|sousterrain|sous|kelder|zolder|parterre|part|bg|bgg|belet|beletage|"
		"penthouse|ph|kantoor|winkel|garage|"
		"woonboot|wb|woonschip|ws|woonark|woonwagen|ww|naast|nabij|bij|by|to|t/o|tegenover|"
		"gelijkvloers|glvl|gvl|rdc|arriere|avant|gauche|droite|"
	"hinterhaus|vorderhaus|hofhaus|seitenflugel|gartenhaus|eg|dg|mitte"},
	{PNL_WORD_VALUE,
		"bus|bte|boite|bt|box|b|app|appt|apt|ap|appartement|appart|apartement|apartment|unit|"
		"kamer|kmr|kam|room|flat|studio|suite|lokaal|postvak|brievenbus|blok|bloc|gebouw|geb|"
		"batiment|bat|ingang|entree|esc|escalier|trap|porte|hal|loods|stand|standplaats|"
	"ligplaats|kavel|toren|vleugel|poort|deur|whg|wohnung|zimmer|aufgang|haus"},
	{PNL_WORD_FLOOR,
		"verdieping|verd|verdiep|etage|etg|hoog|hg|vloer|floor|niveau|"
	"og|ug|stock|stockwerk|obergeschoss"},
	{PNL_WORD_COUNT,
		"bel|een|twee|drie|vier|vijf|zes|zeven|acht|eerste|tweede|derde|vierde|vijfde|zesde|"
	"premier|deuxieme|troisieme|quatrieme|cinquieme|erster|zweiter|dritter"},
	{PNL_WORD_ROMAN,
	"i|ii|iii|iv|v|vi|vii|viii|ix|x|xi|xii|xiii|xiv|xv|xvi|xvii|xviii|xix|xx"},
	{PNL_WORD_ORDINAL, "e|de|ste|er|ere|re|eme|nde|nd"},
	{PNL_WORD_MARKER, "nr|no|num|nummer|numero|huisnr|huisnummer|nummero"},
	{PNL_WORD_OPPOSITE, "t/o|tegenover"},
	{PNL_WORD_NEAR, "t/o|to|tegenover|naast|nabij|bij|by"},
	{PNL_WORD_ARTICLE,
		"de|het|den|der|des|du|la|le|les|van|aan|op|in|aux|au|en|ten|te|und|von|vom|zum|zur|"
	"of|sur|tot"},
	{PNL_WORD_OF, "de|het|den|der|des|du|la|le|les|van|aux|vom"},
	{PNL_WORD_TYPE | PNL_WORD_NUMBERED,
		"straat|laan|weg|plein|boulevard|park|dijk|kade|singel|dreef|hof|pad|plantsoen|markt|"
	"avenue|place|square|plaats|allee|platz|strasse|esplanade"},
	{PNL_WORD_NUMBERED,
		"industrieterrein|industriezone|industriepark|bedrijvenpark|bedrijventerrein|zone|"
	"zoning|wijk|sectie|strook|kamp|perceel"},
	{PNL_WORD_FRENCH,
		"rue|avenue|av|ave|boulevard|boul|bd|blvd|bld|bvd|place|pl|chaussee|chee|chss|ch|chemin|"
		"che|allee|all|allees|impasse|imp|quai|square|sq|route|rte|cite|cours|clos|sentier|"
		"ruelle|venelle|passage|cote|esplanade|rond-point|faubourg|fbg|voie|val|"
	"dreve|montee|residence|lotissement|parc|promenade|traverse|galerie|hameau|grand-rue"},
	{PNL_WORD_PLACE, "am|an|op|um|om|im|beim|bei|zum|zur|hannert|virun|iewescht"},
	{PNL_WORD_BOX, "postbus|antwoordnummer|postfach"},
	{PNL_WORD_PLOT,
		"plaats|plek|huisje|chalet|bungalow|caravan|perceel|emplacement|lot|parzelle|woonboot|"
		"woonschip|woonark|woonwagen|unit|app|appt|apt|appartement|kamer|kmr|bus|bte|boite|flat|"
	"studio|blok|bloc|gebouw|batiment|bat|loods|box|lokaal"},
	{PNL_WORD_NEVER, "tav|p/a|pa|c/o|attn|ovv|chez|zn|z/n|s/n|on|ong|ongenummerd"},
	{PNL_WORD_CORNER, "hoek|h/o|coin|ecke"},
};

static const char *const months =
	"januari|februari|maart|april|mei|juni|juli|augustus|september|oktober|november|december|"
	"janvier|fevrier|mars|avril|mai|juin|juillet|aout|septembre|octobre|novembre|decembre|"
	"januar|februar|marz|maerz|august|dezember|october";

/* What makes one word of a month and a street. */
static const char *const month_tails =
	"straat|str|laan|plein|weg|park|kade|singel|hof|dreef|pad|dijk|brug|plantsoen|poort|"
	"platz|strasse|boulevard";

/* True when a folded word is one of a list; found by the bars, which is quick. */
static bool
is_in(const char *words, const char *word, size_t length)
{
	for (;;)
	{
		const char *bar = strchr(words, '|');
		size_t		next = bar ? (size_t) (bar - words) : strlen(words);

		if (next == length && memcmp(words, word, length) == 0)
			return true;
		if (bar == NULL)
			return false;
		words = bar + 1;
	}
}

/* A month, with or without what makes it a street. */
static bool
is_month(const char *word, size_t length)
{
	for (const char *month = months; *month != '\0';)
	{
		size_t		head = strcspn(month, "|");
		const char *tail = word + head;
		size_t		left = length - head;

		if (head <= length && memcmp(month, word, head) == 0)
		{
			if (left > 0 && *tail == '-')
			{
				tail++;
				left--;
			}
			if (left == 0 || is_in(month_tails, tail, left))
				return true;
		}
		month += head + (month[head] == '|');
	}
	return false;
}

unsigned
pnl_address_word(PnlText word)
{
	char		folded[WORD_SIZE];
	size_t		length = pnl_fold_word(word, folded, sizeof(folded));
	unsigned	kinds = 0;

	if (length == 0)
		return 0;
	for (size_t i = 0; i < sizeof(lists) / sizeof(lists[0]); i++)
		if (is_in(lists[i].words, folded, length))
			kinds |= lists[i].kinds;
	return is_month(folded, length) ? kinds | PNL_WORD_MONTH : kinds;
}
