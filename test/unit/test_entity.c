/*
 * test_entity.c
 *		HTML entities in PostNL's texts.
 */
#include "unit.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/entity.h"

typedef struct EntityRow
{
	const char *name;
	const char *text;
	const char *decoded;
} EntityRow;

static const EntityRow rows[] = {
	{"PostNL's own example is decoded", "Parcels, domestic &lt;= 10 kg", "Parcels, domestic <= 10 kg"},
	{"text without entities stays", "Zending gesorteerd", "Zending gesorteerd"},
	{"an empty text stays", "", ""},
	{"several entities in a row are decoded", "&lt;&gt;&amp;&quot;&apos;", "<>&\"'"},
	{"what is decoded is not decoded again", "&amp;lt;", "&lt;"},
	{"a decimal entity is decoded", "Caf&#233;", "Caf\xC3\xA9"},
	{"a hexadecimal entity is decoded", "Caf&#xE9; &#Xe9;", "Caf\xC3\xA9 \xC3\xA9"},
	{"leading zeros are read", "&#0039;&#x0027;", "''"},
	{"a character of three bytes is written", "&#8364;&euro;", "\xE2\x82\xAC\xE2\x82\xAC"},
	{"a character of four bytes is written", "&#x1F4E6;", "\xF0\x9F\x93\xA6"},
	{"the last character of three bytes and the first of four are written", "&#xFFFF;&#x10000;",
	"\xEF\xBF\xBF\xF0\x90\x80\x80"},
	{"the last character of all is written", "&#x10FFFF;", "\xF4\x8F\xBF\xBF"},
	{"a number past the last character stays", "&#x110000;", "&#x110000;"},
	{"a huge number stays", "&#99999999;", "&#99999999;"},
	{"a surrogate stays", "&#xD800;&#xDFFF;", "&#xD800;&#xDFFF;"},
	{"the neighbours of surrogates are decoded", "&#xD7FF;&#xE000;", "\xED\x9F\xBF\xEE\x80\x80"},
	{"a NUL stays an entity", "a&#0;b&#x00;", "a&#0;b&#x00;"},
	{"control characters stay entities", "&#10;&#x1b;&#127;&#x9F;", "&#10;&#x1b;&#127;&#x9F;"},
	{"the characters next to control characters are decoded", "&#32;&#126;&#160;", " ~\xC2\xA0"},
	{"an unknown name stays", "&bogus; &Lt;", "&bogus; &Lt;"},
	{"names are case sensitive", "&Eacute;&eacute;", "\xC3\x89\xC3\xA9"},
	{"a name without a semicolon stays", "R&D &lt 3", "R&D &lt 3"},
	{"an ampersand at the end stays", "Jansen &", "Jansen &"},
	{"an entity cut off at the end stays", "Jansen &am", "Jansen &am"},
	{"an empty entity stays", "&;", "&;"},
	{"a number sign alone stays", "&#; &#x; &#X;", "&#; &#x; &#X;"},
	{"a sign before the number stays", "&#+65;&#-65;", "&#+65;&#-65;"},
	{"a blank before the number stays", "&# 65;", "&# 65;"},
	{"hexadecimal digits in a decimal entity stay", "&#6A;", "&#6A;"},
	{"a blank in a name stays", "&l t;", "&l t;"},
	{"an ampersand before an entity stays", "&&lt;", "&<"},
	{"a semicolon too far away ends no entity", "&lt and more;", "&lt and more;"},
	{"UTF-8 around entities stays", "\xE2\x82\xAC&amp;\xC3\xA9", "\xE2\x82\xAC&\xC3\xA9"},
};

static void
decode(void **state)
{
	const EntityRow *row = *state;
	size_t		length = strlen(row->text);
	char	   *text = unit_bytes(row->text, length);
	char	   *out = unit_bytes(row->text, length);

	unit_assert_text(out, pnl_entity_decode(text, length, out), row->decoded);
	/* the same in place */
	unit_assert_text(text, pnl_entity_decode(text, length, text), row->decoded);
	free(out);
	free(text);
}

static void
a_NUL_in_the_text_is_a_byte_like_others(void **state)
{
	char		text[] = "a\0&lt;\0b";
	size_t		length;

	(void) state;
	length = pnl_entity_decode(text, sizeof(text) - 1, text);
	assert_int_equal(length, 5);
	assert_memory_equal(text, "a\0<\0b", 5);
}

static void
a_name_that_holds_a_NUL_is_unknown(void **state)
{
	char		text[] = "&lt\0;";
	size_t		length;

	(void) state;
	length = pnl_entity_decode(text, sizeof(text) - 1, text);
	assert_memory_equal(text, "&lt\0;", length);
}

/* Latin 1 from U+00A0 on: HTML 4.01, section 24.2.1, in its order. */
static const char latin1[] =
	"nbsp iexcl cent pound curren yen brvbar sect uml copy ordf laquo not shy reg macr "
	"deg plusmn sup2 sup3 acute micro para middot cedil sup1 ordm raquo frac14 frac12 "
	"frac34 iquest Agrave Aacute Acirc Atilde Auml Aring AElig Ccedil Egrave Eacute Ecirc "
	"Euml Igrave Iacute Icirc Iuml ETH Ntilde Ograve Oacute Ocirc Otilde Ouml times Oslash "
	"Ugrave Uacute Ucirc Uuml Yacute THORN szlig agrave aacute acirc atilde auml aring "
	"aelig ccedil egrave eacute ecirc euml igrave iacute icirc iuml eth ntilde ograve "
	"oacute ocirc otilde ouml divide oslash ugrave uacute ucirc uuml yacute thorn yuml";

static void
every_name_of_Latin_1_is_decoded(void **state)
{
	unsigned int character = 0xA0;
	char	   *names = unit_bytes(latin1, sizeof(latin1));

	(void) state;
	for (char *name = strtok(names, " "); name != NULL; name = strtok(NULL, " "))
	{
		char		text[16];
		char		expected[3] = {(char) (0xC0 | (character >> 6)),
		(char) (0x80 | (character & 0x3F)), '\0'};
		int			length = snprintf(text, sizeof(text), "&%s;", name);

		unit_assert_text(text, pnl_entity_decode(text, (size_t) length, text), expected);
		character++;
	}
	assert_int_equal(character, 0x100);
	free(names);
}

static const EntityRow punctuation[] = {
	{"dashes are decoded", "&ndash;&mdash;", "\xE2\x80\x93\xE2\x80\x94"},
	{"single quotes are decoded", "&lsquo;&rsquo;&sbquo;", "\xE2\x80\x98\xE2\x80\x99\xE2\x80\x9A"},
	{"double quotes are decoded", "&ldquo;&rdquo;&bdquo;", "\xE2\x80\x9C\xE2\x80\x9D\xE2\x80\x9E"},
	{"a bullet and an ellipsis are decoded", "&bull;&hellip;", "\xE2\x80\xA2\xE2\x80\xA6"},
	{"the trade mark sign is decoded", "&trade;", "\xE2\x84\xA2"},
	{"ligatures and carons are decoded", "&OElig;&oelig;&Scaron;&scaron;&Yuml;",
	"\xC5\x92\xC5\x93\xC5\xA0\xC5\xA1\xC5\xB8"},
};

int
main(void)
{
	UNIT_ROWS(rows, decode);
	UNIT_ROWS(punctuation, decode);
	UNIT_CASE(a_NUL_in_the_text_is_a_byte_like_others);
	UNIT_CASE(a_name_that_holds_a_NUL_is_unknown);
	UNIT_CASE(every_name_of_Latin_1_is_decoded);
	return unit_run();
}
