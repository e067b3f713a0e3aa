/*
 * answer.c
 *		Whether an answer speaks of what was asked.
 *
 * Rule for this file: when in doubt it is another answer.  A call that is made
 * again for nothing does no harm; a label on the wrong parcel does.
 */
#include "core/answer.h"

#include <stdio.h>
#include <string.h>

#include "core/ascii.h"
#include "core/barcode.h"
#include "core/entity.h"
#include "core/path.h"

/* Longer names are no names of ours: a reference has 35 characters at most. */
#define NAME_SIZE 512

/* How much of a foreign name is shown. */
#define SHOWN_SIZE 64

/* ----------
 * Names
 * ----------
 */

/* In capitals, without white space; "" for what is too long for a name. */
static size_t
fold(PnlText text, char *folded)
{
	size_t		length = 0;
	size_t		decoded;

	if (text.length == 0 || text.length > NAME_SIZE)
		return 0;
	decoded = pnl_entity_decode(text.data, text.length, folded);
	for (size_t i = 0; i < decoded; i++)
		if ((unsigned char) folded[i] > ' ')
			folded[length++] = pnl_ascii_upper(folded[i]);
	return length;
}

bool
pnl_answer_is_same(PnlText a, PnlText b)
{
	char		folded_a[NAME_SIZE];
	char		folded_b[NAME_SIZE];
	size_t		length_a = fold(a, folded_a);
	size_t		length_b = fold(b, folded_b);

	return length_a > 0 && length_a == length_b && memcmp(folded_a, folded_b, length_a) == 0;
}

static bool
is_empty(PnlText name)
{
	char		folded[NAME_SIZE];

	return name.length <= NAME_SIZE && fold(name, folded) == 0;
}

/*
 * What PostNL makes of letters that its systems do not have is not known, so a
 * reference with such letters is not held against the answer.
 */
static bool
is_comparable(PnlText name)
{
	for (size_t i = 0; i < name.length; i++)
		if ((unsigned char) name.data[i] >= 0x80)
			return false;
	return !is_empty(name);
}

static const char *
show(PnlText name, char *shown)
{
	pnl_error_copy_text(shown, SHOWN_SIZE, name.data != NULL ? name.data : "",
						name.length > SHOWN_SIZE * 4 ? SHOWN_SIZE * 4 : (int) name.length);
	return shown;
}

static PnlText
text_of(const PnlJson *node)
{
	PnlText		text = {NULL, 0};

	if (!pnl_json_text(node, &text.data, &text.length) || text.data == NULL)
		return (PnlText) {NULL, 0};
	return text;
}

/* ----------
 * Answers to questions
 * ----------
 */

/* What the walk over the rows of one subject carries. */
typedef struct Hearing
{
	const PnlSubject *subject;
	PnlText		asked;
	PnlText		group;			/* of the row that is named as asked */
	PnlText		other;			/* a name that was not asked for */
	int			rows;
	int			unnamed;
	bool		found;			/* a row, or a group, is named as asked */
	bool		judges;			/* the second time: "group" is known */
} Hearing;

static bool
find_name(const PnlRow *row, const char *path, const PnlJson **node)
{
	PnlError	ignored;

	pnl_error_init(&ignored);
	*node = NULL;
	return path != NULL && pnl_path_find(row, path, node, &ignored) && *node != NULL;
}

/* Whether a place of a row, which may be a list of names, names it. */
static bool
names(const PnlRow *row, const char *path, PnlText name)
{
	const PnlJson *node;

	if (!find_name(row, path, &node))
		return false;
	for (size_t i = 0; i < pnl_json_count(node); i++)
		if (pnl_answer_is_same(text_of(pnl_json_item(node, i)), name))
			return true;
	return false;
}

static PnlText
first_name(const PnlRow *row, const char *path)
{
	const PnlJson *node;

	return find_name(row, path, &node) ? text_of(pnl_json_item(node, 0)) : (PnlText) {NULL, 0};
}

/* Whether a row is of the group of the one that was asked for. */
static bool
is_of_group(const PnlRow *row, const Hearing *hearing)
{
	const PnlSubject *subject = hearing->subject;

	return names(row, subject->group, hearing->asked) ||
		names(row, subject->group, hearing->group) || names(row, subject->name, hearing->group);
}

static bool
hear_row(const PnlRow *row, void *arg, PnlError *error)
{
	Hearing    *hearing = arg;
	const PnlSubject *subject = hearing->subject;

	(void) error;
	if (names(row, subject->name, hearing->asked))
	{
		hearing->found = true;
		hearing->group = first_name(row, subject->group);
	}
	else if (names(row, subject->group, hearing->asked))
		hearing->found = true;
	if (!hearing->judges)
		return true;
	hearing->rows++;
	if (is_empty(first_name(row, subject->name)))
		hearing->unnamed++;
	else if (!names(row, subject->name, hearing->asked) && !is_of_group(row, hearing))
		hearing->other = first_name(row, subject->name);
	return true;
}

static bool
refuse(const Hearing *hearing, PnlError *error)
{
	char		asked[SHOWN_SIZE];
	char		other[SHOWN_SIZE];

	show(hearing->asked, asked);
	if (hearing->other.length > 0)
		return pnl_error_set(error, PNL_ERR_PROTOCOL, "it speaks of %s, and %s was asked for",
							 show(hearing->other, other), asked);
	return pnl_error_set(error, PNL_ERR_PROTOCOL, "it does not speak of %s", asked);
}

/*
 * Where rows may be of a group, one must be the asked one's, and one without a
 * name be the only one.
 */
static bool
check_subject(Hearing *hearing, const PnlJson *document, PnlError *error)
{
	const PnlSubject *subject = hearing->subject;
	bool		one_must_be;

	for (int pass = 0; pass < 2; pass++)
	{
		PnlError	ignored;

		/* a document of another shape is refused when its rows are read */
		pnl_error_init(&ignored);
		hearing->judges = pass > 0;
		(void) !pnl_path_each(document, subject->rows, hear_row, hearing, &ignored);
	}
	one_must_be = subject->required ||
		(subject->group != NULL && hearing->rows > 0 &&
		 !(hearing->rows == 1 && hearing->unnamed == 1));
	if (hearing->other.length > 0 || (one_must_be && !hearing->found))
		return refuse(hearing, error);
	return true;
}

/* The argument as a text; false when there is none to compare with. */
static bool
read_argument(const PnlSubject *subject, const PnlOperation *operation,
			  const PnlArguments *arguments, char *digits, PnlText *asked)
{
	for (int i = 0; operation->parameters[i].argument != NULL; i++)
	{
		const PnlValue *value = &arguments->values[i];

		if (strcmp(operation->parameters[i].argument, subject->argument) != 0 || value->null)
			continue;
		if (value->type == PNL_INTEGER)
		{
			snprintf(digits, SHOWN_SIZE, "%d", (int) value->integer);
			*asked = (PnlText) {digits, strlen(digits)};
			return true;
		}
		*asked = value->text;
		return value->type == PNL_TEXT && is_comparable(*asked);
	}
	return false;
}

bool
pnl_answer_check(const PnlOperation *operation, const PnlArguments *arguments,
				 const PnlJson *document, PnlError *error)
{
	const PnlSubject *subject = operation->subjects;

	for (; document != NULL && subject != NULL && subject->argument != NULL; subject++)
	{
		Hearing		hearing = {.subject = subject};
		char		digits[SHOWN_SIZE];

		if (read_argument(subject, operation, arguments, digits, &hearing.asked) &&
			!check_subject(&hearing, document, error))
			return false;
	}
	return true;
}

bool
pnl_answer_read(const PnlReply *reply, const PnlOperation *operation,
				const PnlArguments *arguments, PnlJson **document, PnlError *error)
{
	if (!pnl_reply_read(reply, operation, document, error))
		return false;
	if (pnl_answer_check(operation, arguments, *document, error))
		return true;
	error->http_status = reply->http_status;
	pnl_json_free(*document);
	*document = NULL;
	return false;
}

/* ----------
 * Answers to calls that ship
 * ----------
 */

static int
find_asked(const PnlAskedParcel *asked, int count, PnlText barcode)
{
	for (int i = 0; i < count; i++)
		if (pnl_answer_is_same(asked[i].barcode, barcode))
			return i;
	return -1;
}

/* An issued barcode has to be one, and nobody else's in the answer. */
static bool
check_issued(const PnlSaidParcel *said, int said_count, int place, PnlError *error)
{
	PnlBarcodeInfo info;
	char		shown[SHOWN_SIZE];

	if (is_empty(said[place].barcode))
		return said[place].refused ||
			pnl_error_set(error, PNL_ERR_PROTOCOL, "it has no barcode for parcel %d", place + 1);
	pnl_barcode_inspect(said[place].barcode.data, said[place].barcode.length, &info);
	if (!info.valid)
		return pnl_error_set(error, PNL_ERR_PROTOCOL, "%s is no barcode: %s",
							 show(said[place].barcode, shown), info.reason);
	for (int i = 0; i < said_count; i++)
		if (i != place && pnl_answer_is_same(said[i].barcode, said[place].barcode))
			return pnl_error_set(error, PNL_ERR_PROTOCOL, "it speaks of %s twice",
								 show(said[place].barcode, shown));
	return true;
}

/* The place of a parcel whose barcode says nothing: where it was asked for. */
static bool
match_by_place(const PnlAskedParcel *asked, int asked_count, const PnlSaidParcel *said,
			   int said_count, int place, int *places, PnlError *error)
{
	char		shown[SHOWN_SIZE];

	if (said_count == asked_count && places[place] < 0 && is_empty(asked[place].barcode))
	{
		places[place] = place;
		return check_issued(said, said_count, place, error);
	}
	/* as a refusal of the call as a whole has none either */
	if (asked_count == 1 && said_count == 1 && said[0].refused && is_empty(said[0].barcode))
	{
		places[0] = 0;
		return true;
	}
	if (is_empty(said[place].barcode))
		return pnl_error_set(error, PNL_ERR_PROTOCOL,
							 "it does not say of which parcel it speaks");
	return pnl_error_set(error, PNL_ERR_PROTOCOL, "it speaks of %s, which was not asked for",
						 show(said[place].barcode, shown));
}

static bool
check_reference(const PnlAskedParcel *asked, const PnlSaidParcel *said, PnlError *error)
{
	char		shown[SHOWN_SIZE];

	if (!is_comparable(asked->reference) || is_empty(said->reference) ||
		pnl_answer_is_same(asked->reference, said->reference))
		return true;
	return pnl_error_set(error, PNL_ERR_PROTOCOL,
						 "it speaks of a parcel with reference %s, which was not asked for",
						 show(said->reference, shown));
}

bool
pnl_answer_match(const PnlAskedParcel *asked, int asked_count, const PnlSaidParcel *said,
				 int said_count, int *places, PnlError *error)
{
	char		shown[SHOWN_SIZE];

	for (int i = 0; i < asked_count; i++)
		places[i] = -1;
	if (said_count > asked_count)
		return pnl_error_set(error, PNL_ERR_PROTOCOL,
							 "it speaks of %d parcels in place of %d", said_count,
							 asked_count);
	for (int k = 0; k < said_count; k++)
	{
		int			i = find_asked(asked, asked_count, said[k].barcode);

		if (i < 0)
			continue;
		if (places[i] >= 0)
			return pnl_error_set(error, PNL_ERR_PROTOCOL, "it speaks of %s twice",
								 show(said[k].barcode, shown));
		places[i] = k;
	}
	for (int k = 0; k < said_count; k++)
		if (find_asked(asked, asked_count, said[k].barcode) < 0 &&
			!match_by_place(asked, asked_count, said, said_count, k, places, error))
			return false;
	for (int i = 0; i < asked_count; i++)
		if (places[i] >= 0 && !check_reference(&asked[i], &said[places[i]], error))
			return false;
	return true;
}

/* ----------
 * Barcodes
 * ----------
 */

static bool
is_repeated(const PnlText *barcodes, int count, PnlText barcode)
{
	for (int i = 0; i < count; i++)
		if (pnl_answer_is_same(barcodes[i], barcode))
			return true;
	return false;
}

static int
take_barcode(const PnlJson *node, PnlText *barcodes, int count, PnlError *error)
{
	PnlText		barcode = text_of(node);
	PnlBarcodeInfo info;
	char		shown[SHOWN_SIZE];

	pnl_barcode_inspect(barcode.data != NULL ? barcode.data : "", barcode.length, &info);
	if (!info.valid)
		pnl_error_set(error, PNL_ERR_PROTOCOL, "\"%s\" is no barcode: %s",
					  show(barcode, shown), info.reason);
	else if (is_repeated(barcodes, count, barcode))
		pnl_error_set(error, PNL_ERR_PROTOCOL, "barcode %s is in it twice",
					  show(barcode, shown));
	else
		barcodes[count++] = barcode;
	return count;
}

int
pnl_answer_barcodes(const PnlJson *document, PnlText *barcodes, int most, PnlError *error)
{
	const PnlJson *one = pnl_json_get(document, "Barcode");
	const PnlJson *list = pnl_json_get(document, "barcodes");
	int			count = 0;

	/* {"Barcode": "3S..."}, or V4's {"barcodes": ["3S...", ...]} */
	if (one != NULL && most > 0)
		count = take_barcode(one, barcodes, count, error);
	for (size_t i = 0; i < pnl_json_count(list) && count < most; i++)
		count = take_barcode(pnl_json_item(list, i), barcodes, count, error);
	if (count == 0)
		pnl_error_set(error, PNL_ERR_PROTOCOL, "no barcodes came");
	return count;
}
