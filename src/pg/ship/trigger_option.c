/*
 * trigger_option.c
 *		Arguments of triggers: what one says, and those that are options.
 *
 * Options are a table: each has its words, the first one being what it is
 * unless given, where that has a word.
 */
#include "postgres.h"

#include "utils/builtins.h"

#include "pg/ship/trigger_option.h"

#define MOST_WORDS 4

#define SHIP "postnl_ship_trigger"
#define CANCEL "postnl_cancel_trigger"

typedef struct Option
{
	const char *function;		/* of the trigger that has it */
	const char *name;
	size_t		offset;			/* in PnlTriggerOptions, of an int */
	const char *words[MOST_WORDS];	/* by its value; NULL = no word for that */
	const char *choice;			/* for the message */
} Option;

static const Option options_known[] = {
	{SHIP, "on_invalid", offsetof(PnlTriggerOptions, on_invalid), {"reject", "error"},
	":=error or :=reject"},
	{SHIP, "on_change", offsetof(PnlTriggerOptions, on_change),
		{[PNL_ON_CHANGE_ERROR] = "error", [PNL_ON_CHANGE_IGNORE] = "ignore",
	[PNL_ON_CHANGE_UPDATE] = "update"}, ":=error, :=ignore or :=update"},
	{CANCEL, "on_late", offsetof(PnlTriggerOptions, on_late), {"warn", "error"},
	":=warn or :=error"},
};

static char *
trim(const char *text, size_t length)
{
	while (length > 0 && isspace((unsigned char) text[0]))
	{
		text++;
		length--;
	}
	while (length > 0 && isspace((unsigned char) text[length - 1]))
		length--;
	return pnstrdup(text, length);
}

PnlTriggerArgument
pnl_trigger_option_read(const char *function, const char *text)
{
	const char *equals = strchr(text, '=');
	PnlTriggerArgument argument = {.function = function};
	size_t		length;

	if (equals == NULL || equals == text)
	{
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("%s() cannot use argument \"%s\"", function, text),
				 errhint("Arguments are path=column and path:=literal.")));
		return argument;		/* not reached */
	}
	argument.literal = equals[-1] == ':';
	length = equals - text - argument.literal;
	argument.path = trim(text, length);
	argument.value = argument.literal ? pstrdup(equals + 1) :
		trim(equals + 1, strlen(equals + 1));
	return argument;
}

static int
find_word(const Option *option, const PnlTriggerArgument *argument)
{
	for (int i = 0; i < MOST_WORDS && argument->literal; i++)
		if (option->words[i] != NULL && strcmp(argument->value, option->words[i]) == 0)
			return i;
	ereport(ERROR,
			(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
			 errmsg("%s of %s() must be %s", option->name, argument->function, option->choice)));
}

bool
pnl_trigger_option_take(PnlTriggerOptions *options, const PnlTriggerArgument *argument)
{
	for (int i = 0; i < (int) lengthof(options_known); i++)
	{
		const Option *option = &options_known[i];

		if (strcmp(argument->path, option->name) == 0 &&
			strcmp(argument->function, option->function) == 0)
		{
			*(int *) ((char *) options + option->offset) = find_word(option, argument);
			return true;
		}
	}
	return false;
}

int
pnl_trigger_option_column(const PnlTriggerArgument *argument, TupleDesc desc)
{
	for (int i = 0; i < desc->natts; i++)
	{
		Form_pg_attribute attribute = TupleDescAttr(desc, i);

		if (!attribute->attisdropped && strcmp(NameStr(attribute->attname), argument->value) == 0)
			return i;
	}
	ereport(ERROR,
			(errcode(ERRCODE_UNDEFINED_COLUMN),
			 errmsg("column \"%s\" of %s() does not exist in the table", argument->value,
					argument->function),
			 errhint("A literal is written path:=literal.")));
}

void
pnl_trigger_option_twice(const PnlTriggerArgument *argument)
{
	ereport(ERROR,
			(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
			 errmsg("%s() is given %s twice, as a whole or in parts", argument->function,
					argument->path)));
}
