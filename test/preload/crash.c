/*
 * crash.c
 *		A crash on one row, for tests.
 *
 * Preloaded into a server (LD_PRELOAD): when json-c makes a text, or writes a
 * document, that holds a word, the process ends as by a fault in the program.
 * The file POSTNL_TEST_CRASH says "read WORD" or "write WORD"; it may come and
 * go at any time, and without it nothing happens.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct json_object;

/* Ends the process when the text is what the file asks for. */
static void
look_at(const char *doing, const char *text, size_t length)
{
	const char *path = getenv("POSTNL_TEST_CRASH");
	FILE	   *file = path != NULL ? fopen(path, "re") : NULL;
	char		when[16],
				word[64];

	if (file == NULL)
		return;
	if (fscanf(file, "%15s %63s", when, word) == 2 && strcmp(when, doing) == 0 &&
		memmem(text, length, word, strlen(word)) != NULL)
		raise(SIGSEGV);
	fclose(file);
}

struct json_object *
json_object_new_string_len(const char *text, int length)
{
	struct json_object *(*real) (const char *, int) =
		(struct json_object *(*) (const char *, int))
		dlsym(RTLD_NEXT, "json_object_new_string_len");

	look_at("read", text, (size_t) length);
	return real(text, length);
}

const char *
json_object_to_json_string_ext(struct json_object *document, int flags)
{
	const char *(*real) (struct json_object *, int) =
		(const char *(*) (struct json_object *, int))
		dlsym(RTLD_NEXT, "json_object_to_json_string_ext");
	const char *text = real(document, flags);

	if (text != NULL)
		look_at("write", text, strlen(text));
	return text;
}
