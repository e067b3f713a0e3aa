/*
 * fuzz_entity.c
 *		Any bytes as text with HTML entities.
 */
#include "fuzz.h"

#include <stdlib.h>
#include <string.h>

#include "core/entity.h"

static size_t
count_controls(const char *text, size_t length)
{
	size_t		count = 0;

	for (size_t i = 0; i < length; i++)
		if ((unsigned char) text[i] < ' ' || text[i] == 0x7F)
			count++;
	return count;
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	const char *text = (const char *) data;
	char	   *out = malloc(size > 0 ? size : 1);
	char	   *same = malloc(size > 0 ? size : 1);
	size_t		length = pnl_entity_decode(text, size, out);

	fuzz_require(length <= size, "decoding makes no text longer");
	if (fuzz_is_text(text, size))
		fuzz_require(fuzz_is_text(out, length), "decoding UTF-8 gives UTF-8");
	fuzz_require(count_controls(out, length) == count_controls(text, size),
				 "decoding makes and takes no control characters");
	if (memchr(text, '&', size) == NULL)
		fuzz_require(length == size && memcmp(out, text, size) == 0,
					 "text without entities stays as it is");

	memcpy(same, text, size);
	fuzz_require(pnl_entity_decode(same, size, same) == length &&
				 memcmp(same, out, length) == 0, "decoding in place gives the same");
	free(same);
	free(out);
	return 0;
}
