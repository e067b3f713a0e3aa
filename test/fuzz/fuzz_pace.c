/*
 * fuzz_pace.c
 *		Any story of calls and failures: an account pauses, and comes back.
 */
#include "fuzz.h"

#include "property.h"

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	const char *broken = property_pace(data, size);

	fuzz_require(broken == NULL, broken);
	return 0;
}
