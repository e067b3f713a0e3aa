/*
 * fuzz_turns.c
 *		Any story of a clock and of who asks for turns: the limit is kept, and used.
 */
#include "fuzz.h"

#include "property.h"

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	const char *broken = property_turns(data, size);

	fuzz_require(broken == NULL, broken);
	return 0;
}
